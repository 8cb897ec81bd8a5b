"""An encoding: how the bytes of a seed stand for characters.

    bytes ─▶ codec name, or None for bytes that are no text ─▶ str

Asked in this order: byte order mark; UTF-16 or -32 without one; too many control characters, so no text;
UTF-8, also when a few bytes are wrong; what a saved page declares; a guess (`charset`). Decoding never
fails: a byte that fits nowhere becomes U+FFFD. Every codec named here gives text without surrogates.
"""

from __future__ import annotations

import codecs
import unicodedata

from searcher.corpus.reader.charset import declared, guess

MARKS = (  # longest first: UTF-32-LE begins as UTF-16-LE does
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
SAMPLE_BYTES = 1 << 14  # enough to tell, whatever the size of the file; a multiple of four

# what white space and ANSI escapes need is text; RFC 20 calls the others controls
CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
CONTROL_SHARE = 0.01  # chosen: random bytes have 10 %, compressed and executable files 5 to 40 %
LOST_SHARE = 0.3  # chosen: a page that mixes two encodings stays, noise does not
COMMON = " \n\r\t.,0123456789aeinorst\u3000\u3001\u3002"  # any script uses some; Thai least, 1 in 50


def decode(data: bytes, *, html: bool = False) -> str | None:
    """Decode a whole file; None if its bytes are no text. With `html`, heed what the page declares."""
    codec = detect(data, html=html)
    if codec is None:
        return None
    text = data.decode(codec, "replace")
    return None if is_noise(text) else text


def detect(data: bytes, *, html: bool = False) -> str | None:
    """Name the Python codec of a text, or None if the bytes are no text."""
    codec = marked(data) or wide(data)
    if codec:
        return codec
    if _has_controls(data):
        return None
    try:
        data.decode()
    except UnicodeDecodeError as exc:
        if is_mostly_utf8(data):
            return "utf-8"
        return (declared(data) if html else None) or guess(data, exc.start)
    return "iso2022_jp" if _is_iso2022_jp(data) else "utf-8"


def marked(data: bytes) -> str | None:
    """Name the codec that a byte order mark stands for; it removes the mark."""
    return next((codec for mark, codec in MARKS if data.startswith(mark)), None)


def wide(data: bytes) -> str | None:
    """Name the UTF-16 or UTF-32 codec of a text without a mark, or None if it is neither.

    Such a text holds zero bytes but no zero character, characters that exist, and more of the common
    ones in the right order of bytes than in the wrong one.
    """
    sample = data[:SAMPLE_BYTES]
    if b"\0" not in sample:
        return None
    best, best_count = None, 0
    for codec in WIDE:
        # the sample may end in the middle of a character: an incremental decoder waits for its rest
        try:
            text = codecs.getincrementaldecoder(codec)().decode(sample)
        except UnicodeDecodeError:
            continue
        count = sum(map(text.count, COMMON))
        if count > best_count and count * 200 > len(text) and not is_noise(text) and _exists(text):
            best, best_count = codec, count
    return best


def is_mostly_utf8(data: bytes) -> bool:
    """Tell whether at least as many characters beyond ASCII are right UTF-8 as are wrong.

    Text in another encoding is right by accident only (measured: 45 for 100 wrong in EUC-JP, else fewer).
    """
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    return len(text) - len(text.encode("ascii", "ignore")) >= 2 * wrong


def is_noise(text: str) -> bool:
    """Tell whether a text has too many controls or lost characters to be one."""
    lost = text.count("\ufffd")
    return lost > 1 + LOST_SHARE * len(text) or _has_controls(text.encode("utf-8", "surrogatepass"))


def _has_controls(data: bytes) -> bool:
    """Tell whether more bytes are controls than a text has by mistake (one is forgiven)."""
    return len(data) - len(data.translate(None, CONTROLS)) > 1 + CONTROL_SHARE * len(data)


def _exists(text: str) -> bool:
    """Tell whether nearly all characters are assigned, and none private: random bytes are not."""
    odd = sum(unicodedata.category(char) in {"Cn", "Co", "Cs"} for char in text)
    return odd * 100 <= len(text)


def _is_iso2022_jp(data: bytes) -> bool:
    """Tell whether ASCII bytes hold Japanese: the escapes to JIS X 0208 (RFC 1468), and valid between."""
    if b"\x1b$" not in data:
        return False
    try:
        data.decode("iso2022_jp")
    except UnicodeDecodeError:
        return False
    return True

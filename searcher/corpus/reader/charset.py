"""A charset: the name of a legacy encoding, declared by a page or guessed from its bytes.

    bytes that are not UTF-8 ─▶ name of a Python codec

Only the encodings of the web are considered (encoding.spec.whatwg.org, "Legacy encodings"): a page that
claims rot13 or utf-7 is not believed, and a guess cannot end in an EBCDIC code page.
"""

from __future__ import annotations

import codecs
import re

DECLARATION_BYTES = 1 << 13  # the standard looks at 1,024; pages that put scripts first need more
SAMPLE_BYTES = 1 << 13  # measured: a guess on 8 KB takes 1 to 17 ms, and is no better on more
SEARCH_BYTES = 1 << 20  # where the lines of a sample are taken from
TIE = 0.01  # charset-normalizer's chaos, from 0 (clean) to 1, of two readings that look equally well

# <meta charset="koi8-r">, <meta … content="text/html; charset=koi8-r">, <?xml … encoding="koi8-r"?>
_DECLARATION = re.compile(
    rb"""<(?:meta\s[^<>]*?charset|\?xml\s[^<>]*?encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.I
)
_TAG = re.compile(rb"<[^<>]*>")

# fmt: off
CODECS = frozenset((  # that a declaration may name, as codecs.lookup spells them
    "cp866", "cp874", "cp932", "cp949", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255",
    "cp1256", "cp1257", "cp1258", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic",
    "iso8859-2", "iso8859-3", "iso8859-4", "iso8859-5", "iso8859-6", "iso8859-7", "iso8859-8",
    "iso8859-10", "iso8859-13", "iso8859-14", "iso8859-15", "iso8859-16",
    "gb18030", "big5hkscs", "euc_jp", "iso2022_jp",
))
AS_BROWSERS = {  # a name that means a larger encoding on the web
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs",
    "shift_jis": "cp932", "euc_kr": "cp949",
}
ALIASES = {  # names that Python does not know
    "x-sjis": "cp932", "windows-31j": "cp932", "x-gbk": "gb18030", "windows-949": "cp949",
    "x-cp1251": "cp1251", "x-cp1252": "cp1252", "x-mac-cyrillic": "mac-cyrillic",
    "x-x-big5": "big5hkscs", "visual": "iso8859-8", "iso-8859-8-i": "iso8859-8",
}
GUESSED = [  # without those that are rare, or easily mistaken for another
    "cp866", "cp874", "cp932", "cp949", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255",
    "cp1256", "cp1257", "cp1258", "koi8_r", "koi8_u", "iso8859_2", "iso8859_5", "iso8859_6", "iso8859_7",
    "gb18030", "big5hkscs", "euc_jp",
]
# fmt: on
# bytes that mean letters in several code pages: the language the text seems to be in decides
HOMES = {"Turkish": "cp1254", "Vietnamese": "cp1258"}
KANA_SHARE = 0.2  # measured: Japanese news has half, other encodings read as Japanese next to none
WESTERN = "cp1252"  # what browsers take when nothing else is known


def declared(data: bytes) -> str | None:
    """Return the codec a page declares in its first lines, if it is a legacy one that Python has."""
    found = _DECLARATION.search(data[:DECLARATION_BYTES])
    if not found:
        return None
    name = found[1].decode("ascii").lower()
    try:
        known = codecs.lookup(ALIASES.get(name, name)).name
    except LookupError:
        return None
    codec = AS_BROWSERS.get(known, known)
    return codec if codec in CODECS else None


def guess(data: bytes, start: int) -> str:
    """Guess the codec of bytes that are not UTF-8, the first wrong one being at `start`.

    Judged by a sample of the lines that are not ASCII, without their tags; the time is bounded.
    """
    from charset_normalizer import from_bytes  # 50 ms, and most archives never need it

    sample = _sample(data, start)
    japanese = _japanese(sample)
    if japanese:
        return japanese
    matches = from_bytes(sample, cp_isolation=GUESSED)
    best = matches.best()
    if best is None or WESTERN in best.could_be_from_charset:
        return WESTERN
    home = HOMES.get(best.language)
    ties = {match.encoding for match in matches if match.chaos <= best.chaos + TIE}
    return home if home in ties else best.encoding


def _japanese(sample: bytes) -> str | None:
    """Return the encoding in which a sample is full of kana: no other text looks so by accident."""
    for codec in ("euc_jp", "cp932"):
        try:
            text = sample.decode(codec)
        except UnicodeDecodeError:
            continue
        foreign = [character for character in text if not character.isascii()]
        if sum("\u3041" <= character <= "\u30ff" for character in foreign) >= KANA_SHARE * len(foreign) > 0:
            return codec
    return None


def _sample(data: bytes, start: int) -> bytes:
    begin = max(data.rfind(b"\n", 0, start) + 1, start - SAMPLE_BYTES // 2)
    sample = b""
    for line in data[begin : begin + SEARCH_BYTES].splitlines():
        if len(sample) >= SAMPLE_BYTES:
            break
        if not line.isascii():
            sample += _TAG.sub(b" ", line) + b"\n"
    # cut where no character of two bytes is cut in half: the first of them is above 0x80
    end = 0
    while end < min(SAMPLE_BYTES, len(sample)):
        end += 2 if sample[end] > 0x80 else 1
    return sample[:end]

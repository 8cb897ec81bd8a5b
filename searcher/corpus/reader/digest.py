"""A digest: 16 bytes of BLAKE2b in hex, equal for equal content on every machine and in every run."""

from __future__ import annotations

import hashlib
from pathlib import Path
from stat import S_ISREG

DIGEST_BYTES = 16  # 128 bits: no two articles of any archive share one by chance


def digest_file(file: Path) -> str | None:
    """Return the digest of a file's bytes, read in blocks; None if it is no file or cannot be read."""
    try:
        if not S_ISREG(file.stat().st_mode):
            return None  # a pipe would never end
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=DIGEST_BYTES)).hexdigest()
    except (OSError, ValueError):
        return None


def digest_fields(*fields: str | tuple[str, ...] | None) -> str:
    """Return the digest of a sequence of fields; order, absence and borders between them count."""
    data = "".join(map(_written, fields)).encode()
    return hashlib.blake2b(data, digest_size=DIGEST_BYTES).hexdigest()


def _written(field: str | tuple[str, ...] | None) -> str:
    """Return a field so that its end is known from its beginning: no two sequences are written alike."""
    if field is None:
        return "-"
    if isinstance(field, str):
        size = len(field) if field.isascii() else len(field.encode())  # bytes: so digests have always been
        return f"s{size}:{field}"
    return f"t{len(field)}:{''.join(map(_written, field))}"

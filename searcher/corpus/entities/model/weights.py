"""Weights: the trained model, as it ships and as it is used.

weights.bin ↔ Weights; Context → scores

The file: four bytes "CRF1", then, compressed by zlib, a line of JSON and arrays in its order, C-ordered,
little-endian. `atoms` are names, each with a row of `atom_weights`, an int16 for each offset and label;
`kinds` of a template are keys (kind numbers in base len(KINDS)) in order, with rows of int16; `words` of a
template are pairs of rows of atoms, likewise; `codes` are rows by code. A weight is its number times `step`.
Scores are sums of whole numbers, so they are exact, and the same on any machine.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.corpus.entities.model.features import (
    CODE_SIZES,
    KIND_TEMPLATES,
    OFFSETS,
    WORD_TEMPLATES,
    Context,
)
from searcher.corpus.entities.model.forms import KINDS, Form

LABELS = ("O", "B-person", "I-person", "B-organisation", "I-organisation", "B-place", "I-place")
WIDTH = 8
"""Length of a row of weights in memory: a power of two, so that rows are copied at once; the last is 0."""
MAGIC = b"CRF1"
_BASE = len(KINDS)
_WORD_BASE = 1 << 20
_AT_ONCE = 4096  # forms, whose atoms' weights are in memory at a time


class Weights:
    """The weights of every feature.

    Attributes:
        version: a name for exactly these weights.
        step: what one unit of a score is worth.
        transitions: float32 (labels, labels), in units of a score.
    """

    def __init__(self, packed: bytes) -> None:
        """Read the packed form."""
        if packed[:4] != MAGIC:
            raise ValueError("not a packed model")
        self.version = f"{zlib.crc32(packed):08x}"
        plain = zlib.decompress(packed[4:])
        line, _, rest = plain.partition(b"\n")
        header: dict[str, Any] = json.loads(line)
        self.step: float = header["step"]
        arrays = {}
        at = 0
        for name, dtype, shape in header["arrays"]:
            array = np.frombuffer(rest, np.dtype(dtype), int(np.prod(shape)), at).reshape(shape)
            at += array.nbytes
            arrays[name] = array
        self.transitions = arrays["transitions"].astype(np.float32)
        atoms = arrays["atoms"].tobytes().decode().split("\0")
        self._row_of = {atom: row for row, atom in enumerate(atoms, 1)}
        self._atom_weights = np.zeros((len(atoms) + 1, len(OFFSETS) * len(LABELS)), np.int16)
        self._atom_weights[1:] = arrays["atom_weights"]
        self._kinds = []
        for number, template in enumerate(KIND_TEMPLATES):
            index = np.zeros(_BASE ** len(template), np.int32)
            index[arrays[f"K{number}"]] = np.arange(1, len(arrays[f"K{number}"]) + 1)
            self._kinds.append((template, index, _padded(arrays[f"K{number}w"], 1)))
        self._words = []
        for number, template in enumerate(WORD_TEMPLATES):
            left, right = arrays[f"W{number}"].astype(np.int64)
            keys = np.append(left * _WORD_BASE + right, np.iinfo(np.int64).max)  # what is searched is below
            is_left, is_right = (np.bincount(side, minlength=len(atoms) + 1) > 0 for side in (left, right))
            self._words.append((template, is_left, is_right, keys, _padded(arrays[f"W{number}w"])))
        self._codes = [_padded(arrays[f"C{number}w"]) for number in range(len(CODE_SIZES))]

    def rows(self, forms: Sequence[Form]) -> tuple[NDArray[np.int16], NDArray[np.int32]]:
        """Return what forms say at each offset, and the rows of their words.

        Returns:
            Shapes (offsets, n, WIDTH) and (n,).
        """
        said = np.zeros((len(OFFSETS), len(forms), WIDTH), np.int16)
        words = np.zeros(len(forms), np.int32)
        row_of = self._row_of.get
        for low in range(0, len(forms), _AT_ONCE):
            some = forms[low : low + _AT_ONCE]
            sizes = [len(form.atoms) for form in some]
            rows = np.array([row_of(atom, 0) for form in some for atom in form.atoms], np.int32)
            first = np.cumsum([0, *sizes[:-1]])
            summed = np.add.reduceat(self._atom_weights[rows], first, axis=0, dtype=np.int16)
            by_offset = summed.reshape(-1, len(OFFSETS), len(LABELS)).swapaxes(0, 1)
            said[:, low : low + len(some), : len(LABELS)] = by_offset
            words[low : low + len(some)] = rows[first]
        return said, words

    def scores(
        self, context: Context, said: NDArray[np.int16], words: NDArray[np.int32]
    ) -> NDArray[np.float32]:
        """Return the scores of each token for each label, from what `rows` gave for all forms.

        Returns:
            Shape (n, labels).
        """
        around, kinds = context.around, context.kinds
        total = np.zeros((around.shape[1], WIDTH), np.int32)
        taken = np.empty_like(total, np.int16)

        def add(weights: NDArray[np.int16], rows: NDArray[np.int32]) -> None:
            np.add(total, np.take(weights, rows, axis=0, out=taken, mode="clip"), out=total)

        for by_form, forms in zip(said, around, strict=True):
            add(by_form, forms)
        for template, index, weights in self._kinds:
            key = kinds[template[0] + 2]
            for offset in template[1:]:
                key = key * _BASE + kinds[offset + 2]
            add(weights, index[key])
        for weights, code in zip(self._codes, context.codes, strict=True):
            add(weights, code)
        word_rows = words[around[1:4]]
        for pair, is_left, is_right, keys, weights in self._words:
            left, right = (word_rows[offset + 1] for offset in pair)
            at = np.flatnonzero(is_left[left] & is_right[right])
            wanted = left[at].astype(np.int64) * _WORD_BASE + right[at]
            place = np.searchsorted(keys, wanted)
            found = keys[place] == wanted
            total[at[found]] += weights[place[found]]
        return total[:, : len(LABELS)].astype(np.float32)


def _padded(rows: NDArray[np.int16], zeros: int = 0) -> NDArray[np.int16]:
    """Return rows of WIDTH, the first `zeros` of them new."""
    *others, count, width = rows.shape
    padded = np.zeros((*others, zeros + count, WIDTH), np.int16)
    padded[..., zeros:, :width] = rows
    return padded


@cache
def load_weights() -> Weights:
    """Return the weights that ship with the package; read on the first call."""
    return Weights(resources.files(__package__).joinpath("weights.bin").read_bytes())

"""Keys: what filters look for → documents and places (see `postings`, NAMES)."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from searcher.engine.embedded.segment.layout import Array, Arrays
from searcher.engine.embedded.segment.rising import Rising
from searcher.engine.embedded.segment.strings import Dictionary


class Keys:
    """The arrays of a file that has keys."""

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self._key_posting, self._key_position = Rising(arrays, "key.posting"), Rising(arrays, "key.position")

    @cached_property
    def keys(self) -> Dictionary:
        """Keys of the fields of names: field, 0 byte, form."""
        return Dictionary(self.arrays, "key")

    def key_docs(self, key: int) -> Array:
        """The documents of a key, ascending."""
        first, beyond = self._key_posting.edges(key)
        if first < beyond:
            return self.arrays["key.doc"][first:beyond]
        docs: Array = self.arrays["doc.names_base"].searchsorted(self.key_places(key), "right") - 1
        return docs[np.diff(docs, prepend=-1) > 0]

    def key_places(self, key: int) -> Array:
        """The positions of a key in the space of names, ascending."""
        first, beyond = self._key_position.edges(key)
        return self.arrays["key.place"][first:beyond]

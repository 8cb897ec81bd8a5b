"""The model: a batch of texts → the label of every word that may be part of a name.

    texts → tokens (vocabulary: a number for each distinct word, of which forms tell what it is by itself)
          → runs of capitalised words → features (known: names of several words) → weights → decoding → labels

A linear-chain conditional random field, trained by `training/` and run by numpy; docs/decisions/0012.
"""

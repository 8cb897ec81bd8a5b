"""Which documents hold these words, best first? Documents → index → ranked documents.

`base` is the seam every engine fills; `bm25` is the formula; `embedded` is the default engine.
"""

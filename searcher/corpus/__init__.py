"""What does the article say, and where? Seeds → clean, tagged, split documents.

`reader` finds and decodes seeds, `cleaner` keeps what the journalist wrote, `entities` says who is in
it, `passages` cuts it. Nothing here knows of an index.
"""

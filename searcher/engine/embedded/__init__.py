"""The default engine: a Whoosh index in a folder, no server, no compiler.

`EmbeddedEngine` reads one commit, `EmbeddedWriter` makes the next; `manifest` and `lock` are what both
sides agree on. Whoosh is imported nowhere else.
"""

"""A searching process, measured from inside: it opens an index, reads all hits of all queries, and tells.

stdin: queries, one a line. Argument: the folder of an index. stdout: a JSON object with the anonymous
memory (RssAnon, bytes; null where the system does not tell) once searcher is imported, once the index is
open, and when all queries are answered. `memory.py` runs it; it imports next to nothing, so that what is
found is searcher's.
"""

from __future__ import annotations

import json
import sys

from measure import anonymous_bytes

import searcher


def main() -> None:
    """Search and tell."""
    queries = sys.stdin.read().splitlines()
    imported = anonymous_bytes()
    with searcher.open_index(sys.argv[1]) as index:
        opened = anonymous_bytes()
        hits = 0
        for query in queries:
            hits += sum(bool(hit.snippet.html()) for hit in index.search(query, limit=10).hits)
        searched = anonymous_bytes()
    json.dump({"imported": imported, "opened": opened, "searched": searched, "hits": hits}, sys.stdout)


if __name__ == "__main__":
    main()

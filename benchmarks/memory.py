"""Memory: the peak of indexing one large file, and what a searching process holds.

    python benchmarks/memory.py [--megabytes 1000] [--articles 100000] [--searches 1000] [--workers 2]
                                [--corpus FILE.jsonl …] [--queries FILE.tsv] [--out]

- `searcher index` of one JSONL file with so many megabytes of text: the largest sum of proportional set
  sizes (PSS) of all its processes, looked at ten times a second. PSS counts a shared page once, and mapped
  files too.
- A process that has opened an index of so many articles and read all hits of so many searches: its
  anonymous resident memory (RssAnon), which mapped files, being the system's to drop, are not part of.

0 megabytes, or 0 articles, leaves a measurement out. Both need Linux.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path

from corpus import source, up_to, write
from growing import Article, grow
from measure import index_command, watched
from queries import Queries, lucene, queries
from record import Record, options


def indexing(given: Sequence[Article], megabytes: float, workers: int, room: Path) -> dict[str, object]:
    """What indexing one file takes."""
    written = write(up_to(grow(given), None, 1e6 * megabytes), room / "large" / "corpus.jsonl")
    ran = watched(index_command(room / "large", room / "large-index", workers), room)
    return {
        "articles": written.articles,
        "text_bytes": written.text_bytes,
        "workers": workers,
        "seconds": ran.seconds,
        "mb_s": written.text_bytes / 1e6 / ran.seconds,
        "peak_pss_bytes": ran.pss_bytes,
        "peak_rss_bytes": ran.rss_bytes,
    }


def searching(
    given: Sequence[Article], articles: int, asked: Queries, searches: int, workers: int, room: Path
) -> dict[str, object]:
    """What a searching process holds: the queries of all kinds in turn, as often as it takes."""
    written = write(up_to(grow(given), articles), room / "seeds" / "corpus.jsonl")
    watched(index_command(room / "seeds", room / "index", workers), room)
    lines = [lucene(kind, words) for kind, group in asked.items() for words in group]
    script = [sys.executable, str(Path(__file__).with_name("searching.py")), str(room / "index")]
    given_lines = "\n".join(islice(cycle(lines), searches))
    done = subprocess.run(script, input=given_lines, capture_output=True, text=True, check=True, cwd=room)
    told: dict[str, int | None] = json.loads(done.stdout)
    anonymous = {f"rss_anon_{when}_bytes": told[when] for when in ("imported", "opened", "searched")}
    return {"articles": written.articles, "searches": searches, "hits": told["hits"], **anonymous}


def main() -> None:
    """Measure, print, record."""
    parser = options(__doc__, articles=10_000)
    parser.add_argument("--megabytes", type=float, default=100, metavar="MB", help="of text, in one file")
    parser.add_argument("--searches", type=int, default=1_000, metavar="N")
    chosen = parser.parse_args()
    record = Record(chosen.out)
    given = source(chosen.corpus)
    figures: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        if chosen.megabytes:
            figures["indexing"] = indexing(given, chosen.megabytes, chosen.workers, room)
        if chosen.articles:
            asked = queries(chosen.queries, given[: chosen.articles])
            figures["searching"] = searching(
                given, chosen.articles, asked, chosen.searches, chosen.workers, room
            )
    print(json.dumps(figures, indent=1))
    record.save(f"{chosen.megabytes:g}mb-{chosen.articles}", {"source_articles": len(given)}, figures, {})


if __name__ == "__main__":
    main()

"""The gate: a change of ranking that makes the shipped judged articles come out worse does not pass.

tests/data/judged holds short articles, some long ones, and queries for which we judged them; all of it was
written for this test, so that what is alike in words differs in what it says: who did what to whom, names and
capitals that look like common words, the same news twice, one page in a long report. `floors.json` says what
each mean must reach. A floor is only ever raised.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import searcher
from searcher.relevance.choosing import choose, count_missing
from searcher.relevance.judging import DEPTH, Judged, Qrels, judge
from searcher.relevance.measures import MEASURES
from searcher.relevance.qrels import read_qrels
from searcher.relevance.runs import ask
from searcher.relevance.topics import Topics, read_topics

JUDGED = Path(__file__).resolve().parents[1] / "data" / "judged"
FLOORS: dict[str, float] = json.loads((JUDGED / "floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> searcher.Index:
    """An index of the judged articles."""
    folder = tmp_path_factory.mktemp("gate")
    (folder / "seeds").mkdir()
    shutil.copy(JUDGED / "corpus.jsonl", folder / "seeds")
    index = searcher.open_index(folder / "index", folder / "seeds", searcher.Settings(workers=1))
    index.refresh()
    return index


@pytest.fixture(scope="module")
def topics() -> Topics:
    """The queries."""
    return read_topics(JUDGED / "queries.tsv")


@pytest.fixture(scope="module")
def qrels() -> Qrels:
    """The judgments."""
    return read_qrels(JUDGED / "qrels.tsv")


@pytest.fixture(scope="module")
def judged(index: searcher.Index, topics: Topics, qrels: Qrels) -> Judged:
    """The default ranking, judged."""
    run = ask(lambda words: index.search(words, limit=DEPTH, literal=True).documents, topics)
    return judge(topics, qrels, run)


@pytest.mark.parametrize("measure", MEASURES)
def test_ranking_is_above_its_floor(judged: Judged, measure: str) -> None:
    """The mean of each measure is at least its floor."""
    low = {topic: round(found[measure], 3) for topic, found in judged.topics.items() if found[measure] < 1}
    assert judged.means[measure] >= FLOORS[measure], f"{measure} by query, where it is below 1: {low}"


def test_the_judged_articles_fit_together(index: searcher.Index, topics: Topics, qrels: Qrels) -> None:
    """Every query has a relevant article, and every judged article is there."""
    assert FLOORS.keys() == MEASURES.keys()
    assert choose(topics, qrels) == (topics, ())
    assert count_missing(topics, qrels, lambda doc_id: index.document(doc_id) is not None) == 0
    assert index.stats.documents >= 60
    assert len(topics) >= 25

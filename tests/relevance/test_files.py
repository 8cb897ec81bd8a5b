"""Queries, judgments and runs are read in the forms they come in, and refused by line."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.errors import EvaluationFileError
from searcher.relevance.files import one_word
from searcher.relevance.qrels import read_qrels
from searcher.relevance.runs import read_run, run_lines, scores
from searcher.relevance.topics import read_topics

TREC_TOPICS = """
<top>

<num> Number: 051
<title> Topic:  Airbus Subsidies

<desc> Description:
Number: of loans to <Airbus>

</top>
<top>
<num>Number: PM-2</num>
<title>
Ferries &
  harbours
</title>
</top>
"""

TOPICS = {
    "table": ("1\tferry\r\n\r\n q 2 \tWhat AND where?\t\n", {"1": "ferry", "q%202": "What AND where?"}),
    "table without an end": ("\ufeff1\tferry\u2028strike", {"1": "ferry\u2028strike"}),
    "no words": ("1\t\n", {"1": ""}),
    "BEIR": (
        '{"_id": "PLAIN-2", "text": "ferry strike", "metadata": {}}\n{"text": "tram", "_id": 3}\n',
        {"PLAIN-2": "ferry strike", "3": "tram"},
    ),
    "TREC": (TREC_TOPICS, {"51": "Airbus Subsidies", "PM-2": "Ferries & harbours"}),
    "TREC on one line": ("<top><num>7<title>a</top><top><NUM>8<TITLE>b</TOP>", {"7": "a", "8": "b"}),
}  # fmt: skip

QRELS = {
    "TREC": "1 0 d1 2\n1 0 d2 0\nq%202 Q0 a%20b.txt -1\n",
    "TREC with tabs": "1\t0\td1\t2\n1\t0\td2\t0\nq 2\t0\ta b.txt\t-1\n",
    "three columns": "1\td1\t2\n1\td2\t0\nq 2\ta b.txt\t-1",
    "three words": "\ufeff1 d1 2\r\n\r\n1   d2 0\nq%202 a%20b.txt -1\n",
    "mixed gaps": "1 0\td1 2\n1 0\td2 0\nq%202 0\ta%20b.txt -1\n",
    "BEIR": "query-id\tcorpus-id\tscore\n1\td1\t2\n1\td2\t0\nq 2\ta b.txt\t-1\n1\td1\t2\n",
}

BAD = {
    (read_topics, "1 ferry\n"): (1, "id<TAB>words"),
    (read_topics, "1\tferry\n\n\tstrike\n"): (3, "id<TAB>words"),
    (read_topics, "1\tferry\n1\tstrike\n"): (2, "a second query has the id '1'"),
    (read_topics, '{"_id": "1", "text": "x"}\n{"_id": "2"}\n'): (2, '{"_id": …, "text": …}'),
    (read_topics, '{"_id": ["1"], "text": "x"}\n'): (1, '{"_id": …, "text": …}'),
    (read_topics, '{"_id": "1", "text": "x"}\n2\ttram\n'): (2, '{"_id": …, "text": …}'),
    (read_topics, "{" * 100_000): (1, '{"_id": …, "text": …}'),
    (read_topics, "<top>\n<num> 1\n<desc> tram\n</top>\n"): (1, "<title>"),
    (read_topics, "<top>\n<title> tram\n</top>\n"): (1, "<num>"),
    (read_topics, "<top><num>1<title>a</top>\n<top><num>2<title>b\n"): (2, "</top>"),
    (read_topics, "<top><num>1<title>a\n<top><num>2<title>b</top>\n"): (1, "</top>"),
    (read_topics, "<html>\n"): (None, "no queries"),
    (read_topics, " \n"): (None, "no queries"),
    (read_qrels, "1 0 d1 2\n1 0 d2\n2 0 d3 1\n"): (2, "topic, document and grade"),
    (read_qrels, "1 0 d1 high\n"): (1, "topic, document and grade"),
    (read_qrels, "1 0 d1 0.5\n"): (1, "topic, document and grade"),
    (read_qrels, "1 0 d1 1\nquery-id\tcorpus-id\tscore\n"): (2, "topic, document and grade"),
    (read_qrels, "1 0 d 1 x\n"): (1, "topic, document and grade"),
    (read_qrels, "1 0 d1 1\n1 0 d1 2\n"): (2, "d1 has grade 2 for topic 1, and had 1 before"),
    (read_qrels, "query-id\tcorpus-id\tscore\n"): (None, "no judgments"),
    (read_qrels, ""): (None, "no judgments"),
    (read_run, "1 Q0 d1 1 2.5 x\n1 Q0 d2 2 x\n"): (2, "topic, Q0, document, rank, score and name"),
    (read_run, "1 Q0 d1 1 high x\n"): (1, "topic, Q0, document, rank, score and name"),
    (read_run, "1 Q0 d1 1 nan x\n"): (1, "topic, Q0, document, rank, score and name"),
    (read_run, "1 Q0 a b 1 2.5 x\n"): (1, "topic, Q0, document, rank, score and name"),
    (read_run, "1 Q0 d1 1 2.5 x\n1 Q0 d1 2 2.4 x\n"): (2, "d1 was found for topic 1 before"),
}


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a file."""

    def write(text: str) -> Path:
        path = tmp_path / "file"
        path.write_bytes(text.encode())
        return path

    return write


@pytest.mark.parametrize(("text", "topics"), TOPICS.values(), ids=TOPICS)
def test_topics_are_read(file: Callable[[str], Path], text: str, topics: dict[str, str]) -> None:
    """Queries come as a table, as BEIR's JSON lines or as TREC topics, in their order."""
    assert list(read_topics(file(text)).items()) == list(topics.items())


@pytest.mark.parametrize("text", QRELS.values(), ids=QRELS)
def test_qrels_are_read(file: Callable[[str], Path], text: str) -> None:
    """Judgments come in four columns or three, and spaces in ids are the same as %20."""
    assert read_qrels(file(text)) == {"1": {"d1": 2, "d2": 0}, "q%202": {"a%20b.txt": -1}}


def test_runs_are_read_by_score(file: Callable[[str], Path]) -> None:
    """A run's columns are parted by any white space, and its ranks are not used."""
    text = "1 Q0 d1 9 2.5 name\r\n1\tQ0\td2\t1\t-1e-3\tname\n\n2 0 d1 1 7 name"
    assert read_run(file(text)) == {"1": {"d1": 2.5, "d2": -0.001}, "2": {"d1": 7.0}}
    assert read_run(file("")) == {}


ids = st.text(min_size=1).filter(lambda text: "%" not in text)  # "a b" and "a%20b" are one id


@given(st.dictionaries(ids, st.dictionaries(ids, st.floats(-1e6, 1e6)), max_size=3))
def test_a_run_is_read_as_it_was_found(
    tmp_path_factory: pytest.TempPathFactory, run: dict[str, dict[str, float]]
) -> None:
    """Whatever the ids and scores, a run that was written and read is the one that is judged at once."""
    path = tmp_path_factory.mktemp("run") / "run"
    lines = [line for topic, found in run.items() for line in run_lines(topic, found.items())]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    assert all(len(line.split()) == 6 for line in lines)
    assert read_run(path) == {one_word(topic): scores(found.items()) for topic, found in run.items() if found}


@pytest.mark.parametrize(("given", "expected"), BAD.items())
def test_a_bad_line_is_refused(
    file: Callable[[str], Path],
    given: tuple[Callable[[Path], object], str],
    expected: tuple[int | None, str],
) -> None:
    """The error names the file, the line, and what was expected there."""
    read, text = given
    line, detail = expected
    with pytest.raises(EvaluationFileError) as refused:
        read(file(text))
    assert refused.value.line == line
    assert detail in str(refused.value)
    assert str(refused.value).startswith(str(refused.value.path))


@pytest.mark.parametrize("read", [read_topics, read_qrels, read_run])
def test_a_missing_file_is_named(tmp_path: Path, read: Callable[[Path], object]) -> None:
    """A file that is not there, or is a folder, is an error that says so."""
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(EvaluationFileError, match=path.name):
            read(path)


@given(st.binary(max_size=60) | st.text('<top>num itle/{}":0123\t\n _dx', max_size=60).map(str.encode))
def test_no_file_breaks_a_reader(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Whatever bytes a file holds, it is read or refused."""
    path = tmp_path_factory.mktemp("any") / "file"
    path.write_bytes(data)
    for read in (read_topics, read_qrels, read_run):
        with contextlib.suppress(EvaluationFileError):
            read(path)

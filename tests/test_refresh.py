"""A refreshed index answers as a rebuilt one, and only what changed is read again."""

from __future__ import annotations

import gzip
import json
import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import searcher
from searcher import Changes, Document, Index, Settings

State = dict[str, str | bytes]

ALONE = Settings(workers=1)
QUERIES = (
    "-xyzzy",
    "officials Kyiv",
    '"northern border"',
    "follow channel",
    "harbour OR depot -convoy",
    "path:a.txt",
)


def article(about: str, *lines: str) -> str:
    """A text of a headline, `lines` that stand on their own, and prose."""
    prose = f"The {about} near the northern border was closed for a week, officials in Kyiv said on Monday."
    more = f"Nobody who lives beside the {about} was told why, and few of them expect to be told soon."
    return "\n\n".join((f"What happened to the {about}", prose, *lines, more)) + "\n"


def rows(*articles: dict[str, str]) -> str:
    """JSON lines."""
    return "".join(json.dumps(item) + "\n" for item in articles)


def row(about: str, doc_id: str | None = None) -> dict[str, str]:
    """An article of a JSON lines file."""
    return {"headline": f"Of the {about}", "text": article(about)} | ({"id": doc_id} if doc_id else {})


def put(folder: Path, state: State) -> None:
    """Make a folder hold exactly these files, leaving alone those that are as they should be."""
    folder.mkdir(exist_ok=True)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(folder).as_posix() not in state:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    for name, content in state.items():
        path, data = folder / name, content.encode() if isinstance(content, str) else content
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)


def answers(index: Index) -> dict[str, Any]:
    """Everything that can be asked of an index, scores to four digits."""
    found: dict[str, Any] = {}
    for query in QUERIES:
        results = index.search(query, limit=1000, facets=True)
        hits = [(hit.document, round(hit.score, 4), hit.passage, hit.highlights) for hit in results.hits]
        found[query] = (results.total, hits, results.facets, [note.message for note in results.notes])
    status = index.status()
    found["status"] = (
        status.documents,
        status.seeds,
        status.skipped,
        sorted(status.notes),
        status.up_to_date,
    )
    return found


def rebuilt(seeds: Path, folder: Path) -> dict[str, Any]:
    """The answers of an index made anew."""
    with searcher.open_index(folder, seeds, ALONE, rebuild=True) as index:
        index.refresh()
        return answers(index)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The seeds folder."""
    return tmp_path / "seeds"


@pytest.fixture
def index(tmp_path: Path, folder: Path) -> Iterator[Index]:
    """An index over the seeds folder, not yet built."""
    with searcher.open_index(tmp_path / "index", folder, ALONE) as opened:
        yield opened


CHANNEL = "Follow our channel for news of the whole region"
A, B, C = article("depot"), article("harbour"), article("railway bridge")
MANY = rows(row("convoy", "one"), row("bridge", "two"), row("village", "three"))
LINED = {f"{name}.txt": article(name, CHANNEL) for name in ("barracks", "quarry", "signal box")}
CLAIMED = {"b.jsonl": rows(row("convoy", "one")), "d.jsonl": rows(row("bridge", "one"))}

# before, after, (added, updated, removed, seeds read)
EDITS: dict[str, tuple[State, State, tuple[int, int, int, int]]] = {
    "a seed is added": ({"a.txt": A}, {"a.txt": A, "b.txt": B}, (1, 0, 0, 1)),
    "a seed is edited": ({"a.txt": A, "b.txt": B}, {"a.txt": C, "b.txt": B}, (0, 1, 0, 1)),
    "a seed is renamed": ({"a.txt": A, "b.txt": B}, {"a.txt": A, "c.txt": B}, (1, 0, 1, 1)),
    "a seed is deleted": ({"a.txt": A, "b.txt": B}, {"a.txt": A}, (0, 0, 1, 0)),
    "a seed moves to a folder": ({"a.txt": A, "b.txt": B}, {"a.txt": A, "x/y/b.txt": B}, (1, 0, 1, 1)),
    "a seed becomes empty": ({"a.txt": A, "b.txt": B}, {"a.txt": A, "b.txt": ""}, (0, 0, 1, 1)),
    "an empty seed is filled": ({"a.txt": A, "b.txt": ""}, {"a.txt": A, "b.txt": B}, (1, 0, 0, 1)),
    "a seed becomes a folder": (
        {"a.txt": A, "b.txt": B},
        {"a.txt": A, "b.txt/c.txt": C},
        (1, 0, 1, 1),
    ),
    "a seed in a folder named like one goes": (
        {"a.txt": A, "b.txt/c.txt": C, "b.txt/d.txt": B},
        {"a.txt": A, "b.txt/c.txt": C},
        (0, 0, 1, 0),
    ),
    "two seeds are swapped": ({"a.txt": A, "b.txt": C}, {"a.txt": C, "b.txt": A}, (0, 2, 0, 2)),
    "a packed seed is edited": (
        {"a.txt": A, "b.txt.gz": gzip.compress(B.encode())},
        {"a.txt": A, "b.txt.gz": gzip.compress(C.encode())},
        (0, 1, 0, 1),
    ),
    "one of many articles is edited": (
        {"m.jsonl": MANY},
        {"m.jsonl": rows(row("convoy", "one"), row("canal", "two"), row("village", "three"))},
        (0, 1, 0, 1),
    ),
    "one of many articles is removed": (
        {"m.jsonl": MANY},
        {"m.jsonl": rows(row("convoy", "one"), row("village", "three"))},
        (0, 0, 1, 1),
    ),
    "articles are reordered": (
        {"m.jsonl": MANY},
        {"m.jsonl": rows(row("village", "three"), row("bridge", "two"), row("convoy", "one"))},
        (0, 0, 0, 1),
    ),
    "an article loses its id": (
        {"m.jsonl": MANY},
        {"m.jsonl": rows(row("convoy"), row("bridge", "two"), row("village", "three"))},
        (1, 0, 1, 1),
    ),
    "a line becomes no article": (
        {"m.jsonl": MANY},
        {"m.jsonl": rows(row("convoy", "one"), row("village", "three")) + "{broken\n"},
        (0, 0, 1, 1),
    ),
    "an id is used twice in a file": (
        {"m.jsonl": MANY},
        {"m.jsonl": rows(row("convoy", "one"), row("bridge", "one"), row("village", "three"))},
        (0, 0, 1, 1),
    ),
    "an id is claimed by a later seed": (
        CLAIMED,
        CLAIMED | {"e.jsonl": rows(row("village", "one"))},
        (1, 0, 0, 1),
    ),
    "an id is claimed by an earlier seed": (
        CLAIMED,
        CLAIMED | {"a.jsonl": rows(row("village", "one"))},
        (1, 1, 0, 1),
    ),
    "the owner of an id goes": (CLAIMED, {"d.jsonl": CLAIMED["d.jsonl"]}, (0, 1, 1, 0)),
    "the owner of an id is renamed": (
        CLAIMED,
        {"e.jsonl": CLAIMED["b.jsonl"], "d.jsonl": CLAIMED["d.jsonl"]},
        (1, 1, 1, 1),
    ),
    "the owner of an id takes another": (
        CLAIMED,
        CLAIMED | {"b.jsonl": rows(row("convoy", "two"))},
        (1, 1, 1, 1),
    ),
    "an id equals a later seed's path": (
        {"b.txt": B},
        {"b.txt": B, "a.jsonl": rows(row("convoy", "b.txt"))},
        (1, 1, 0, 1),
    ),
    "an id equals what another article is called for lack of its own": (
        CLAIMED,
        CLAIMED | {"c.jsonl": rows(row("village", "d.jsonl#one"))},
        (1, 1, 0, 1),
    ),
    "a line comes to stand in enough seeds": (
        {name: LINED[name] for name in ("barracks.txt", "quarry.txt")} | {"a.txt": A},
        LINED | {"a.txt": A},
        (1, 2, 0, 1),
    ),
    "a line ceases to, by an edit": (
        LINED,
        LINED | {"quarry.txt": article("quarry")},
        (0, 3, 0, 1),
    ),
    "a line ceases to, by a deletion": (
        LINED,
        {name: LINED[name] for name in ("barracks.txt", "quarry.txt")},
        (0, 2, 1, 0),
    ),
    "a line stands in one more seed": (LINED, LINED | {"z.txt": article("mill", CHANNEL)}, (1, 0, 0, 1)),
    "seeds are left out by .searcherignore": (
        {"a.txt": A, "b.txt": B, "x/c.txt": C},
        {"a.txt": A, "b.txt": B, "x/c.txt": C, ".searcherignore": "x/\nb.*\n"},
        (0, 0, 2, 0),
    ),
    "seeds come back from .searcherignore": (
        {"a.txt": A, "b.txt": B, ".searcherignore": "b.*\n"},
        {"a.txt": A, "b.txt": B, ".searcherignore": ""},
        (1, 0, 0, 1),
    ),
    "a picture folder of a saved page is no seed": (
        {"a.txt": A},
        {"a.txt": A, "p.html": "<p>" + B, "p_files/ad.html": "<p>" + C},
        (1, 0, 0, 1),
    ),
    "all articles of all seeds turn bad": ({"a.txt": A}, {"a.txt": "", "m.jsonl": "{"}, (0, 0, 1, 2)),
}


@pytest.mark.parametrize("edit", EDITS)
def test_refresh_after_an_edit_answers_as_a_rebuild_and_reads_what_changed(
    edit: str, folder: Path, index: Index, tmp_path: Path
) -> None:
    """After each edit: the answers of a rebuilt index, the changes counted, nothing left to do."""
    before, after, (added, updated, removed, read) = EDITS[edit]
    put(folder, before)
    index.refresh()
    put(folder, after)
    assert index.status().up_to_date is False
    changes = index.refresh()
    assert (changes.added, changes.updated, changes.removed, changes.read) == (added, updated, removed, read)
    assert index.refresh() == Changes()
    assert index.status().up_to_date is True
    assert answers(index) == rebuilt(folder, tmp_path / "other")


@pytest.mark.parametrize("edit", EDITS)
def test_refresh_after_an_edit_and_its_undoing_answers_as_before(
    edit: str, folder: Path, index: Index
) -> None:
    """An edit that is taken back leaves no trace."""
    before, after, _ = EDITS[edit]
    put(folder, before)
    index.refresh()
    first = answers(index)
    for state in (after, before):
        put(folder, state)
        index.refresh()
    assert answers(index) == first


def test_refresh_of_many_articles_indexes_only_those_that_changed(
    folder: Path, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a file of many articles the changed ones only are indexed."""
    from searcher.engine.embedded.writer import EmbeddedPart

    put(folder, {"m.jsonl": rows(*(row(f"mill {n}", f"id{n}") for n in range(50)))})
    index.refresh()
    added: list[str] = []
    add = EmbeddedPart.add

    def noted(part: EmbeddedPart, documents: Sequence[Document], tokens: Any = None) -> Any:
        added.extend(document.doc_id for document in documents)
        return add(part, documents, tokens)

    monkeypatch.setattr(EmbeddedPart, "add", noted)
    put(
        folder,
        {"m.jsonl": rows(*(row("bakery" if n == 7 else f"mill {n}", f"id{n}") for n in reversed(range(50))))},
    )
    index.refresh()
    assert added == ["id7"]


def test_refresh_of_a_touched_seed_changes_and_indexes_nothing(folder: Path, index: Index) -> None:
    """A seed that got another time but the same bytes is read to its end, once, and that is all."""
    put(folder, {"a.txt": A, "b.txt": B})
    index.refresh()
    built_at, size = index.status().built_at, index.status().index_bytes
    os.utime(folder / "a.txt", (1, 1))
    assert index.status().up_to_date is True
    assert index.refresh() == Changes()
    assert index.status().built_at == built_at
    assert index.status().index_bytes == size


def test_search_index_that_is_up_to_date_opens_no_seed(
    folder: Path, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check before a search looks at names, sizes and times; it reads no seed and takes no lock."""
    put(folder, {"a.txt": A, "m.jsonl": MANY})
    for path in folder.iterdir():
        os.utime(path, (1_600_000_000, 1_600_000_000))
    index.refresh()

    def fail(*given: object, **more: object) -> None:
        raise AssertionError(given)

    for name in ("searcher.refresh.read_seed", "searcher.refresh.file_hash", "searcher.changing.WriteLock"):
        monkeypatch.setattr(name, fail)
    assert index.refresh() == Changes()


@pytest.mark.parametrize("step_ns", [0, 1_000_000_000], ids=["same time", "same second"])
def test_refresh_after_an_edit_of_equal_size_at_once_sees_it(
    step_ns: int, folder: Path, index: Index, tmp_path: Path
) -> None:
    """An edit right after the build is seen, though size and time are as they were."""
    put(folder, {"a.txt": A, "b.txt": B})
    now = time.time_ns()
    stamp = now - now % step_ns if step_ns else now
    os.utime(folder / "a.txt", ns=(stamp, stamp))
    index.refresh()
    put(folder, {"a.txt": A.replace("depot", "canal"), "b.txt": B})
    os.utime(folder / "a.txt", ns=(stamp, stamp))
    assert index.refresh().updated == 1
    assert index.search("canal").total.value == 1


def test_refresh_after_a_touch_sees_an_edit_right_after_it(folder: Path, index: Index) -> None:
    """A seed that was touched just now is not trusted either."""
    put(folder, {"a.txt": A, "b.txt": B})
    os.utime(folder / "a.txt", (1, 1))
    index.refresh()
    stamp = time.time_ns()
    os.utime(folder / "a.txt", ns=(stamp, stamp))
    assert not index.refresh()
    put(folder, {"a.txt": A.replace("depot", "canal"), "b.txt": B})
    os.utime(folder / "a.txt", ns=(stamp, stamp))
    assert index.refresh().updated == 1


def test_refresh_with_links_follows_them_once(folder: Path, index: Index, tmp_path: Path) -> None:
    """A linked folder is read where the link is, a loop ends, and a link to nothing is listed."""
    put(tmp_path / "elsewhere", {"c.txt": C})
    put(folder, {"a.txt": A})
    (folder / "linked").symlink_to(tmp_path / "elsewhere")
    (folder / "loop").symlink_to(folder)
    (folder / "lost.txt").symlink_to(folder / "nothing")
    assert index.refresh().added == 2
    assert [item.path for item in index.status().skipped] == ["lost.txt"]
    (folder / "linked").unlink()
    assert index.refresh().removed == 1


def test_refresh_with_the_index_among_its_seeds_reads_seeds_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seeds may be the folder the index lies in."""
    monkeypatch.chdir(tmp_path)
    put(tmp_path, {"a.txt": A, "b.txt": B})
    with searcher.open_index("index", ".", ALONE) as index:
        assert index.refresh().added == 2
        assert index.refresh() == Changes()
        (tmp_path / "c.txt").write_text(C)
        assert index.refresh() == Changes(added=1, read=1)
        assert index.status().seeds == 3


def test_refresh_two_seeds_with_one_id_notes_it(folder: Path, index: Index) -> None:
    """The later of two articles with an id is told of when it is indexed, and by status."""
    put(folder, CLAIMED)
    changes = index.refresh()
    assert index.document("one").path == "b.jsonl"  # type: ignore[union-attr] # it is there
    assert index.document("d.jsonl#one").path == "d.jsonl"  # type: ignore[union-attr] # it is there
    assert changes.notes == index.status().notes
    assert len(changes.notes) == 1
    assert "'one'" in changes.notes[0]
    assert "d.jsonl#one" in changes.notes[0]


def test_refresh_ids_that_collide_with_fallback_ids_stay_unique(folder: Path, index: Index) -> None:
    """No two documents have one id, whatever the seeds claim."""
    put(
        folder,
        {
            "a.jsonl": rows(row("convoy", "x"), row("canal", "b.jsonl#x"), row("mill", "b.jsonl#b.jsonl#x")),
            "b.jsonl": rows(row("bridge", "x"), row("tower", "b.jsonl#x")),
            "b.jsonl#b.jsonl": rows(row("fort", "x")),
        },
    )
    assert index.refresh().added == 6
    hits = index.search("-xyzzy", limit=100).hits
    assert len({hit.document.doc_id for hit in hits}) == 6


def test_refresh_lines_that_all_of_an_article_is_made_of_never_skip_it(
    folder: Path, index: Index, tmp_path: Path
) -> None:
    """Repetition shortens articles; it takes none away."""
    put(folder, LINED | {"copy.txt": LINED["quarry.txt"], "line.txt": CHANNEL, "stars.txt": "* * *"})
    index.refresh()
    before = {item.path for item in index.status().skipped}
    put(
        folder,
        {path: text + "\n" for path, text in LINED.items()} | {"line.txt": CHANNEL, "stars.txt": "* * *"},
    )
    index.refresh()
    assert {item.path for item in index.status().skipped} == before
    assert answers(index) == rebuilt(folder, tmp_path / "other")


def test_refresh_chrome_of_many_seeds_is_cleaned_away_everywhere(
    folder: Path, index: Index, tmp_path: Path
) -> None:
    """A line that shows to be chrome after most seeds were prepared is gone from all of them."""
    put(folder, {f"{n:03}.txt": article(f"mill {n}", *([CHANNEL] if n > 150 else [])) for n in range(153)})
    index.refresh()
    assert index.search(f'"{CHANNEL}"').total.value == 2
    put(folder, {f"{n:03}.txt": article(f"mill {n}", CHANNEL) for n in range(153)})
    assert index.refresh().updated == 153
    assert index.search(f'"{CHANNEL}"').total.value == 0


def test_refresh_with_two_workers_answers_as_with_one(folder: Path, index: Index, tmp_path: Path) -> None:
    """The number of processes does not show in an index: not in texts, ids, scores or skips."""
    put(
        folder,
        {f"{n:03}.txt": article(f"mill {n}", *([CHANNEL] if n % 9 == 0 else [])) for n in range(140)}
        | {"a.jsonl": rows(*(row(f"fort {n}", f"{n:03}.txt") for n in range(0, 140, 30))), "b.txt": ""},
    )
    index.refresh()
    with searcher.open_index(tmp_path / "two", folder, Settings(workers=2)) as two:
        two.refresh()
        assert answers(two) == answers(index)


def test_refresh_lines_added_to_a_long_seed_are_read_alone(
    folder: Path, index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long archive that grows answers as if read anew: ids, skips and all; old lines are not read."""
    old = rows({"id": "long", "text": "Shells fell on the depot. " * 10_500}, row("convoy", "one")) + "{\n"
    put(folder, {"b.jsonl": old, "c.jsonl": rows(row("bridge", "two"))})
    index.refresh()
    read: list[object] = []
    from searcher.refresh import read_seed

    def note(seeds: Path, path: str, *rest: Any) -> Any:
        for raw in read_seed(seeds, path, *rest):
            read.append(raw)
            yield raw

    monkeypatch.setattr("searcher.refresh.read_seed", note)
    put(
        folder,
        {"b.jsonl": old + rows(row("fort", "two"), row("mill")), "c.jsonl": rows(row("bridge", "two"))},
    )
    changes = index.refresh()
    assert (changes.added, changes.updated, changes.removed) == (2, 1, 0)
    assert len(read) == 3  # the two, and the one of c.jsonl that lost its id
    monkeypatch.undo()
    assert answers(index) == rebuilt(folder, tmp_path / "other")


def test_refresh_seed_edited_while_it_is_read_is_right_after_the_next(
    folder: Path, index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What changes under the reader's hands is caught by the next refresh."""
    put(folder, LINED | {"a.txt": A})
    index.refresh()
    from searcher.refresh import read_seed

    def edit_meanwhile(seeds: Path, path: str, *rest: Any) -> Any:
        (folder / "barracks.txt").write_text(article("barracks, again", CHANNEL))
        (folder / "quarry.txt").unlink(missing_ok=True)
        return read_seed(seeds, path, *rest)

    put(folder, LINED | {"b.txt": article("mill", "See also: " + CHANNEL)})
    with monkeypatch.context() as patched:
        patched.setattr("searcher.refresh.read_seed", edit_meanwhile)
        index.refresh()
    index.refresh()
    assert index.refresh() == Changes()
    assert answers(index) == rebuilt(folder, tmp_path / "other")


def _random_edit(draw: random.Random, state: State) -> State:
    """A folder with one to three files added, edited, deleted, renamed or swapped."""
    names = ("a.txt", "b/c.txt", "b/d.txt", "e.txt.gz", "m.jsonl", "n.jsonl", "b/o.jsonl", "z.txt")
    abouts = ("depot", "harbour", "convoy", "bridge", "village", "canal")
    lines = (CHANNEL, "Reporting by the northern desk of the paper", "Our writers are on the road all week")
    ids = (None, "x", "y", "z.txt", "m.jsonl#x", "b/o.jsonl#m.jsonl#x")

    def content(name: str) -> str | bytes:
        if name.endswith(".jsonl"):
            return rows(*(row(draw.choice(abouts), draw.choice(ids)) for _ in range(draw.randint(1, 4))))
        text = article(draw.choice(abouts), *(line for line in lines if draw.random() < 0.4))
        return gzip.compress(text.encode(), mtime=0) if name.endswith(".gz") else text

    state = dict(state)
    for _ in range(draw.randint(1, 3)):
        name, other = draw.choice(names), draw.choice(names)
        move: Callable[[], object] = draw.choice(
            (
                lambda: state.__setitem__(name, content(name)),  # noqa: B023 - called at once
                lambda: state.__setitem__(name, content(name)),  # noqa: B023
                lambda: state.pop(name, None),  # noqa: B023
                lambda: (
                    state.update({name: state[other], other: state[name]})  # noqa: B023
                    if name in state and other in state and name[-3:] == other[-3:]  # noqa: B023
                    else None
                ),
            )
        )
        move()
    return state


@pytest.mark.parametrize("seed", range(2))
def test_refresh_after_every_step_of_a_random_walk_answers_as_a_rebuild(
    seed: int, folder: Path, index: Index, tmp_path: Path
) -> None:
    """Whatever is done to the seeds, in any order: the answers are those of a rebuilt index."""
    draw = random.Random(seed)
    state: State = {"always.txt": article("lighthouse")}
    for step in range(10):
        state = _random_edit(draw, state)
        put(folder, state)
        index.refresh()
        assert index.refresh() == Changes(), (seed, step)
        assert answers(index) == rebuilt(folder, tmp_path / f"other{step}"), (seed, step)

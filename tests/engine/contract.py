"""The contract: what every engine answers, whatever it is made of.

A subclass gives an `index` fixture: something that begins a change (`writer`) and opens what is
committed (`engine`). The same questions are then put to it.
"""

from __future__ import annotations

import pytest
from articles import article
from asking import NEWS, AnyIndex, build, build_texts, change, find, found, hits, ids, marked, search
from contract_entities import EntityContract
from contract_quotes import QuoteContract
from contract_words import WordContract
from fake_engine import FakeEngine

from searcher.query.nodes import Boolean


class EngineContract(WordContract, EntityContract, QuoteContract):
    """Every test is a sentence about an engine behind `searcher.engine.base`."""

    @pytest.fixture
    def index(self) -> AnyIndex:
        """An index with nothing in it yet."""
        raise NotImplementedError

    # changes

    def test_add_document_is_found_and_fetched(self, index: AnyIndex) -> None:
        """A document that was added is found by its words and comes back as it was."""
        engine = build(index, *NEWS)
        assert find(engine, "marched") == ["old"]
        assert engine.documents(["old", "nobody", "kadyrov"]) == [NEWS[3], None, NEWS[1]]
        assert set(engine.doc_ids()) == {document.doc_id for document in NEWS}

    def test_delete_document_is_gone_from_everything(self, index: AnyIndex) -> None:
        """A deleted document is not found, not fetched and not counted."""
        change(index, *NEWS)
        change(index, deleted=("kadyrov", "never there"))
        engine = index.engine()
        assert found(engine, "Syria") == {"putin"}
        assert engine.documents(["kadyrov"]) == [None]
        assert engine.stats().documents == 3
        assert set(engine.doc_ids()) == {"putin", "undated", "old"}
        assert search(engine, "Syria").doc_freqs == (1,)

    def test_update_document_answers_by_its_new_text(self, index: AnyIndex) -> None:
        """A document deleted and added in one change is found by its new words alone."""
        build_texts(index, a="apples", b="pears")
        change(index, article("a", "cherries"), deleted=("a",))
        engine = index.engine()
        assert find(engine, "apples OR cherries") == ["a"]
        assert find(engine, "apples") == []
        assert engine.stats().documents == 2

    def test_cancel_leaves_nothing(self, index: AnyIndex) -> None:
        """A cancelled change leaves the index as it was."""
        change(index, NEWS[0])
        writer = index.writer()
        writer.add(NEWS[1])
        writer.delete(["putin"])
        writer.cancel()
        engine = index.engine()
        assert set(engine.doc_ids()) == {"putin"}
        assert engine.stats().documents == 1

    def test_open_engine_answers_the_same_after_later_commits(self, index: AnyIndex) -> None:
        """An open engine sees its own commit, whatever is changed, deleted and merged after it."""
        engine = build(index, *NEWS)
        before = search(engine, "infantry Syria", facets={"source": 9})
        for number in range(12):
            change(
                index, article(f"more{number}", "infantry in Syria"), deleted=("putin", f"more{number - 3}")
            )
        assert search(engine, "infantry Syria", facets={"source": 9}) == before
        assert engine.documents(["putin"]) == [NEWS[0]]
        assert found(index.engine(), "infantry Syria") == {
            "kadyrov", "undated", "old", "more9", "more10", "more11",
        }  # fmt: skip

    def test_empty_index_answers_nothing(self, index: AnyIndex) -> None:
        """An index without documents answers every query with nothing."""
        engine = build(index)
        for query in ("word", '"a b"', "source:x", "-word", "date:2022", "w*", ""):
            top = search(engine, query, facets={"source": 5, "entity": 5, "date": 5})
            assert (ids(top), top.count()) == ([], 0)
        assert list(engine.doc_ids()) == list(engine.forms()) == []
        assert engine.stats().documents == 0

    def test_index_emptied_again_answers_nothing(self, index: AnyIndex) -> None:
        """An index whose documents were all deleted answers as an empty one, and can be filled again."""
        change(index, *NEWS)
        change(index, deleted=tuple(document.doc_id for document in NEWS))
        assert find(index.engine(), "infantry OR -x") == []
        change(index, NEWS[0])
        assert find(index.engine(), "infantry") == ["putin"]

    def test_close_can_be_called_twice(self, index: AnyIndex) -> None:
        """Closing an engine again does nothing."""
        engine = build(index, *NEWS)
        engine.close()
        engine.close()

    # filters

    def test_source_filter_matches_words_of_one_name(self, index: AnyIndex) -> None:
        """source: matches folded words of the source, and a quoted value its words in a row."""
        engine = build(index, *NEWS)
        assert find(engine, "source:newsweek") == ["kadyrov"]
        assert found(engine, "source:moscow") == {"putin", "undated"}
        assert find(engine, 'source:"Moscow Times"') == ["putin"]
        assert find(engine, "source:news*") == ["kadyrov", "undated"]
        assert find(engine, "source:newsweek infantry") == []
        assert found(engine, "source:newsweek source:moscow") == {"kadyrov", "putin", "undated"}

    def test_filter_phrase_never_crosses_two_names(self, index: AnyIndex) -> None:
        """A quoted value matches inside one name, not from one name to the next."""
        engine = build(index, *NEWS)
        assert find(engine, 'author:"Ann Fox"') == ["kadyrov"]
        assert find(engine, 'author:"Ray Ann"') == []
        assert find(engine, 'entity:"Kadyrov Ramzan"') == []
        assert find(engine, 'entity:"Kadyrov Chechnya"') == []

    def test_entity_filter_takes_canonical_names_and_mentions(self, index: AnyIndex) -> None:
        """An entity is found by its canonical name and by every form met, under its own type."""
        engine = build(index, *NEWS)
        assert find(engine, 'entity:"Vladimir Putin"') == ["putin"]
        assert find(engine, 'person:"president putin"') == ["putin"]
        assert find(engine, "entity:Chechnya") == find(engine, "place:chechnya") == ["kadyrov"]
        assert find(engine, "person:Chechnya") == find(engine, "org:Kadyrov") == []
        assert find(engine, "entity:Kadyrov entity:Chechnya") == ["kadyrov"]
        assert find(engine, "entity:Kadyrov entity:Putin") == []
        assert found(engine, "entity:Kadyrov OR entity:Putin") == {"kadyrov", "putin"}

    def test_entity_filter_alone_shows_the_first_mention(self, index: AnyIndex) -> None:
        """A filter alone scores nothing and marks the mentions of its entity."""
        engine = build(index, *NEWS)
        (hit,) = hits(engine, "entity:Putin")
        assert (hit.score, marked(hit)) == (0.0, ["President Putin"])

    def test_key_filters_take_keys_as_they_are(self, index: AnyIndex) -> None:
        """language:, path: and doc_id: compare whole keys; a pattern of a path minds capitals."""
        engine = build(index, article("A/One", "x", language="en"), article("b", "x", language="de"))
        assert find(engine, "language:de") == ["b"]
        assert find(engine, "path:A/One.txt") == find(engine, "doc_id:A/One") == ["A/One"]
        assert find(engine, "path:A/*") == ["A/One"]
        assert find(engine, "path:a/*") == []
        assert found(engine, "path:*.txt") == {"A/One", "b"}

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("date:2022-09", ["putin"]),
            ("date:2022", ["kadyrov", "putin"]),
            ("date:2022-09-24", ["putin"]),
            ("date:[2015 TO 2022-09-24]", ["putin", "old"]),
            ("since:2022-09-25", ["kadyrov"]),
            ("until:2015-09-30", ["old"]),
            ("until:2015-09-29", []),
        ],
    )
    def test_date_ranges_include_both_ends(self, index: AnyIndex, query: str, expected: list[str]) -> None:
        """A date range takes both its days, newest first when nothing is scored, and no undated article."""
        assert find(build(index, *NEWS), query) == expected

    def test_undated_articles_are_counted(self, index: AnyIndex) -> None:
        """Articles that only their missing date keeps out are counted; without a range none are."""
        engine = build(index, *NEWS)
        top = search(engine, "infantry since:2022")
        assert (ids(top), top.undated) == (["putin"], 1)
        assert search(engine, "Syria since:2022").undated == 0
        assert search(engine, "infantry").undated == 0

    # booleans

    def test_must_and_must_not(self, index: AnyIndex) -> None:
        """+ requires, - excludes, and the rest only adds to the score."""
        engine = build(index, *NEWS)
        assert found(engine, "+infantry Syria") == {"putin", "undated", "old"}
        assert find(engine, "+infantry Syria")[0] == "putin"
        assert find(engine, "infantry AND Syria") == ["putin"]
        assert found(engine, "infantry -Syria") == {"undated", "old"}
        assert found(engine, "(infantry OR troops) NOT history") == {"putin", "undated", "kadyrov"}

    def test_exclusions_alone_match_all_others(self, index: AnyIndex) -> None:
        """Exclusions alone give every other document, score 0, newest first."""
        top = search(build(index, *NEWS), "-Syria")
        assert ids(top) == ["old", "undated"]
        assert set(top.scores) == {0.0}

    def test_boost_changes_the_order(self, index: AnyIndex) -> None:
        """A boosted word counts for more."""
        engine = build_texts(index, a="apples here", b="pears here")
        assert find(engine, "apples pears^3") == ["b", "a"]
        assert find(engine, "apples^3 pears") == ["a", "b"]

    def test_unheld_words_are_reported_by_zero(self, index: AnyIndex) -> None:
        """doc_freqs and idfs stand in query order, zero for a word that no document holds."""
        top = search(build(index, *NEWS), "infantry nosuchword Syria")
        assert top.doc_freqs == (3, 0, 2)
        assert top.idfs[1] == 0.0
        assert 0 < top.idfs[0] < top.idfs[2]

    # order, pages, counts

    def test_ties_go_by_doc_id(self, index: AnyIndex) -> None:
        """Documents of equal score come by doc_id, in whatever order and commit they were added."""
        for name in "dbeac":
            change(index, article(name, "the same words in every one"))
        engine = index.engine()
        assert find(engine, "words +every") == list("abcde")
        assert find(engine, "words", limit=2) == ["a", "b"]

    def test_pages_are_cut_from_one_order(self, index: AnyIndex) -> None:
        """The first documents of a longer list are the shorter list, and the total is the same."""
        engine = build(index, *(article(f"{n:03}", "word " * (1 + n % 7)) for n in range(60)))
        everything = search(engine, "word", limit=60)
        for limit in (0, 1, 10, 59, 100):
            top = search(engine, "word", limit=limit)
            assert ids(top) == ids(everything)[:limit]
            assert top.count() == 60
        assert list(everything.scores) == sorted(everything.scores, reverse=True)

    def test_sort_by_date_puts_undated_last(self, index: AnyIndex) -> None:
        """Both date orders end with the undated; equal dates go by score, then doc_id."""
        engine = build(index, *NEWS, article("also", "Infantry, infantry!", date="2015-09-30"))
        assert find(engine, "infantry", sort="newest") == ["putin", "also", "old", "undated"]
        assert find(engine, "infantry", sort="oldest") == ["also", "old", "putin", "undated"]
        assert find(engine, "infantry", sort="oldest", limit=1) == ["also"]

    def test_facets_count_all_matches(self, index: AnyIndex) -> None:
        """Facets count whole values over all matching documents, most frequent first, months in order."""
        engine = build(index, *NEWS, article("x", "Infantry", source="Newsweek", date="2022-09-01"))
        top = search(engine, "infantry OR Syria", limit=1, facets={"source": 2, "entity": 9, "date": 9})
        assert top.facets == {
            "source": (("Newsweek", 2), ("Moscow News", 1)),
            "entity": (("Chechnya", 1), ("Ramzan Kadyrov", 1), ("Vladimir Putin", 1)),
            "date": (("2015-09", 1), ("2022-09", 2), ("2022-10", 1)),
        }
        assert search(engine, "infantry").facets == {}

    def test_facets_tell_persons_from_places_and_days_from_years(self, index: AnyIndex) -> None:
        """A name counts as a person where an article names a person so; periods are the latest, in order."""
        jordan = {"Jordan": ("person", ["Jordan"]), "Amman": ("place", ["Amman"])}
        abroad = {"Jordan": ("place", ["Jordan"])}
        engine = build(
            index,
            article("player", "Jordan won in Amman.", entities=jordan, date="1998-06-14"),  # type: ignore[arg-type]
            article("country", "Jordan won.", entities=abroad, date="2004-07-20"),  # type: ignore[arg-type]
            article("other", "Jordan won again.", entities=abroad, date="2004-07-21"),  # type: ignore[arg-type]
            article("undated", "Nobody won."),
        )
        sizes = {"entity": 9, "person": 9, "organisation": 9, "place": 1, "year": 9, "month": 1, "day": 2}
        assert search(engine, "won", limit=1, facets=sizes).facets == {
            "entity": (("Jordan", 3), ("Amman", 1)),
            "person": (("Jordan", 1),),
            "organisation": (),
            "place": (("Jordan", 2),),
            "year": (("1998", 1), ("2004", 2)),
            "month": (("2004-07", 2),),
            "day": (("2004-07-20", 1), ("2004-07-21", 1)),
        }

    def test_stats_count_live_documents(self, index: AnyIndex) -> None:
        """Statistics are those of the documents that are there."""
        change(index, *NEWS)
        change(index, deleted=("kadyrov",))
        stats = index.engine().stats()
        assert (stats.documents, stats.text_tokens, stats.headline_tokens) == (3, 24, 3)

    def test_forms_are_the_surface_forms(self, index: AnyIndex) -> None:
        """forms gives the folded words and joined forms of texts and headlines, not stems."""
        engine = build(index, article("a", "Self-mobilized US troops", headline="Élan"))
        assert set(engine.forms()) == {"self", "mobilized", "selfmobilized", "us", "troops", "elan"}

    def test_surrogates_in_ids_are_kept(self, index: AnyIndex) -> None:
        """An id made of a file name that is not UTF-8 is found and fetched like any other."""
        engine = build(index, article("caf\udce9", "apples"))
        assert find(engine, "apples") == ["caf\udce9"]
        assert engine.documents(["caf\udce9"])[0] is not None

    # passages

    @pytest.mark.parametrize(
        "query",
        ["infantry Syria", '"spoke of infantry"', "kadyrov", "entity:Chechnya", "self-mobilize", "US",
         "syr* OR infantr?", "headline:Putin infantry", "history", "more -troops", "Syria source:moscow"],
    )  # fmt: skip
    def test_hits_do_not_depend_on_positions(self, index: AnyIndex, query: str) -> None:
        """An engine that reports positions and one that has texts analysed again give the same hits."""
        filler = " ".join(f"word{n} of the filling." for n in range(60))
        long = article("long", f"{filler} Infantry in Syria. {filler} U.S. more.", headline="Long")
        documents = (*NEWS, long, article("alone", headline="Putin and infantry of the US"))
        expected = hits(FakeEngine({document.doc_id: document for document in documents}), query)
        answer = hits(build(index, *documents), query)
        assert [hit.score for hit in answer] == pytest.approx([hit.score for hit in expected], abs=1e-9)
        assert [(h.rank, h.document, h.passage, h.highlights, h.headline_highlights) for h in answer] == [
            (h.rank, h.document, h.passage, h.highlights, h.headline_highlights) for h in expected
        ]

    def test_every_document_matches_the_empty_condition(self, index: AnyIndex) -> None:
        """A boolean that asks nothing matches everything."""
        assert build(index, *NEWS).search(Boolean(), limit=0).total == (4, "eq")

"""The contract, continued: what every engine answers about speakers and their quotations."""

from __future__ import annotations

import pytest
from articles import article
from asking import AnyIndex, build, find, found, hits, marked, search
from fake_engine import FakeEngine

GROZNY = (
    "Ramzan Kadyrov said: “Infantry must go in first.” Nobody sent infantry to Syria.\n\n"
    "“We need volunteers,” Kadyrov added, “and self-mobilized infantry.” "
    "A spokesman said: “No comment on Syria.”"
)
QUOTED = (
    article(
        "grozny",
        GROZNY,
        headline="Infantry first, says Kadyrov",
        date="2022-09-24",
        source="The Moscow Times",
        entities={"Ramzan Kadyrov": ("person", ["Ramzan Kadyrov", "Kadyrov added"])},
        quotes=[
            ("Ramzan Kadyrov", "Infantry must go in first."),
            ("Ramzan Kadyrov", "We need volunteers,"),
            ("Ramzan Kadyrov", "and self-mobilized infantry."),
            ("a spokesman", "No comment on Syria."),
        ],
    ),
    article(
        "kyiv",
        "The ISW wrote that “no infantry is left”. “Syria is far,” someone said of Kadyrov and infantry.",
        date="2022-10-01",
        entities={"Institute for the Study of War": ("organisation", ["ISW"])},
        quotes=[("Institute for the Study of War", "no infantry is left"), (None, "Syria is far,")],
    ),
    article("silent", "Kadyrov of Chechnya said nothing of infantry.", headline="Kadyrov and infantry"),
)


class QuoteContract:
    """Every test is a sentence about speakers behind `searcher.engine.base`."""

    def test_words_beside_a_speaker_are_those_of_quotations(self, index: AnyIndex) -> None:
        """A word counts where the speaker says it, and neither elsewhere nor in the headline."""
        engine = build(index, *QUOTED)
        (hit,) = hits(engine, "speaker:Kadyrov infantry")
        assert (hit.document.doc_id, marked(hit), hit.headline_highlights) == (
            "grozny",
            ["Infantry", "infantry"],
            (),
        )
        assert search(engine, "speaker:Kadyrov infantry").doc_freqs == (1,)
        assert find(engine, "speaker:Kadyrov Syria") == []
        assert find(engine, "speaker:spokesman Syria") == ["grozny"]
        assert found(engine, "speaker:kadyrov OR infantry") == {"grozny", "kyiv", "silent"}

    def test_speaker_is_found_by_every_form_of_the_name(self, index: AnyIndex) -> None:
        """The canonical name, the words of it, and the forms in the article are all names of a speaker."""
        engine = build(index, *QUOTED)
        for name in ("ISW", '"Institute for the Study of War"', "study", "inst*", "instittute~"):
            assert find(engine, f"speaker:{name} infantry") == ["kyiv"], name
        assert find(engine, 'speaker:"Kadyrov Ramzan"') == []
        assert find(engine, "speaker:someone") == find(engine, "speaker:Chechnya") == []

    def test_several_speakers_are_alternatives(self, index: AnyIndex) -> None:
        """Words are those of any of the speakers that are asked for."""
        engine = build(index, *QUOTED)
        assert found(engine, "speaker:Kadyrov speaker:ISW infantry") == {"grozny", "kyiv"}
        assert found(engine, "(speaker:Kadyrov OR speaker:ISW) infantry") == {"grozny", "kyiv"}
        assert found(engine, "speaker:(Kadyrov spokesman) +Syria") == {"grozny"}
        assert found(engine, "(speaker:Kadyrov Syria) OR (speaker:ISW infantry)") == {"kyiv"}

    def test_excluded_speaker_excludes_the_article(self, index: AnyIndex) -> None:
        """-speaker: leaves out what quotes somebody, and leaves words alone."""
        engine = build(index, *QUOTED)
        assert found(engine, "infantry -speaker:Kadyrov") == {"kyiv", "silent"}
        assert found(engine, "infantry NOT (speaker:Kadyrov OR speaker:ISW)") == {"silent"}
        assert find(engine, "speaker:Kadyrov -Syria") == []

    def test_speaker_alone_shows_the_first_quotation(self, index: AnyIndex) -> None:
        """A speaker without words scores nothing, newest first, and the quotations are marked."""
        engine = build(index, *QUOTED)
        (hit,) = hits(engine, "speaker:Kadyrov")
        words = ["Infantry must go in first.", "We need volunteers,", "and self-mobilized infantry."]
        assert (hit.score, marked(hit)) == (0.0, words)
        assert find(engine, "speaker:Kadyrov OR speaker:ISW") == ["kyiv", "grozny"]

    def test_phrases_stay_in_one_quotation(self, index: AnyIndex) -> None:
        """What stands in a row is of one quotation; words near each other may be of two."""
        texts = {"a": "“Send them,” he said. “Now is the time.” “It is late.”"}
        spoken = [("Ann Lee", words) for words in ("Send them,", "Now is the time.", "It is late.")]
        engine = build(index, article("a", texts["a"], quotes=spoken))
        assert find(engine, 'speaker:Lee "the time"') == ["a"]
        assert find(engine, 'speaker:Lee "time it"') == []
        assert find(engine, 'speaker:Lee "them he"') == []
        assert find(engine, "speaker:Lee them w/3 now") == ["a"]
        assert find(engine, "speaker:Lee said w/3 now") == []

    def test_speaker_facet_counts_an_article_once(self, index: AnyIndex) -> None:
        """Speakers are counted under their canonical names and roles, once an article."""
        engine = build(index, *QUOTED)
        assert search(engine, "infantry", facets={"speaker": 9}).facets["speaker"] == (
            ("Institute for the Study of War", 1),
            ("Ramzan Kadyrov", 1),
            ("a spokesman", 1),
        )

    def test_quotes_come_back_as_they_were(self, index: AnyIndex) -> None:
        """A stored document has its quotations with all that is known of them."""
        engine = build(index, *QUOTED)
        documents = engine.documents([document.doc_id for document in QUOTED])
        assert [document and document.quotes for document in documents] == [
            document.quotes for document in QUOTED
        ]

    @pytest.mark.parametrize(
        "query",
        ["speaker:Kadyrov infantry", "speaker:Kadyrov", "speaker:* infantry", "speaker:Kadyrov self-mobilize",
         'speaker:Kadyrov "go in first"^2 volunteers', "speaker:ISW infantr* OR speaker:kadyrov mobil*",
         "speaker:Kadyrov need w/3 infantry", "speaker:Kadyrov headline:infantry", "infantry -speaker:ISW",
         "speaker:Kadyrov +infantry volunteers Syria", "speaker:Kadyrov volunters~"],
    )  # fmt: skip
    def test_hits_of_speakers_do_not_depend_on_positions(self, index: AnyIndex, query: str) -> None:
        """An engine that reports positions and one that has texts analysed again give the same hits."""
        filler = " ".join(f"word{n} of the filling." for n in range(60))
        said = "Infantry and volunteers."
        long = article("long", f"{filler} “{said}” {filler}", quotes=[("Ramzan Kadyrov", said)])
        documents = (*QUOTED, long)
        expected = hits(FakeEngine({document.doc_id: document for document in documents}), query)
        answer = hits(build(index, *documents), query)
        assert [hit.score for hit in answer] == pytest.approx([hit.score for hit in expected], abs=1e-9)
        assert [(h.document, h.passage, h.highlights, h.headline_highlights, h.quoted) for h in answer] == [
            (h.document, h.passage, h.highlights, h.headline_highlights, h.quoted) for h in expected
        ]
        inside = [
            any(quote.start <= start and end <= quote.end for quote in hit.quoted)
            for hit in answer
            for start, end in hit.highlights
            if hit.quoted
        ]
        assert all(inside)

"""The part of the contract that is about words: what matches what, in text and headline."""

from __future__ import annotations

import pytest
from articles import article
from asking import NEWS, AnyIndex, build, build_texts, find, found, hits, ids, marked, search


class WordContract:
    """Every test is a sentence about words; the subclass gives the `index` fixture."""

    # words

    @pytest.mark.parametrize(
        ("query", "others"),
        [
            ("self-mobilize", {"joined", "apart"}),
            ("self-mobilise", {"joined", "apart"}),
            ("‘self‑mobilization’", {"joined", "apart"}),
            ("selfmobilize", {"joined"}),
            ('"self mobilize"', {"apart"}),
        ],
    )
    def test_compound_is_found_however_it_is_written(
        self, index: AnyIndex, query: str, others: set[str]
    ) -> None:
        """A compound is found by any way to write it; none of them finds a part alone."""
        engine = build_texts(
            index,
            hyphen="They self-mobilized at once.",
            joined="It was selfmobilization.",
            apart="The self mobilizes.",
            lone="The mobilization of the self.",
        )
        assert found(engine, query) == {"hyphen", *others}

    def test_phrase_goes_through_a_compound(self, index: AnyIndex) -> None:
        """A phrase matches over the parts of a compound and behind its joined form."""
        engine = build_texts(index, a="a self-mobilized army of men", b="self, mobilized? army")
        assert find(engine, '"self mobilized army"') == ["b", "a"]
        assert find(engine, '"mobilized army of"') == ["a"]
        assert find(engine, '"selfmobilized army"') == ["a"]
        assert find(engine, '"self-mobilized army of"') == ["a"]
        assert find(engine, '"army self"') == []

    def test_phrase_needs_its_words_in_order(self, index: AnyIndex) -> None:
        """A phrase matches neighbours in order only, over the end of a sentence too."""
        engine = build_texts(index, a="red army. Blue sky", b="army red", c="red big army")
        assert find(engine, '"red army"') == ["a"]
        assert find(engine, '"army blue"') == ["a"]
        assert found(engine, "red army") == {"a", "b", "c"}

    def test_phrase_of_common_words_is_searched(self, index: AnyIndex) -> None:
        """There is no stop list: a phrase of the commonest words is found."""
        engine = build_texts(index, a="To be, or not to be.", b="to be and not be or to")
        assert find(engine, '"to be or not to be"') == ["a"]

    def test_exact_word_leaves_out_inflections(self, index: AnyIndex) -> None:
        """=word matches the form alone, and a bare word ranks its own form first."""
        engine = build_texts(index, a="troop movement", b="troops moved")
        assert find(engine, "=troops") == ["b"]
        assert find(engine, '="troops moved"') == ["b"]
        assert find(engine, "troops") == ["b", "a"]
        assert find(engine, "troop") == ["a", "b"]

    def test_patterns_run_over_surface_forms(self, index: AnyIndex) -> None:
        """Prefix, wildcard and fuzzy words match forms as they are written, compounds' too."""
        engine = build_texts(index, a="mobilized", b="self-mobilized", c="immobile", d="Zelensky", e="mob US")
        assert found(engine, "mobil*") == {"a", "b"}
        assert found(engine, "selfm*") == {"b"}
        assert found(engine, "m?b*") == {"a", "b", "e"}
        assert found(engine, "*mob*") == {"a", "b", "c", "e"}
        assert found(engine, "zelenskyy~") == {"d"}
        assert found(engine, "zalensky~") == {"d"}
        assert found(engine, "u*") == {"e"}

    def test_near_takes_either_order(self, index: AnyIndex) -> None:
        """Words near each other match in any order, up to the distance that was given."""
        engine = build_texts(index, a="one two three", b="three x x one", c="one x x x three", d="one")
        assert found(engine, '"one three"~2') == {"a"}
        assert found(engine, "one w/3 three") == {"a", "b"}
        assert found(engine, "one NEAR/4 three") == {"a", "b", "c"}
        assert found(engine, '"one one"~5') == set()

    def test_capitals_prefer_capitals(self, index: AnyIndex) -> None:
        """US ranks “U.S. official” above “up to us” and counts the former; us takes both alike."""
        engine = build_texts(
            index, lower="It is up to us, us and us.", upper="A U.S. official spoke to them here.", none="We."
        )
        top = search(engine, "US")
        assert ids(top) == ["upper", "lower"]
        assert top.doc_freqs == (1,)
        assert find(engine, "us")[0] == "lower"

    def test_unicode_words_are_folded_alike(self, index: AnyIndex) -> None:
        """Accents, widths and case make no other word; other scripts are searched as they are."""
        engine = build_texts(
            index,
            latin="Élysée in Łódź",
            wide="Ｋｉｅｖ",
            cyrillic="Путин сказал",
            chinese="新华社报道",
            emoji="🙂",
        )
        assert find(engine, "elysee lodz") == ["latin"]
        assert find(engine, "kiev") == ["wide"]
        assert find(engine, "ПУТИН") == ["cyrillic"]
        assert find(engine, "华社") == ["chinese"]
        assert find(engine, "🙂") == []

    def test_text_of_another_language_is_not_stemmed(self, index: AnyIndex) -> None:
        """A document that is not English matches by form, and never by an English stem."""
        engine = build(
            index,
            article("german", "Die Organisation der Truppen", language="de"),
            article("english", "the troops organized", language="en"),
        )
        assert find(engine, "truppen") == ["german"]
        assert find(engine, "organisation") == ["german", "english"]
        assert find(engine, "organise") == ["english"]

    def test_words_that_overlap_their_compound_count_once(self, index: AnyIndex) -> None:
        """A pattern that fits a word and the compound beginning with it has one place there."""
        engine = build_texts(index, a="self-mobilized army")
        (only,) = hits(engine, "self*")
        assert marked(only) == ["self"]
        (phrase,) = hits(engine, '"self-mobilized army"')
        assert marked(phrase) == ["self-mobilized army"]

    # the headline

    def test_headline_alone_matches(self, index: AnyIndex) -> None:
        """A word in the headline alone finds the document, marked there, with its first passage."""
        engine = build(index, *NEWS)
        assert find(engine, "history") == ["old"]
        (hit,) = hits(engine, "history")
        assert (hit.highlights, hit.headline_highlights, hit.passage.ordinal) == ((), ((0, 7),), 0)

    def test_headline_field_looks_nowhere_else(self, index: AnyIndex) -> None:
        """headline: and text: look in their field alone."""
        engine = build(index, *NEWS)
        assert find(engine, "headline:Putin") == ["putin"]
        assert find(engine, "headline:Syria") == []
        assert find(engine, "text:history") == []
        assert search(engine, "headline:infantry").doc_freqs == (0,)

    def test_headline_counts_more_than_text(self, index: AnyIndex) -> None:
        """A word in the headline weighs more than one in a text of the same length."""
        engine = build(
            index,
            article("text", "apples and pears", headline="of the fruit"),
            article("top", "of the fruit", headline="apples and pears"),
        )
        assert find(engine, "apples") == ["top", "text"]

    def test_article_that_is_a_headline_counts_once(self, index: AnyIndex) -> None:
        """An article whose text is its headline has its words once, marked in both."""
        engine = build(index, article("a", headline="Apples fall"), article("b", "Pears", headline="Fall"))
        (hit,) = hits(engine, "apples")
        assert (marked(hit), hit.headline_highlights) == (["Apples"], ((0, 6),))
        assert engine.stats().text_tokens == 1
        assert engine.stats().headline_tokens == 3

"""Function words: the words of English that hold a sentence together and say nothing by themselves.

They are indexed, found, marked and part of phrases like any other word. But a question is full of them
("what has been said about the gas pipeline"), and by their number they would outweigh what it is about.
Those that are names or nouns as well (may, will, can, might, must, like, own) are not among them, nor is one
typed in capitals (US, WHO, IT).
"""

from __future__ import annotations

from searcher.query.nodes import Unit, Word

FUNCTION_WEIGHT = 0.05
"""Share of its idf that a function word earns."""

_ARTICLES = "a an the this that these those such each every either neither both all any some no none few"
_PRONOUNS = """
    i me my mine myself you your yours yourself yourselves he him his himself she her hers herself it
    its itself we us our ours ourselves they them their theirs themselves one oneself who whom whose
    what which whatever whichever whoever someone somebody something anyone anybody anything everyone
    everybody everything nobody nothing other others another
"""
_PREPOSITIONS = """
    about above across after against along among around as at before behind below beneath beside besides
    between beyond by concerning despite down during except for from in inside into near of off on onto
    out outside over per regarding since than through throughout to toward towards under until up upon
    via with within without
"""
_CONJUNCTIONS = "and but or nor if unless whether because although though while whereas so yet"
_VERBS = """
    am is are was were be been being do does did doing done have has had having shall should would could
    cannot ought let get gets got getting
"""
_ADVERBS = """
    not also again already always ever never just only even still very too quite rather almost often
    once twice then there here thus hence therefore however moreover now how why when where together
    away etc
"""
_CLIPPED = "s t d ll m re ve don doesn didn isn aren wasn weren won wouldn couldn shouldn hasn haven hadn"

FUNCTION_WORDS = frozenset(
    " ".join((_ARTICLES, _PRONOUNS, _PREPOSITIONS, _CONJUNCTIONS, _VERBS, _ADVERBS, _CLIPPED)).split()
)


def weight_of(unit: Unit) -> float:
    """The share of its idf that a unit of the query earns.

    >>> weight_of(Word("the", "the")), weight_of(Word("gas", "gas"))
    (0.05, 1.0)
    """
    if isinstance(unit, Word) and unit.form in FUNCTION_WORDS and unit.cased is None and not unit.exact:
        return FUNCTION_WEIGHT
    return 1.0

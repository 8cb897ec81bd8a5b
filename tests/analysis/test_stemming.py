"""Which words are found by each other: families that share a term, and pairs that do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.analysis import stem
from searcher.analysis.stemming import stem_all

FAMILIES = """
mobilize mobilise mobilized mobilised mobilizing mobilising mobilization mobilisation mobilizations
organise organize organised organizing organisation organizations organisational organizational organisers
realise realize realising realized realisation realization
privatise privatize privatised privatising privatisation privatization
militarise militarize militarised militarizing militarisation
demilitarise demilitarized demilitarisation demilitarization
polarise polarize polarised polarizing polarisation
popularise popularize popularised popularizing
criticise criticize criticised criticizing criticism
authorise authorize authorised authorizing authorisation authorization
nationalise nationalize nationalised nationalisation nationalization
recognise recognize recognised recognizing recognises
apologise apologize apologised apologizing
minimise minimize minimised minimizing
maximise maximize maximised maximizing
prioritise prioritize prioritised prioritizing
neutralise neutralize neutralised neutralisation
stabilise stabilize stabilised stabilizing stabilisation
summarise summarize summarised summarizing
emphasise emphasize emphasised emphasizing
hospitalise hospitalize hospitalised hospitalisation
analyse analyze analysed analyzed analysing analyzing analyses
paralyse paralyze paralysed paralyzing
advertise advertised advertising advertises advertisement advertisements advertisers
advise advised advising advises adviser advisers
promise promised promising promises
premise premises
precise precisely precision
revise revised revising revision revisions
supervise supervised supervising supervision
improvise improvised improvising improvisation
televise televised television
compromise compromised compromising
exercise exercised exercising exercises
surprise surprised surprising surprisingly
enterprise enterprises enterprising
franchise franchises franchised
uprising uprisings
arise arises arising
raise raised raising raises
praise praised praising
attack attacks attacked attacking
attacker attackers
shell shells shelled shelling
troop troops
village villages
volunteer volunteers volunteered volunteering
fighter fighters
soldier soldiers
missile missiles
sanction sanctions sanctioned sanctioning
evacuate evacuated evacuating evacuation evacuations
destroy destroyed destroying destroys
deploy deployed deploying deploys
deployment deployments
invade invaded invading invades
invasion invasions
negotiate negotiated negotiating negotiation negotiations
elect elected electing election elections
govern governed governing governs
governor governors
minister ministers
ministry ministries
country countries
city cities
army armies
refugee refugees
report reported reporting reports
reporter reporters
protest protests protested protesting
protester protesters
kill killed killing kills
wound wounded wounding wounds
claim claimed claiming claims
announce announced announcing announces announcement
investigate investigated investigating investigation investigations
prosecutor prosecutors
lawyer lawyers
strike strikes striking
plan plans planned planning
stop stops stopped stopping
agree agreed agreeing agrees
agreement agreements
company companies
price prices priced
inflation inflated inflate
rocket rockets
russian russians
ukrainian ukrainians
ngo ngos
mp mps
tv tvs
rpg rpgs
f16 f16s
t72 t72s
cto ctos
uav uavs
pro pros
"""

STRANGERS = """
raise rise, raiser riser, promise promissory, precise prize, wise wiz, exercise exorcise,
civilian civilise, general genre, army arm, police polar, policy polo, border board, minister mini,
ministry minute, country count, county country, force ford, shell shelf, missile mission,
mission missile, troop trope, president precedent, prime primate, war warn, warn warrant, law lawn,
ship sheep, tank tan, bomb bom, news new, organ organise, special specialist, mrs mr, mrs mps, rss rs,
1990 1990s, 80s 80, 20000 2000, us use, us usa, is isis, bus buses, iran iraq, iranian iran,
putin putting, kyiv kiev, israel israeli, west western, east eastern, europe european, korea korean,
china chinese, capital capitol, principal principle, affect effect, advice advise, device devise,
practice practise, price prise, prize price, size seize, noise nose, planet plane, plane plan,
plant plan, car care, carrier career, rate rat, site sit, hope hop, note not, kremlin gremlin,
troops trop, drone drown, strike stroke, mine mind, fire firm, gas gash, oil oily, base basic,
adviser advice, gun gunner, fighter fight, governor government, soldier solid, island islam,
sanction sanctity, nation nature, election electric, united unity, unit union
"""


@pytest.mark.parametrize("family", FAMILIES.strip().splitlines())
def test_stem_family_shares_a_term(family: str) -> None:
    """The inflections and spellings of a word have one term."""
    assert len({stem(form) for form in family.split()}) == 1


@pytest.mark.parametrize(
    "pair", [pair.strip() for pair in STRANGERS.replace("\n", ",").split(",") if pair.strip()]
)
def test_stem_strangers_share_none(pair: str) -> None:
    """Words that only look alike have terms of their own."""
    one, other = pair.split()
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    "form", ["20000", "1.5", "йод", "新", "αθηνα", "mobilität", "1990s", "rss", "mrs", "us"]
)
def test_stem_other_words_are_their_own_term(form: str) -> None:
    """A number, a word in other letters and what only ends like a plural stay as they are."""
    assert stem(form) == form


@given(
    st.lists(
        st.sampled_from(FAMILIES.split()) | st.text("abcdeiosyz019", min_size=1, max_size=9) | st.just("mps")
    )
)
def test_stem_all_is_stem_of_each(forms: list[str]) -> None:
    """Many forms at once have the terms that each has alone."""
    assert stem_all(forms) == [stem(form) for form in forms]


def test_stem_tables_are_large_enough() -> None:
    """At least 60 families and 40 pairs of strangers are tried."""
    assert len(FAMILIES.strip().splitlines()) >= 60
    assert STRANGERS.count(",") >= 40

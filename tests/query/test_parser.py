from __future__ import annotations

import pytest

from searcher.query.nodes import (
    Boolean,
    Compound,
    DateRange,
    Filter,
    Fuzzy,
    Match,
    Near,
    Node,
    Nothing,
    Phrase,
    Prefix,
    Unit,
    Wildcard,
    Word,
)
from searcher.query.parser import parse


def show(node: Node | Unit) -> str:
    """A tree on one line: {a b} any of, [a b] all of, -a excluded, field:unit, ^ weights, /w/ exact."""
    match node:
        case Word():
            form = f"={node.form}" if node.exact else node.form
            return f"{form}({node.cased})" if node.cased else form
        case Compound():
            return f"{'-'.join(show(part) for part in node.parts)}|{node.joined.form}"
        case Prefix():
            return f"{node.form}*"
        case Wildcard():
            return f"/{node.pattern}/"
        case Fuzzy():
            return f"{node.form}~{node.edits}"
        case Phrase():
            return f'"{" ".join(show(element) for element in node.elements)}"'
        case Near():
            return f"near{node.distance}({' '.join(show(element) for element in node.elements)})"
        case Match():
            field = f"{node.field}:" if node.field else ""
            boost = f"^{node.boost:g}" if node.boost != 1 else ""
            return f"{field}{show(node.unit)}{boost}"
        case Filter():
            return f"{node.field}:{show(node.unit)}"
        case DateRange():
            return f"date:{node.first or ''}..{node.last or ''}"
        case Boolean():
            groups = []
            if node.must:
                groups.append(f"[{' '.join(map(show, node.must))}]")
            if node.should:
                groups.append(f"{{{' '.join(map(show, node.should))}}}")
            groups += [f"-{show(child)}" for child in node.must_not]
            return " ".join(groups) if len(groups) == 1 else f"<{' '.join(groups)}>"
        case Nothing():
            return "nothing"


Row = tuple[str, str, list[str]]

WORDS: list[Row] = [  # words, compounds and numbers
    ("infantry Syria", "{infantry syria}", []),
    ("self-mobilize", "self-mobilize|selfmobilize", []),
    ("R&D T-72 don't", "{r-d|rd t-72|t72 don-t|dont}", []),
    ("and/or Syria/Iraq", "{and or syria iraq}", []),
    ("20,000 troops", "{20000 troops}", []),
    ("20 000 troops", "{20-000|20000 troops}", []),
    ("'quoted' ‘words’ (s)", "{quoted words s}", []),
    ("#hashtag @user $5", "{hashtag user 5}", []),
    ("12:30 C:\\Users ", "{12 30 c users}", []),
    ("http://www.example.com/a/b", "{http www example com a b}", []),
    ("--word, a - b", "{word a b}", ["ignored"]),
    ("Ｆｕｌｌ－width", "{full width}", []),
    ("新华社 报道", '{"新 华 社" "报 道"}', []),
    ("why? what?!", "{why what}", []),
    ("war war", "{war war}", []),
]
CASE: list[Row] = [  # capitals
    ("US troops", "{us(US) troops}", []),
    ("U.S. R&D AND UN", "[{us(US) r-d|rd} un(UN)]", []),
    ("US ARMY ATTACKS", "{us army attacks}", []),
    ("UN US UK EU", "{un us uk eu}", []),
    ("=US", "=us(US)", []),
]
PHRASES: list[Row] = [  # phrases
    ('"free press"', '"free press"', []),
    ("“free press” «a b» „c d“ »e f«", '{"free press" "a b" "c d" "e f"}', []),
    ('"he said “go home” today"', '"he said go home today"', []),
    ('"free press” and "other thing"', '{"free press" and "other thing"}', []),
    ('"self-mobilize now"', '"self-mobilize|selfmobilize now"', []),
    ('"self-mobilize"', "self-mobilize|selfmobilize", []),
    ('"a b", "c d".', '{"a b" "c d"}', []),
    ('"chechen fight*"', '"chechen fight*"', []),
    ('="mobilised troops"', '"=mobilised =troops"', []),
    ("=Mobilised", "=mobilised", []),
    ("=(a b)", "{=a =b}", []),
    ('"新华社 报道"', '"新 华 社 报 道"', []),
    ('"new york "times square"', '{new york "times square"}', ["unclosed-quote"]),
    ('"unclosed words', "{unclosed words}", ["unclosed-quote"]),
    ('12" and 9" guns', "{12 and 9 guns}", ["unclosed-quote", "unclosed-quote"]),
    ('"" war', "war", ["empty-phrase"]),
    ('צה"ל', "{צה ל}", ["unclosed-quote"]),
]
BOOLEANS: list[Row] = [  # operators and their precedence
    ("a AND b", "[a b]", []),
    ("a OR b c", "{a b c}", []),
    ("a b AND c OR d", "{[{a b} c] d}", []),
    ("a NOT b", "<[a] -b>", []),
    ("a NOT b c", "<[a] -b -c>", []),
    ("a AND NOT b", "<[a] -b>", []),
    ("a OR NOT b", "{a -b}", []),
    ("a && b", "[a b]", []),
    ("a and b or not c", "{a and b or not c}", []),
    ("NOT NOT a", "a", []),
    ("a NOT (b OR c) NOT d", "<[a] -b -c -d>", []),
    ("(a OR b) AND c", "[{a b} c]", []),
    ("((a OR b) AND c) d", "{[{a b} c] d}", []),
    ("(a AND b) AND (c AND d)", "[a b c d]", []),
    ("(a b) c", "{a b c}", []),
    ("+a b -c", "<[a] {b} -c>", []),
    ("+a +b", "[a b]", []),
    ('-"a b" c', '<{c} -"a b">', []),
    ("-(a b) c", "<{c} -a -b>", []),
    ("+(a b) c", "<[{a b}] {c}>", []),
    ("(-a) b", "<{b} -a>", []),
    ("a(b)AND(c)", "[{a b} c]", []),
    ("NOT a", "-a", ["only-exclusions"]),
    ("-a -b", "<-a -b>", ["only-exclusions"]),
]
LONE: list[Row] = [  # operators and parentheses with nothing to do
    ("AND", "and", ["lone-operator"]),
    ("a AND", "{a and}", ["lone-operator"]),
    ("OR OR", "{or or}", ["lone-operator", "lone-operator"]),
    ("NOT", "not", ["lone-operator"]),
    ("a AND OR b", "[a {or b}]", ["lone-operator"]),
    ("a AND ()", "a", ["empty-group"]),
    ("&& a", "a", ["lone-operator"]),
    ("(a b", "{a b}", ["unbalanced-parenthesis"]),
    ("a b)", "{a b}", ["unbalanced-parenthesis"]),
    (")(", "nothing", ["unbalanced-parenthesis", "no-words", "unbalanced-parenthesis"]),
    ("- word", "word", ["ignored"]),
    ("a + b", "{a b}", ["ignored"]),
    ("R & D", "{r d}", ["ignored"]),
]
FIELDS: list[Row] = [  # fields
    ("headline:war text:peace", "{headline:war text:peace}", []),
    ('headline:(a "b c")', '{headline:a headline:"b c"}', []),
    ("headline:=Wars", "headline:=wars", []),
    ("SOURCE:cnn", "source:=cnn", []),
    ("source:CNN troops", "[source:=cnn troops]", []),
    ("source:CNN infantry troops", "[source:=cnn {infantry troops}]", []),
    ("source:CNN +infantry troops", "<[source:=cnn infantry] {troops}>", []),
    ('source:"Moscow Times" "a b"', '[source:"=moscow =times" "a b"]', []),
    ("source:a source:b", "{source:=a source:=b}", []),
    ("source:a source:b kadyrov", "[{source:=a source:=b} kadyrov]", []),
    ("source:a kadyrov source:(b c)", "[{source:=a source:=b source:=c} kadyrov]", []),
    ("source:a OR source:b kadyrov", "{source:=a [source:=b kadyrov]}", []),
    ("(source:a OR source:b) kadyrov", "[{source:=a source:=b} kadyrov]", []),
    ("kadyrov AND (source:a OR source:b)", "[kadyrov {source:=a source:=b}]", []),
    ("(source:a AND date:2022) kadyrov", "[source:=a date:2022-01-01..2022-12-31 kadyrov]", []),
    ('source:("The Moscow Times" OR CNN) x y', '[{source:"=the =moscow =times" source:=cnn} {x y}]', []),
    ("source:a/b source:newsweek.com", '{source:"=a =b" source:"=newsweek =com"}', []),
    ("source:newsweek* author:Smyth~", "[source:newsweek* author:smyth~1]", []),
    ("person:putin person:kadyrov x", "[person:=putin person:=kadyrov x]", []),
    ("person:(putin kadyrov)", "{person:=putin person:=kadyrov}", []),
    ("person:(putin AND NOT kadyrov)", "<[person:=putin] -person:=kadyrov>", []),
    ("entity:Herashchenko", "entities:=herashchenko", []),
    (
        "org:UN organization:nato organisation:EU place:Kyiv entities:x",
        "[organisation:=un organisation:=nato organisation:=eu place:=kyiv entities:=x]",
        [],
    ),
    ('language:EN author:"J. Smith"', '[language:=en author:"=j =smith"]', []),
    ("-source:CNN a", "<{a} -source:=cnn>", []),
    ("a NOT source:CNN", "<[a] -source:=cnn>", []),
    ("(NOT source:CNN) a", "<{a} -source:=cnn>", []),
    ("path:2022/a_b.txt", "path:=2022/a_b.txt", []),
    ("path:*.TXT doc_id:x#12ab", "[path:/*.TXT/ doc_id:=x#12ab]", []),
    ('path:"my file (1).txt"', "path:=my file (1).txt", []),
    ("path:(a.txt OR b.txt)", "{path:=a.txt path:=b.txt}", []),
    ("foo:bar", "{foo bar}", ["unknown-field"]),
    ('foo:"a b"', '{foo "a b"}', ["unknown-field"]),
    ("source:", "source", ["empty-field"]),
    ("Source: CNN", "{source cnn(CNN)}", ["empty-field"]),
    ("source:text:foo", "{source text:foo}", ["empty-field"]),
    ("source:-cnn a", "[source:=cnn a]", ["ignored"]),
    ('source:"" a', "a", ["empty-phrase"]),
    ("source:BBC^2", "source:=bbc", ["bad-boost"]),
    ("(source:a b", "[source:=a b]", ["unbalanced-parenthesis"]),
]
DATES: list[Row] = [  # dates
    ("date:2022", "date:2022-01-01..2022-12-31", []),
    ("date:2024-02 war", "[date:2024-02-01..2024-02-29 war]", []),
    ("date:2022-09-15", "date:2022-09-15..2022-09-15", []),
    ("date:[2022-09 TO 2022-10]", "date:2022-09-01..2022-10-31", []),
    ("Date:[* to 2022] war", "[date:..2022-12-31 war]", []),
    ("date:[2023 TO 2022]", "date:2022-01-01..2023-12-31", ["reversed-range"]),
    ("date:[* TO *]", "date:..", []),
    ("since:2022-09 until:2022-12 a", "[date:2022-09-01.. date:..2022-12-31 a]", []),
    ("date:(2021 2022) a", "[{date:2021-01-01..2021-12-31 date:2022-01-01..2022-12-31} a]", []),
    ("-date:2022 a", "<{a} -date:2022-01-01..2022-12-31>", []),
    ('date:"2022-09"', "date:2022-09-01..2022-09-30", []),
    ("date:foo", "{date foo}", ["bad-date"]),
    ("date:2022-13", "{date 2022-13|2022-13}", ["bad-date"]),
    ("since:[2022]", "{since 2022}", ["bad-date"]),
    ("date:[foo TO bar]", "{date foo to(TO) bar}", ["bad-date"]),
    ("date:[2022", "{date 2022}", ["bad-date"]),
]
PATTERNS: list[Row] = [  # patterns, typing errors and weights
    ("fight*", "fight*", []),
    ("wom?n f*ght*", "{/wom?n/ /f*ght*/}", []),
    ("self-mobil* T-7*", "{selfmobil* t7*}", []),
    ("fight*, (troop*)", "{fight* troop*}", []),
    ("Élys*", "elys*", []),
    ("a * b", "{a b}", ["ignored"]),
    ("and/or*", "{and or}", ["bad-pattern"]),
    ("http://a.com/?q=1", "{http a com q 1}", ["bad-pattern"]),
    ("Zelenski~ war~", "{zelenski~2 war~1}", []),
    ("war~1 attack~1 war~0", "{war~1 attack~1 war}", []),
    ("war~5", "war~2", ["bad-tilde"]),
    ("self-mobilise~", "selfmobilise~2", []),
    ("foo~bar", "{foo bar}", ["bad-tilde"]),
    ('boost^2 "a b"^2.5 (a b)^.5', '{boost^2 "a b"^2.5 a^0.5 b^0.5}', []),
    ("((a^2)^3 b)^4", "{a^24 b^4}", []),
    ("fuzzy~1^3", "fuzzy~1^3", []),
    ("a^x", "{a x}", ["bad-boost"]),
    ("a^0 ^_^", "{a 0}", ["bad-boost", "ignored"]),
    ("(a b)~2", "{a b}", ["bad-tilde"]),
    ('"a b"^z', '"a b"', ["bad-boost"]),
]
NEARNESS: list[Row] = [  # proximity
    ('"a b"~5', "near5(a b)", []),
    ('"a b"~', '"a b"', ["bad-tilde"]),
    ('"a"~3', "a", ["bad-tilde"]),
    ("a w/5 b", "near5(a b)", []),
    ("x a W/3 b w/3 c y", "{x near3(a b c) y}", []),
    ('a NEAR/3 "b c" d', '{near3(a "b c") d}', []),
    ("w/5 b", "{w 5 b}", ["lone-operator"]),
    ("(a b) w/5 c", "{near5(a c) near5(b c)}", []),
    ('(a OR b*) w/2 (c "d e")', '{near2(a c) near2(a "d e") near2(b* c) near2(b* "d e")}', []),
    ("+(a b) w/2 c w/2 d -e w/2 f", "<{near2(a c d) near2(b c d)} -near2(e f)>", []),
    ("(a AND b) w/5 c", "{[a b] w 5 c}", ["lone-operator"]),
    (
        "(a b c d e f g h i) w/5 (a b c d e f g h)",
        "{a b c d e f g h i w 5 a b c d e f g h}",
        ["lone-operator"],
    ),
    ("headline:a w/5 headline:=b", "headline:near5(a =b)", []),
    ("a w/5 ()", "{a w 5}", ["lone-operator", "empty-group"]),
    ("a w/0 b", "near1(a b)", ["bad-distance"]),
    ('"a b"~0', '"a b"', []),
    ("a w/5 b w/6 c", "{near5(a b) w 6 c}", ["lone-operator"]),
    ("a w/o b NEAR c", "{a w o b near(NEAR) c}", []),
]
EMPTY: list[Row] = [  # queries without words
    ("", "nothing", ["empty"]),
    ("   ", "nothing", ["empty"]),
    ("😀", "nothing", ["ignored", "no-words"]),
    ("😀 war", "war", ["ignored"]),
    ("*", "nothing", ["ignored", "no-words"]),
    ("?!…", "nothing", ["ignored", "no-words"]),
    ("\x00", "nothing", ["ignored", "no-words"]),
]


TABLES = {
    "words": WORDS,
    "case": CASE,
    "phrases": PHRASES,
    "booleans": BOOLEANS,
    "lone": LONE,
    "fields": FIELDS,
    "dates": DATES,
    "patterns": PATTERNS,
    "nearness": NEARNESS,
    "empty": EMPTY,
}


@pytest.mark.parametrize(
    ("query", "tree", "kinds"),
    [
        pytest.param(*row, id=f"{name}-{number}")
        for name, rows in TABLES.items()
        for number, row in enumerate(rows)
    ],
)
def test_parse_query_yields_tree_and_notes(query: str, tree: str, kinds: list[str]) -> None:
    """A query is read as the language says, and what was read otherwise is noted."""
    parsed = parse(query)

    assert show(parsed.node) == tree
    assert [note.kind for note in parsed.notes] == kinds


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("infantry Syria", "[infantry syria]"),
        ("self-mobilize", "self-mobilize|selfmobilize"),
        ("a OR b c", "{a [b c]}"),
        ("(a OR b) c", "[{a b} c]"),
        ("source:x a b -c", "<[source:=x a b] -c>"),
        ("source:(x y) a", "[{source:=x source:=y} a]"),
        ("source:x source:y a", "[{source:=x source:=y} a]"),
    ],
)
def test_parse_all_words_requires_neighbours(query: str, tree: str) -> None:
    """With all_words, words that stand next to each other are all required; OR still means either."""
    assert show(parse(query, all_words=True).node) == tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ('a AND "b c" -d* (source:x', "{a and b c d source x}"),
        ("self-mobilize +b~2 c^3", "{self-mobilize|selfmobilize b 2 c 3}"),
        ("fight* wom?n", "{fight wom n}"),
        ("=US", "us(US)"),
        ("***", "nothing"),
    ],
)
def test_parse_literal_takes_everything_as_words(query: str, tree: str) -> None:
    """With literal, nothing is syntax; compounds are still units."""
    assert show(parse(query, literal=True).node) == tree


def test_parse_literal_all_words_requires_each() -> None:
    """Both options together ask for every plain word."""
    assert show(parse("a OR b", literal=True, all_words=True).node) == "[a or b]"

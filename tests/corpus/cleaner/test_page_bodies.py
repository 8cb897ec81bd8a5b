"""What the journalist wrote comes back whole, in whatever markup a page sets it."""

# ruff: noqa: E501 # a page a line is easier to read

from __future__ import annotations

import json

import pytest

from searcher.corpus.cleaner import clean
from searcher.records import Cleaned, RawDocument

from .conftest import Clean

HEADLINE = "Council closes the leaking lock"
STORY = (
    "The harbour council voted on Tuesday to close the old lock, which has leaked since the spring floods.",
    "Engineers said the gates could fail in the next storm, and that repairs would cost 12 million euros.",
    "Fishermen who moor above the lock asked for a temporary channel while the work goes on this winter.",
    "The lock was built before the first war to keep the tide out of the lower town, and has since been "
    "closed only twice, in 1953 and in 1987, when storms broke the dikes along the whole northern shore.",
    "“Nobody wants to be the one who closes it,” said Jane Roe, who has kept the gates for thirty years.",
    "A first contract for the pumps is to be signed in March, the mayor told residents at the town hall.",
)
TEASERS = "".join(
    f'<li><a href="/{i}"><h4>{title}</h4></a><p>{text}</p></li>'
    for i, (title, text) in enumerate(
        [
            ("Ten walks along the coast", "From dunes to cliffs, these are the paths our readers like best in spring."),
            ("Ferry fares to rise again", "Commuters will pay a tenth more from May, the shipping company has announced."),
            ("School wins a prize for its garden", "Pupils grew two tons of pumpkins on what had been a parking lot for buses."),
        ]
    )
)  # fmt: skip


TITLES = (
    "Ten walks along the northern coast",
    "Ferry fares to rise again in May",
    "School wins a prize for its garden",
)


def page(inside: str, head: str = "", lang: str = "en", tag: str = "article") -> str:
    """Return a page with menu, article, a list of others, and footer."""
    return (
        f'<!doctype html><html lang="{lang}"><head><title>{HEADLINE} | The Harbour Post</title>{head}</head><body>'
        '<header><a href="/">The Harbour Post</a><nav><ul><li><a href="/n">News</a></li><li><a href="/s">Sport</a>'
        f'</li><li><a href="/w">Weather</a></li></ul></nav></header><{tag}><h1>{HEADLINE}</h1>{inside}</{tag}>'
        f'<section class="related"><h3>Related stories</h3><ul>{TEASERS}</ul></section>'
        '<footer><a href="/about">About us</a> <a href="/privacy">Privacy</a> © 2019 The Harbour Post</footer>'
        "</body></html>"
    )


def paragraphs(*texts: str, tag: str = "p") -> str:
    """Return texts as elements."""
    return "".join(f"<{tag}>{text}</{tag}>" for text in texts)


def stated(text: str, kind: str = "NewsArticle") -> str:
    """Return the JSON-LD of an article with its text."""
    return f'<script type="application/ld+json">{json.dumps({"@type": kind, "headline": HEADLINE, "articleBody": text})}</script>'


HALF = STORY[:3], STORY[3:]
WHOLE = {
    "paragraphs": page(paragraphs(*STORY)),
    "line breaks": page("<div>" + "<br><br>".join(STORY) + "</div>"),
    "line breaks in spans": page("<div><span>" + "<br/> <br/>".join(STORY) + "</span></div>", tag="div"),
    "one div each": page(paragraphs(*STORY, tag="div"), tag="div"),
    "one div each, deep": page(f"<div><div><div>{paragraphs(*STORY, tag='div')}</div></div></div>", tag="div"),
    "table cell": f"<html><title>{HEADLINE}</title><table><tr><td><a href=/>Home</a><br><a href=/n>News</a></td><td><h1>"
    f"{HEADLINE}</h1>{paragraphs(*STORY)}</td></tr></table></html>",
    "table cells, font, line breaks": f"<html><title>{HEADLINE}</title><table><tr><td><a href=/>Home</a></td></tr><tr><td>"
    f"<font><b>{HEADLINE}</b></font></td></tr><tr><td><font>{'<br><br>'.join(STORY)}</font></td></tr></table></html>",
    "a row each": f"<html><title>{HEADLINE}</title><body><h1>{HEADLINE}</h1><table>"
    + "".join(f"<tr><td>{text}</td></tr>" for text in STORY) + "</table></html>",
    "no container": f"<title>{HEADLINE}</title><h1>{HEADLINE}</h1>{paragraphs(*STORY)}",
    "unclosed": f"<title>{HEADLINE}</title><h1>{HEADLINE}</h1>" + "".join(f"<p>{text}" for text in STORY),
    "sections": page("".join(f"<section><div><p>{text}</p></div></section>" for text in STORY)),
    "sections in divs": page("".join(f"<div class=chunk><section><p>{text}</p></section></div>" for text in STORY), tag="main"),
    "two articles for one": page(paragraphs(*HALF[0]) + f"</article><div class=ad>Advertisement</div><article>{paragraphs(*HALF[1])}"),
    "hidden rest": page(paragraphs(*HALF[0]) + f'<a href="#">Continue reading</a><div class="more" style="display:none">{paragraphs(*HALF[1])}</div>'),
    "noscript": page(f"<div id=app></div><noscript>{paragraphs(*STORY)}</noscript>"),
    "template": page(f"<div id=app></div><template>{paragraphs(*STORY)}</template>"),
    "paywall": page(paragraphs(STORY[0][:70] + "…") + "<div>Subscribe to read on</div>", head=stated("\n\n".join(STORY))),
    "paywall with markup": page(paragraphs(STORY[0][:70]), head=stated(paragraphs(*STORY))),
    "paywall, a long first part": page(paragraphs(*HALF[0]), head=stated("\n".join(STORY))),
    "cookie wall first": page(paragraphs(*STORY)).replace("<header>", "<div class=consent><p>We use cookies to improve your "
    "experience and to show you advertising that fits your interests, and so do our 734 partners.</p><button>Accept</button></div><header>"),
    "amp": page(paragraphs(*STORY)).replace("<html ", "<html amp ").replace("<article>", "<article class=amp-wp-article><amp-img src=x></amp-img>"),
    "story continues": page(paragraphs(*HALF[0]) + "<p>Story continues below advertisement</p>" + paragraphs(*HALF[1])),
    "read more": page(paragraphs(*HALF[0]) + '<p><strong>Read more: <a href="/f">Ferry fares to rise again</a></strong></p>' + paragraphs(*HALF[1])),
    "newsletter box": page(paragraphs(*HALF[0]) + "<div class=newsletter><h4>Sign up for our newsletter</h4><p>Get the best of the coast in "
    "your inbox every Friday.</p><form><input name=mail><button>Sign up</button></form></div>" + paragraphs(*HALF[1])),
    "figures": page(paragraphs(*HALF[0]) + "<figure><img src=a.jpg><figcaption>The lock in May. <span>Jane Roe/Harbour Pictures</span>"
    "</figcaption></figure>" + paragraphs(*HALF[1])),
    "pull quote": page(paragraphs(*STORY[:4]) + "<aside class=pullquote><p>Nobody wants to be the one who closes it</p></aside>" + paragraphs(*STORY[4:])),
    "comments inside": page(paragraphs(*STORY) + "<div id=comments><h3>2 comments</h3><ol><li><p>I have sailed through that lock for "
    "years and I never saw it leak as much as they say it does now.</p></li><li><p>They should have mended it long ago, when it was cheap, if you ask me.</p></li></ol></div>"),
    "bio": page(paragraphs(*STORY) + "<div class=author-bio><p>Sam Poe is a reporter at The Harbour Post. He covers ports and fishing.</p></div>"),
    "teasers inside": page(paragraphs(*STORY) + f"<div class=more-stories><h3>More stories</h3><ul>{TEASERS}</ul></div>"),
    "one line json, page in paragraphs": page(paragraphs(*STORY), head=stated(" ".join(STORY))),
    "json of another kind": page(paragraphs(*STORY), head=stated("Ten walks along the coast. " * 3, "BlogPosting")),
    "invisible characters": page(paragraphs(*(text.replace("harbour", "har\u00adbour") for text in STORY))),
    "links everywhere": page(paragraphs(*(text.replace("the", '<a href="/x">the</a>') for text in STORY))),
    "drop cap": page(paragraphs(f"<span class=cap>{STORY[0][0]}</span>{STORY[0][1:]}", *STORY[1:])),
    "ads between": page("".join(f"<p>{text}</p><div class=ad-slot>Advertisement</div>" for text in STORY)),
    "empty paragraphs": page("<p>&nbsp;</p>".join(f"<p>{text}</p>" for text in STORY)),
    "body in a form": page(paragraphs(*STORY)).replace("<body>", "<body><form id=aspnetForm>").replace("</body>", "</form></body>"),
    "headers and footer inside": page(f"<header><p>By Sam Poe</p></header>{paragraphs(*STORY)}<footer><p>Filed under: ports</p></footer>"),
    "one paragraph": page(f"<p>{' '.join(STORY)}</p>"),
}  # fmt: skip


@pytest.mark.parametrize("content", WHOLE.values(), ids=WHOLE)
def test_body_is_whole(cleaned: Clean, content: str) -> None:
    """All that was written is kept, and nothing that stands around it or in between."""
    found = cleaned(content, "html").document.text
    assert " ".join(found.split()) == " ".join(STORY)


STEPS = (
    "Drain the chamber to the lowest sill.",
    "Lift the gates with the crane of the port.",
    "Replace the seals one by one.",
)
TALKS = (
    ("When did you first see the leak?", "In March, when the water in the chamber fell by a hand overnight."),
    ("What did you do then?", "I called the port, and they told me to write a letter to the council."),
    ("And did you?", "I wrote three."),
)
VERSE = (
    "The gates are old, the water high,",
    "the keeper sleeps, the gulls fly by,",
    "and no one hears the timber sigh",
    "before the storm.",
)
SHORT = ("Ferry fares rise by a tenth in May.", "The company blames the price of oil.")
DE = (
    "Der Hafenrat hat am Dienstag beschlossen, die alte Schleuse zu schließen, die seit der Flut im Frühjahr leckt.",
    "Die Ingenieure warnen, die Tore könnten beim nächsten Sturm brechen; die Reparatur koste zwölf Millionen Euro.",
    "Die Fischer oberhalb der Schleuse fordern eine Durchfahrt für die Zeit der Arbeiten in diesem Winter.",
)
RU = (
    "Совет гавани во вторник решил закрыть старый шлюз, который протекает со времён весеннего паводка.",
    "Инженеры говорят, что ворота могут не выдержать следующего шторма, а ремонт обойдётся в 12 миллионов евро.",
    "Рыбаки, которые держат лодки выше шлюза, просят сделать временный проход на время зимних работ.",
)
ZH = (
    "港口委员会周二投票决定关闭旧船闸，该船闸自春季洪水以来一直漏水，附近居民对此表示担忧。",
    "工程师们说，闸门可能在下一场风暴中损坏，修理费用将达到一千二百万欧元，工程将持续整个冬天。",
    "在船闸上游停泊的渔民要求在今年冬天施工期间开辟一条临时航道，以便他们能够继续出海捕鱼。",
)
AR = (
    "صوت مجلس الميناء يوم الثلاثاء على إغلاق الهويس القديم الذي يتسرب منه الماء منذ فيضانات الربيع الماضي.",
    "وقال المهندسون إن البوابات قد تنهار في العاصفة القادمة، وإن الإصلاحات ستكلف اثني عشر مليون يورو.",
    "وطلب الصيادون الذين يرسون فوق الهويس قناة مؤقتة أثناء استمرار العمل هذا الشتاء في الميناء القديم.",
)
JA = (
    "港湾評議会は火曜日、春の洪水以来水漏れが続いている古い水門を閉鎖することを賛成多数で決めた。",
    "技術者らは、次の嵐で門が壊れるおそれがあり、修理には千二百万ユーロかかるとみている。",
    "水門の上流に船を係留する漁師たちは、この冬の工事の間、仮の水路を設けるよう求めている。",
)
PARTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "subheads": (f"{paragraphs(*STORY[:3])}<h2>Built before the war</h2>{paragraphs(*STORY[3:])}", (*STORY[:3], "Built before the war", *STORY[3:])),
    "ordered list": (f"{paragraphs(*STORY[:3])}<p>The engineers propose three steps:</p><ol>{paragraphs(*STEPS, tag='li')}</ol>{paragraphs(*STORY[3:])}",
                     (*STORY[:3], "The engineers propose three steps:", *STEPS, *STORY[3:])),
    "list of all": (f"<ul>{paragraphs(*STORY, tag='li')}</ul>", STORY),
    "blockquote": (f"{paragraphs(*STORY[:3])}<blockquote><p>{STORY[4]}</p></blockquote>{paragraphs(STORY[5])}", (*STORY[:3], *STORY[4:])),
    "blockquote bare": (f"{paragraphs(*STORY[:3])}<blockquote>{STORY[4]}</blockquote>{paragraphs(STORY[5])}", (*STORY[:3], *STORY[4:])),
    "interview": ("".join(f"<p><strong>{q}</strong></p><p>{a}</p>" for q, a in TALKS), tuple(text for talk in TALKS for text in talk)),
    "interview, one paragraph each": ("".join(f"<p><b>{q}</b><br>{a}</p>" for q, a in TALKS), tuple(text for talk in TALKS for text in talk)),
    "recipe": (f"<p>{STORY[0]}</p><h3>Ingredients</h3><ul><li>200 g of butter</li><li>3 eggs</li><li>1 cup of sugar</li></ul><h3>Method</h3>"
               f"<ol>{paragraphs(*STEPS, tag='li')}</ol><p>{STORY[1]}</p>",
               (STORY[0], "Ingredients", "200 g of butter", "3 eggs", "1 cup of sugar", "Method", *STEPS, STORY[1])),
    "verse": (f"{paragraphs(*STORY[:2])}<p>{'<br>'.join(VERSE)}</p>{paragraphs(*STORY[2:])}", (*STORY[:2], *VERSE, *STORY[2:])),
    "live blog": ("".join(f"<div class=post><h3>Post number {i} of the day</h3><p>{text}</p></div>" for i, text in enumerate(STORY)),
                  tuple(part for i, text in enumerate(STORY) for part in (f"Post number {i} of the day", text))),
    "short": (paragraphs(*SHORT), SHORT),
    "german": (paragraphs(*DE), DE),
    "russian": (paragraphs(*RU), RU),
    "chinese": (paragraphs(*ZH), ZH),
    "japanese": (paragraphs(*JA), JA),
    "arabic": (paragraphs(*AR), AR),
}  # fmt: skip


@pytest.mark.parametrize(("inside", "written"), PARTS.values(), ids=PARTS)
def test_body_of_many_parts(cleaned: Clean, inside: str, written: tuple[str, ...]) -> None:
    """Subheads, lists, quotations, verses and questions are the journalist's, in any language."""
    found = cleaned(page(inside), "html").document.text
    assert " ".join(found.split()) == " ".join(written)


def test_body_keeps_a_line_lost_between_two_paragraphs(cleaned: Clean) -> None:
    """A paragraph that is mostly a link is the journalist's; the title of another article is not."""
    linked = (
        '<p>The study was published by the <a href="/x">Institute for Coasts and Inland Waterways</a>.</p>'
    )
    other = '<p><a href="/f">Ferry fares to rise again in May</a></p>'
    found = cleaned(page(paragraphs(*STORY[:3]) + linked + paragraphs(*STORY[3:])), "html").document.text
    assert "Institute for Coasts" in found
    assert (
        "Ferry fares"
        not in cleaned(page(paragraphs(*STORY[:3]) + other + paragraphs(*STORY[3:])), "html").document.text
    )


def test_body_without_a_list_of_links(cleaned: Clean) -> None:
    """Titles of other articles, one link below the other, are related stories wherever they stand."""
    links = "".join(f'<li><a href="/{i}">{title}</a></li>' for i, title in enumerate(TITLES))
    result = cleaned(page(f"{paragraphs(*STORY[:3])}<ul>{links}</ul>{paragraphs(*STORY[3:])}"), "html")
    assert result.document.text == "\n\n".join(STORY)
    assert set(TITLES) <= {dropped.text for dropped in result.dropped}


def test_what_html_marks_as_no_article_is_listed() -> None:
    """The text of menus, footers, asides and forms is dropped with a reason, in the order of the page."""
    sentence = "The harbour council voted on Monday to close the old lock, which has leaked for many years."
    page = (
        "<html><body><nav>Bread <a>Fish</a></nav>"
        f"<article><p>{sentence}</p><aside>Salt and pepper</aside><p>{sentence[4:].capitalize()}</p></article>"
        "<form>Your wishes</form><footer><p>Old Quay 7</p><script>var x</script></footer></body></html>"
    )
    cleaned = clean(RawDocument("a", "a.html", "html", page, "0"))
    assert isinstance(cleaned, Cleaned)
    assert [text for text, reason in cleaned.judged() if reason] == [
        "Bread Fish",
        "Salt and pepper",
        "Your wishes",
        "Old Quay 7",
    ]

import time
from collections.abc import Callable

import pytest

from searcher.records import RawDocument, Skipped

Read = Callable[[str, bytes | str], list[RawDocument | Skipped]]

RUSSIAN = (
    "Губернатор области сообщил, что добровольцы начали восстанавливать дома после обстрела.\n"
    "Жители села вернулись в понедельник, а школы откроют через неделю.\n"
)
TEXTS = {
    "russian": RUSSIAN,
    "ukrainian": "Міністр оборони повідомив, що підрозділи отримали нову техніку. Їхні командири вже провели "
    "навчання, і ґрунт під окопами висох.\n",
    "french": "Le président a déclaré que l’accord serait signé « à l’été », malgré les réserves exprimées "
    "par plusieurs élus. La réunion a été reportée à cause de la grève générale.\n",
    "german": "Der Außenminister erklärte, dass die Verhandlungen über die Grenzübergänge fortgeführt "
    "würden. Für die Bürger ändere sich zunächst nichts, sagte er am späten Abend.\n",
    "spanish": "El ministro señaló que la reunión continuará mañana. ¿Habrá acuerdo? Según los vecinos, la "
    "situación del país está más difícil que en otoño.\n",
    "polish": "Rząd zapowiedział, że nowe przepisy wejdą w życie późną jesienią. Mieszkańcy Łodzi i Gdańska "
    "skarżą się, że nikt ich nie zapytał o zdanie.\n",
    "turkish": "Dışişleri Bakanı, görüşmelerin önümüzdeki hafta sürdürüleceğini söyledi. İstanbul’da yaşayan "
    "halk ise artan fiyatlardan şikâyetçi olduğunu bildirdi.\n",
    "greek": "Ο υπουργός Εξωτερικών δήλωσε ότι οι συνομιλίες θα συνεχιστούν την επόμενη εβδομάδα. "
    "Οι κάτοικοι του νησιού ζητούν νέα μέτρα για τις πυρκαγιές.\n",
    "hebrew": "שר החוץ אמר כי השיחות יימשכו בשבוע הבא. תושבי העיר דורשים מהממשלה להציג תוכנית חדשה.\n",
    "arabic": "قال وزير الخارجية إن المحادثات ستستمر في الأسبوع المقبل. ويطالب سكان المدينة بخطة جديدة.\n",
    "japanese": "外務大臣は来週も協議を続けると述べた。住民は政府に対し、"
    "月末までに新しい計画を示すよう求めている。\n",
    "chinese": "外交部长表示，谈判将于下周继续进行。市民要求政府在月底之前提出新的计划。"
    "学校正在准备重新开放。\n",
    "taiwanese": "外交部長表示，談判將於下週繼續進行。市民要求政府在月底之前提出新的計畫。"
    "學校正在準備重新開放。\n",
    "korean": "외무장관은 다음 주에도 회담을 계속하겠다고 말했다. "
    "주민들은 정부에 새로운 계획을 요구하고 있다.\n",
    "thai": "รัฐมนตรีต่างประเทศกล่าวว่าการเจรจาจะดำเนินต่อไปในสัปดาห์หน้า ประชาชนเรียกร้องให้รัฐบาลเสนอแผนใหม่\n",
}
LEGACY = [
    ("russian", "cp1251"), ("russian", "koi8_r"), ("russian", "cp866"), ("russian", "iso8859_5"),
    ("ukrainian", "cp1251"), ("ukrainian", "koi8_u"), ("french", "cp1252"), ("german", "latin_1"),
    ("spanish", "latin_1"), ("polish", "cp1250"), ("turkish", "cp1254"), ("greek", "cp1253"),
    ("greek", "iso8859_7"), ("hebrew", "cp1255"), ("arabic", "cp1256"), ("japanese", "shift_jis"),
    ("japanese", "euc_jp"), ("japanese", "iso2022_jp"), ("chinese", "gb18030"), ("chinese", "gb2312"),
    ("taiwanese", "big5"), ("korean", "euc_kr"), ("thai", "tis_620"),
]  # fmt: skip


def content(found: list[RawDocument | Skipped]) -> str:
    """Return the content of the one article found."""
    (article,) = found
    assert isinstance(article, RawDocument), article
    return article.content


@pytest.mark.parametrize(("language", "codec"), LEGACY, ids=lambda value: value)
def test_read_text_in_legacy_encoding_is_recognised(read: Read, language: str, codec: str) -> None:
    """A plain text in the encodings of its region is read as written."""
    assert content(read("a.txt", TEXTS[language].encode(codec))) == TEXTS[language]


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
)
def test_read_text_in_unicode_is_read_as_written(read: Read, language: str, codec: str) -> None:
    """UTF-8, -16 and -32 are read in any script, with or without a byte order mark, which is no character."""
    assert content(read("a.txt", TEXTS[language].encode(codec))) == TEXTS[language]


@pytest.mark.parametrize("form", ['<meta charset="{}">', "<META content='text/html; charset={}'>"])
@pytest.mark.parametrize(
    ("language", "codec", "name"),
    [
        ("russian", "koi8_r", "KOI8-R"),
        ("polish", "iso8859_2", "iso-8859-2"),
        ("french", "cp1252", "iso-8859-1"),  # a browser reads that name as windows-1252
        ("chinese", "gb18030", "gb2312"),
        ("japanese", "cp932", "x-sjis"),
    ],
)
def test_read_page_heeds_declared_charset(
    read: Read, form: str, language: str, codec: str, name: str
) -> None:
    """A saved page is decoded as it says, with the names as browsers take them."""
    page = f"<html><head>{form.format(name)}</head><body><p>{TEXTS[language]}</p></body></html>"
    assert content(read("a.html", page.encode(codec))) == page


def test_read_xhtml_heeds_xml_declaration(read: Read) -> None:
    """The encoding of an XML declaration counts as a page's own word."""
    page = f"<?xml version='1.0' encoding='windows-1251'?><html><body>{RUSSIAN}</body></html>"
    assert content(read("a.xhtml", page.encode("cp1251"))) == page


@pytest.mark.parametrize("name", ["rot13", "utf-7", "unicode_escape", "undefined", "no-such-thing", "idna"])
def test_read_page_with_strange_charset_is_guessed(read: Read, name: str) -> None:
    """A declared charset that no page can mean is not believed."""
    page = f'<html><meta charset="{name}"><p>{RUSSIAN}</p></html>'
    assert content(read("a.html", page.encode("cp1251"))) == page


def test_read_page_in_utf8_that_declares_another_charset_is_utf8(read: Read) -> None:
    """Bytes that are valid UTF-8 are UTF-8, whatever a page says."""
    page = f'<html><meta charset="windows-1251"><p>{RUSSIAN}</p></html>'
    assert content(read("a.html", page)) == page


@pytest.mark.parametrize("language", ["russian", "french", "chinese", "thai"])
def test_read_utf8_with_wrong_bytes_stays_utf8(read: Read, language: str) -> None:
    """A few wrong bytes in a UTF-8 text become U+FFFD; the rest is not read as another encoding."""
    text = TEXTS[language]
    data = text.encode() + b"\xff \xe9t\xe9.\n" + text.encode()
    assert content(read("a.txt", data)) == f"{text}\ufffd \ufffdt\ufffd.\n{text}"


def test_read_english_with_western_quotes_is_western(read: Read) -> None:
    """A few high bytes in an English text are the quotes and dashes of windows-1252."""
    text = "The houses would be rebuilt by spring, and nobody had asked. “We don’t wait” – she said twice.\n"
    assert content(read("a.txt", text.encode("cp1252"))) == text


def test_read_late_foreign_bytes_are_found(read: Read) -> None:
    """The guess looks at the lines that are not ASCII, wherever they are in a long page."""
    page = "<html><script>" + "var a = 1;\n" * 20_000 + f"</script><p>{RUSSIAN}</p></html>"
    assert content(read("a.html", page.encode("cp1251"))) == page


def test_read_double_byte_text_longer_than_the_sample_is_recognised(read: Read) -> None:
    """A sample is not cut in the middle of a character of two bytes."""
    for shift in range(2):
        text = "x" * shift + TEXTS["chinese"].strip() * 300 + "\n"
        assert content(read("a.txt", text.encode("gb18030"))) == text


def test_read_large_text_without_encoding_takes_bounded_time(read: Read) -> None:
    """Guessing looks at a sample: ten megabytes take about as long as ten kilobytes, plus decoding."""
    started = time.process_time()
    assert content(read("a.txt", RUSSIAN.encode("cp1251") * 65_000)).startswith("Губернатор")
    assert time.process_time() - started < 10

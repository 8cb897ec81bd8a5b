"""Saved pages in the encodings of the web, from their bytes to their article."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from searcher.corpus.cleaner import clean
from searcher.corpus.reader import read_seed
from searcher.records import Cleaned, RawDocument

RUSSIAN = (
    "Городской совет решил закрыть старый шлюз, который протекает уже много лет. Инженеры сообщили, что "
    "ворота проржавели насквозь, и чинить их больше нельзя."
)
JAPANESE = (
    "市議会は、長年水漏れが続いている古い水門を閉鎖することを決めた。"
    "技師らは、門が錆びていて、もう修理できないと述べた。"
)
PAGES = [
    ("cp1251", "windows-1251", RUSSIAN),
    ("koi8_r", "koi8-r", RUSSIAN),
    ("iso8859_5", "iso-8859-5", RUSSIAN),
    (
        "cp1252",
        "iso-8859-1",
        "Le conseil a décidé de fermer l’ancienne écluse, qui fuit depuis des années. Les ingénieurs ont "
        "trouvé au printemps que ses portes étaient rongées par la rouille.",
    ),
    (
        "cp1250",
        "windows-1250",
        "Rada miasta postanowiła zamknąć starą śluzę, która przecieka od wielu lat. Inżynierowie "
        "stwierdzili, że jej wrota są przerdzewiałe i nie można ich już naprawić.",
    ),
    (
        "cp1254",
        "windows-1254",
        "Belediye meclisi yıllardır su sızdıran eski kanal kapısını kapatmaya karar verdi. Mühendisler "
        "kapının paslandığını ve artık onarılamayacağını söyledi, işçiler ise şaşırdı.",
    ),
    (
        "cp1253",
        "windows-1253",
        "Το δημοτικό συμβούλιο αποφάσισε να κλείσει την παλιά δεξαμενή που έχει διαρροή εδώ και χρόνια. Οι "
        "μηχανικοί είπαν ότι οι πύλες της σκούριασαν και δεν επισκευάζονται πια.",
    ),
    (
        "cp1255",
        "windows-1255",
        "מועצת העיר החליטה לסגור את הסכר הישן שדולף כבר שנים רבות. המהנדסים אמרו כי השערים החלידו ואי אפשר "
        "לתקן אותם עוד, והעובדים הופתעו.",
    ),
    (
        "cp1256",
        "windows-1256",
        "قرر مجلس المدينة إغلاق السد القديم الذي يتسرب منه الماء منذ سنوات. وقال المهندسون إن البوابات صدئت "
        "ولا يمكن إصلاحها بعد الآن.",
    ),
    ("shift_jis", "shift_jis", JAPANESE),
    ("euc_jp", "euc-jp", JAPANESE),
    (
        "gb18030",
        "gb2312",
        "市议会决定关闭多年来一直漏水的旧水闸。工程师们表示，"
        "闸门已经生锈，无法再修理，船只必须改走北面的航道。",
    ),
    (
        "big5",
        "big5",
        "市議會決定關閉多年來一直漏水的舊水閘。工程師們表示，"
        "閘門已經生鏽，無法再修理，船隻必須改走北面的航道。",
    ),
    (
        "euc_kr",
        "euc-kr",
        "시의회는 여러 해 동안 물이 새던 낡은 수문을 닫기로 "
        "결정했다. 기술자들은 문이 녹슬어 더는 고칠 수 없다고 말했다.",
    ),
    (
        "tis_620",
        "tis-620",
        "สภาเมืองตัดสินใจปิดประตูน้ำเก่าที่รั่วมานานหลายปี วิศวกรกล่าวว่าประตูขึ้นสนิมและไม่สามารถซ่อมแซมได้อีก",
    ),
]
DECLARATIONS = {
    "meta": '<meta charset="{}">',
    "http-equiv": '<meta http-equiv="Content-Type" content="text/html; charset={}">',
    "undeclared": "",
}
MARKS = {
    "utf-8-sig": b"",
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
}


def article(folder: Path, data: bytes) -> str:
    """Return the cleaned text of a page of these bytes."""
    (folder / "a.html").write_bytes(data)
    (raw,) = read_seed(folder, "a.html")
    assert isinstance(raw, RawDocument), raw
    cleaned = clean(raw)
    assert isinstance(cleaned, Cleaned), cleaned
    return cleaned.document.text


def page(text: str, declaration: str = "") -> str:
    """Return a page whose article is a text, said twice in other words to be long enough."""
    return (
        f"<!doctype html><html><head>{declaration}<title>12</title></head>"
        f"<body><article><p>{text}</p><p>2024. {text}</p></article></body></html>"
    )


@pytest.mark.parametrize("way", DECLARATIONS)
@pytest.mark.parametrize(("codec", "name", "text"), PAGES, ids=[codec for codec, _, _ in PAGES])
def test_page_in_legacy_encoding_gives_its_text(
    tmp_path: Path, codec: str, name: str, text: str, way: str
) -> None:
    """An article is read as written, whether its page declares the encoding, and how, or not at all."""
    data = page(text, DECLARATIONS[way].format(name)).encode(codec)
    assert article(tmp_path, data) == f"{text}\n\n2024. {text}"


@pytest.mark.parametrize("codec", MARKS)
def test_page_with_a_byte_order_mark_is_believed_over_its_declaration(tmp_path: Path, codec: str) -> None:
    """A byte order mark wins over what the page declares."""
    data = MARKS[codec] + page(RUSSIAN, DECLARATIONS["meta"].format("koi8-r")).encode(codec)
    assert article(tmp_path, data) == f"{RUSSIAN}\n\n2024. {RUSSIAN}"


def test_xhtml_page_with_an_encoding_declaration_gives_its_text(tmp_path: Path) -> None:
    """The XML declaration at the head of a page names its encoding, and does not stop the parser."""
    data = f'<?xml version="1.0" encoding="windows-1251"?>\n{page(RUSSIAN)}'.encode("cp1251")
    assert article(tmp_path, data) == f"{RUSSIAN}\n\n2024. {RUSSIAN}"

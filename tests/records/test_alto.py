"""ALTO that other programs can read: every word with its place, in reading order."""

import xml.etree.ElementTree as ET

from pipeline.domain.file import File, FileRead
from pipeline.domain.page import Box, Engine, Line, Page, Word
from pipeline.records import alto

SPACE = {"alto": "http://www.loc.gov/standards/alto/ns-v4#"}


def word(text: str, x: int) -> Word:
    return Word(text=text, box=Box(x0=x, y0=20, x1=x + 30, y1=35), confidence=0.91)


def reading(*words: Word) -> FileRead:
    page = Page(
        number=3,
        width=600,
        height=800,
        dpi=100,
        skew=1.5,
        confidence=0.9,
        engine=Engine(name="tesserocr 5.5", model="vie best", configuration="1"),
        lines=(Line(words=words),),
    )
    file = File(name="hồ sơ.pdf", sha256="ab" * 32, media_type="application/pdf", bytes=1, pages=3)
    return FileRead(file=file, pages=(page,))


def test_words_keep_their_places_and_their_order() -> None:
    root = ET.fromstring(alto.of_reading(reading(word("SỐ:", 10), word("<05>", 50))))
    words = root.findall(".//alto:String", SPACE)
    assert [item.get("CONTENT") for item in words] == ["SỐ:", "<05>"]
    assert [words[1].get(key) for key in ("HPOS", "VPOS", "WIDTH", "HEIGHT", "WC")] == [
        "50",
        "20",
        "30",
        "15",
        "0.9100",
    ]
    assert root.find(".//alto:SP", SPACE).get("WIDTH") == "10"
    page = root.find(".//alto:Page", SPACE)
    assert (page.get("PHYSICAL_IMG_NR"), page.get("WIDTH"), page.get("HEIGHT")) == ("3", "600", "800")
    assert root.find(".//alto:fileName", SPACE).text == "hồ sơ.pdf"


def test_what_xml_cannot_hold_is_left_out() -> None:
    root = ET.fromstring(alto.of_reading(reading(word("a\x0bb\ufffe", 10))))
    assert root.find(".//alto:String", SPACE).get("CONTENT") == "ab"

"""What we keep comes back as it was; what we show has the shape of the contract."""

import json

from pipeline import records
from pipeline.domain.fields import Field
from pipeline.domain.file import File, FileRead, GivenUp
from pipeline.domain.findings import Finding
from pipeline.domain.page import Barcode, Box, Decision, Engine, Line, Page, Word
from pipeline.domain.paper import Paper
from pipeline.domain.refusals import FileEncrypted, PageUnreadable

ENGINE = Engine(name="tesserocr 5.5", model="vie best", configuration="1")
BOX = Box(x0=1, y0=2, x1=30, y1=40)


def field(value: object, text: str = "LÒ THỊ YẾN") -> Field:
    return Field(
        value=value,  # type: ignore[arg-type]
        text=text,
        confidence=0.97123,
        page=1,
        box=BOX,
        source="ocr",
        review=False,
        engine=ENGINE,
    )


PAGE = Page(
    number=1,
    width=1654,
    height=2339,
    dpi=200,
    rotation=90,
    skew=-1.23456,
    confidence=0.94,
    engine=ENGINE,
    lines=(
        Line(words=(Word(text="GIẤY", box=BOX, confidence=0.9), Word(text="HẸN", box=BOX, confidence=0.8)), block=2),
    ),
    barcodes=(Barcode(format="QRCode", text="000.21.15.H18-220105-0002", box=BOX),),
    decisions=(Decision(what="turned", why="90 degrees"),),
    unread_lines=1,
)
PAPER = Paper(
    kind="receipt",
    confidence=0.98,
    pages=(1, 2),
    fields={
        "applicant_name": field("LÒ THỊ YẾN"),
        "dossier_count": field(1, "01"),
        "fee": field(None, "mờ"),
        "tax_code": field("0101234567"),
        "components": field(({"name": field("Tờ khai"), "quantity": field(2)}, {})),
    },
    findings=(Finding(code="date_in_future", severity="error", field="received_at", message="…"),),
)
FILE = File(name="hồ sơ.PDF", sha256="0" * 64, media_type="application/pdf", bytes=10, pages=2, signed=True)


def test_pages_papers_and_files_are_kept_without_loss() -> None:
    assert records.kept_page(records.keep_page(PAGE)) == PAGE
    assert records.kept_paper(records.keep_paper(PAPER)) == PAPER
    assert records.kept_file(records.keep_file(FILE)) == FILE


def test_a_reading_has_the_shape_of_the_contract() -> None:
    reading = FileRead(
        file=FILE, pages=(PAGE,), given_up=(GivenUp(number=2, error=PageUnreadable(page=2)),), papers=(PAPER,)
    )
    record = json.loads(json.dumps(records.of_reading(reading, seconds=1.94, language="en"), ensure_ascii=False))
    assert set(record) == {"file", "pages", "papers", "seconds"}
    assert record["file"]["name"] == "hồ sơ.PDF"
    first, second = record["pages"]
    assert (first["rotation"], first["skew"], first["text"], first["source"]) == (90, -1.23, "GIẤY HẸN", "ocr")
    assert first["engine"] == {"name": "tesserocr 5.5", "model": "vie best", "configuration": "1"}
    assert (second["number"], second["error"]["code"]) == (2, "page_unreadable")
    fields = record["papers"][0]["fields"]
    assert fields["applicant_name"]["box"] == [1, 2, 30, 40]
    assert fields["components"]["value"][0]["quantity"]["value"] == 2
    assert record["papers"][0]["findings"][0]["code"] == "date_in_future"


def test_a_refusal_stands_in_the_place_of_its_file() -> None:
    record = records.of_refusal("a.pdf", FileEncrypted(), language="vi")
    assert record["file"] == {"name": "a.pdf"}
    assert record["error"] == {
        "code": "file_encrypted",
        "message": "Tệp được khóa bằng mật khẩu.",
        "remedy": "Bỏ mật khẩu rồi gửi lại tệp.",
        "details": {},
    }

"""Pages as ALTO 4 XML: what libraries and archives exchange for text with its places.

All places are pixels of the upright page; how each page was turned and straightened stands in its processing step.
Source: ALTO schema 4.4, Library of Congress.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from pipeline.domain.file import FileRead
from pipeline.domain.page import Box, Line, Page

_NAMESPACE: Final = "http://www.loc.gov/standards/alto/ns-v4#"
_SCHEMA: Final = "http://www.loc.gov/standards/alto/v4/alto-4-4.xsd"
_INSTANCE: Final = "http://www.w3.org/2001/XMLSchema-instance"

#: Characters that no XML document may hold. Source: XML 1.0, 2.2.
_NOT_IN_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def of_reading(reading: FileRead) -> bytes:
    """All pages of one file that were read, as one document in UTF-8."""
    root = ET.Element("alto", {"xmlns": _NAMESPACE, "xmlns:xsi": _INSTANCE})
    root.set("xsi:schemaLocation", f"{_NAMESPACE} {_SCHEMA}")
    description = ET.SubElement(root, "Description")
    ET.SubElement(description, "MeasurementUnit").text = "pixel"
    source = ET.SubElement(description, "sourceImageInformation")
    ET.SubElement(source, "fileName").text = _clean(reading.file.name)
    ET.SubElement(source, "fileIdentifier").text = reading.file.sha256
    layout = ET.Element("Layout")
    for page in reading.pages:
        _processing(description, page)
        _page(layout, page)
    root.append(layout)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _processing(description: ET.Element, page: Page) -> None:
    step = ET.SubElement(description, "Processing", ID=f"processing_{page.number}")
    ET.SubElement(step, "processingStepDescription").text = "text layer" if page.source == "text_layer" else "ocr"
    settings = f"rotation {page.rotation}, skew {page.skew:.2f}, configuration {page.engine.configuration}"
    ET.SubElement(step, "processingStepSettings").text = settings
    software = ET.SubElement(step, "processingSoftware")
    ET.SubElement(software, "softwareName").text = f"{page.engine.name} {page.engine.model}".strip()


def _page(layout: ET.Element, page: Page) -> None:
    element = ET.SubElement(
        layout,
        "Page",
        ID=f"page_{page.number}",
        PHYSICAL_IMG_NR=str(page.number),
        WIDTH=str(page.width),
        HEIGHT=str(page.height),
        PROCESSINGREFS=f"processing_{page.number}",
        PC=f"{page.confidence:.4f}",
        LANG="vi",
    )
    whole = Box(x0=0, y0=0, x1=page.width, y1=page.height)
    space = ET.SubElement(element, "PrintSpace", _place(whole))
    for block, (_, lines) in enumerate(groupby(page.lines, key=lambda line: line.block)):
        _block(space, f"block_{page.number}_{block}", tuple(lines))


def _block(space: ET.Element, name: str, lines: Sequence[Line]) -> None:
    around = lines[0].box
    for line in lines[1:]:
        around = around.union(line.box)
    element = ET.SubElement(space, "TextBlock", {"ID": name, **_place(around)})
    for number, line in enumerate(lines):
        row = ET.SubElement(element, "TextLine", {"ID": f"{name}_{number}", **_place(line.box)})
        for part in _parts(line):
            row.append(part)


def _parts(line: Line) -> Iterator[ET.Element]:
    for word, following in zip(line.words, (*line.words[1:], None), strict=True):
        yield ET.Element("String", {"CONTENT": _clean(word.text), **_place(word.box), "WC": f"{word.confidence:.4f}"})
        if following is not None:
            width = max(0, following.box.x0 - word.box.x1)
            yield ET.Element("SP", {"HPOS": str(word.box.x1), "VPOS": str(word.box.y0), "WIDTH": str(width)})


def _place(box: Box) -> dict[str, str]:
    return {"HPOS": str(box.x0), "VPOS": str(box.y0), "WIDTH": str(box.width), "HEIGHT": str(box.height)}


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("", text)

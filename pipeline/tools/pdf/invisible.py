"""Invisible text that stands in a PDF already, taken out of it."""

from __future__ import annotations

import zlib
from typing import Final

import pikepdf

from pipeline.tools.pdf.placement import inherited

_INVISIBLE: Final = 3
#: Longer content is left alone: hidden words of one page have some 50 kB.
_LONGEST: Final = 2_000_000
_DEEPEST: Final = 5


def remove(pdf: pikepdf.Pdf, page: pikepdf.Page) -> bool:
    """Take out the words that nobody sees (text render mode 3). True if there were any.

    What cannot be parsed stays as it is.
    """
    try:
        data = _without(page)
        if data is not None:
            page.Contents = _stream(pdf, data)
        resources = inherited(page, "/Resources")
        forms = _remove_from_forms(pdf, resources, depth=0) if isinstance(resources, pikepdf.Dictionary) else False
    except (pikepdf.PikepdfError, ValueError, TypeError, KeyError, AttributeError):
        return False
    return data is not None or forms


def _remove_from_forms(pdf: pikepdf.Pdf, resources: pikepdf.Dictionary, *, depth: int) -> bool:
    objects = resources.get("/XObject")
    if not isinstance(objects, pikepdf.Dictionary) or depth >= _DEEPEST:
        return False
    removed = False
    for form in objects.values():
        if not isinstance(form, pikepdf.Stream) or form.get("/Subtype") != "/Form":
            continue
        data = _without(form)
        if data is not None:
            form.write(zlib.compress(data), filter=pikepdf.Name.FlateDecode)
        inner = form.get("/Resources")
        deeper = isinstance(inner, pikepdf.Dictionary) and _remove_from_forms(pdf, inner, depth=depth + 1)
        removed = removed or data is not None or deeper
    return removed


def _without(content: pikepdf.Page | pikepdf.Stream) -> bytes | None:
    """The content without its invisible words, or None if it has none."""
    if _length(content) > _LONGEST:
        return None
    kept: list[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage] = []
    mode = 0
    stack: list[int] = []
    removed = False
    for instruction in pikepdf.parse_content_stream(content):
        operator = str(instruction.operator)
        if operator == "q":
            stack.append(mode)
        elif operator == "Q" and stack:
            mode = stack.pop()
        elif operator == "Tr":
            mode = int(instruction.operands[0])
        if operator in {"Tj", "TJ", "'", '"'} and mode == _INVISIBLE:
            removed = True
            if operator in {"'", '"'}:
                # These two also go to the next line.
                kept.append(pikepdf.ContentStreamInstruction([], pikepdf.Operator("T*")))
            continue
        kept.append(instruction)
    return pikepdf.unparse_content_stream(kept) if removed else None


def _length(content: pikepdf.Page | pikepdf.Stream) -> int:
    if isinstance(content, pikepdf.Stream):
        return int(content.get("/Length", 0))
    contents = content.obj.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return sum(int(stream.get("/Length", 0)) for stream in streams if isinstance(stream, pikepdf.Stream))


def _stream(pdf: pikepdf.Pdf, data: bytes) -> pikepdf.Stream:
    return pikepdf.Stream(pdf, zlib.compress(data), Filter=pikepdf.Name.FlateDecode)

"""What is painted on a page: enough of its content to know whether one scanned picture is all of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias, cast

import pikepdf

from pipeline.tools.pdf.placement import Shown, corners, inherited

#: Of these operators a page is understood; all others are skipped by the parser, which is what makes it quick.
_OPERATORS: Final = "q Q cm Do gs re W W* n f F f* B B* b b* S s sh BI ID EI Tr Tj TJ ' \""
_PATHS: Final = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh"})
_TEXTS: Final = frozenset({"Tj", "TJ", "'", '"'})
#: Text render modes that leave nothing to see. Source: ISO 32000-1, table 106.
_INVISIBLE: Final = frozenset({3, 7})
#: A content stream above this is a drawing, whatever pictures it holds: a scan with its words has some 50 kB.
_LONGEST: Final = 2_000_000
#: Forms within forms are followed so deep.
_DEEPEST: Final = 5
#: A picture that leaves less than this share of the page free covers it.
_COVERS: Final = 0.985
#: Annotations without a mark of their own on the page.
_UNSEEN: Final = frozenset({"/Link", "/Popup"})
_HIDDEN_FLAGS: Final = 0b100010  # hidden, no view: ISO 32000-1, table 165


#: Left, top, right, bottom on the shown page, in points.
Rectangle: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Painted:
    """One picture as it lies on the page."""

    stream: pikepdf.Stream
    #: The unit square of the picture to user space.
    matrix: pikepdf.Matrix
    #: Left, top, right, bottom on the shown page, in points.
    rectangle: Rectangle
    #: Painted through a clip or a transparency that changes what is seen of it.
    altered: bool

    @property
    def pixels(self) -> tuple[int, int]:
        return _count(self.stream, "/Width"), _count(self.stream, "/Height")


@dataclass(slots=True)
class Survey:
    """What a page holds."""

    pictures: list[Painted] = field(default_factory=list)
    #: Something else can be seen: text, lines, areas, annotations.
    marks: bool = False
    #: All annotations that can be seen are notices of electronic signatures, which are not part of the paper.
    only_signatures: bool = False
    #: Text stands on it, seen or unseen.
    text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    matrix: pikepdf.Matrix
    render_mode: int = 0
    altered: bool = False


def survey(page: pikepdf.Page, look: Shown) -> Survey:
    """Walk through the page's content. What cannot be understood counts as a mark: then the page is drawn."""
    seen = [item for item in _annotations(page) if _can_be_seen(item)]
    found = Survey(only_signatures=all(_is_signature(item) for item in seen))
    resources = inherited(page, "/Resources")
    if not isinstance(resources, pikepdf.Dictionary):
        resources = pikepdf.Dictionary()
    if not _holds_pictures(resources):
        found.marks = True
        found.text = True
        return found
    try:
        if _content_length(page) > _LONGEST:
            found.marks = found.text = True
            return found
        _Walk(resources, _State(matrix=pikepdf.Matrix()), look, found, depth=0).through(page)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        found.marks = found.text = True
    if not found.only_signatures:
        found.marks = True
    return found


class _Walk:
    """One content stream being walked through: the page's own, or that of a form on it."""

    def __init__(self, resources: pikepdf.Dictionary, state: _State, look: Shown, found: Survey, *, depth: int) -> None:
        self._resources = resources
        self._state = state
        self._look = look
        self._found = found
        self._depth = depth
        self._stack: list[_State] = []
        #: The last rectangle of the path that is being built, on the shown page.
        self._rectangle: Rectangle | None = None
        self._clips = False

    def through(self, content: pikepdf.Page | pikepdf.Object) -> None:
        for instruction in pikepdf.parse_content_stream(content, operators=_OPERATORS):
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                self._found.marks = True
            else:
                self._step(str(instruction.operator), list(instruction.operands))

    def _step(self, operator: str, operands: list[pikepdf.Object]) -> None:
        match operator:
            case "q":
                self._stack.append(self._state)
            case "Q" if self._stack:
                self._state = self._stack.pop()
            case "cm" | "Tr" | "gs":
                self._state = self._changed(operator, operands)
            case "Do":
                self._paint(operands[0])
            case _ if operator in _TEXTS:
                self._found.text = True
                self._found.marks = self._found.marks or self._state.render_mode not in _INVISIBLE
            case _:
                self._trace(operator, operands)

    def _changed(self, operator: str, operands: list[pikepdf.Object]) -> _State:
        state = self._state
        match operator:
            case "cm":
                return replace(state, matrix=_matrix(operands) @ state.matrix)
            case "Tr":
                return replace(state, render_mode=int(cast("int", operands[0])))
            case _:
                return replace(state, altered=state.altered or _is_transparent(self._resources, operands[0]))

    def _trace(self, operator: str, operands: list[pikepdf.Object]) -> None:
        """Paths: painted ones are marks; a clip that leaves the whole page free changes nothing."""
        match operator:
            case "re":
                x, y, width, height = (float(cast("float", value)) for value in operands)
                at = pikepdf.Matrix(1, 0, 0, 1, x, y) @ self._state.matrix @ self._look.from_user
                self._rectangle = corners(at, width, height)
                return
            case "W" | "W*":
                self._clips = True
                return
            case "n" if self._clips and not (self._rectangle and _covers(self._rectangle, self._look)):
                self._state = replace(self._state, altered=True)
            case _ if operator in _PATHS:
                self._found.marks = True
        self._clips, self._rectangle = False, None

    def _paint(self, name: pikepdf.Object) -> None:
        stream = self._resources.get("/XObject", pikepdf.Dictionary()).get(str(name))
        if not isinstance(stream, pikepdf.Stream):
            return
        if stream.get("/Subtype") == "/Image":
            self._paint_picture(stream)
        elif stream.get("/Subtype") == "/Form":
            self._paint_form(stream)

    def _paint_picture(self, stream: pikepdf.Stream) -> None:
        state, found = self._state, self._found
        rectangle = corners(state.matrix @ self._look.from_user, 1, 1)
        found.pictures.append(Painted(stream=stream, matrix=state.matrix, rectangle=rectangle, altered=state.altered))
        if not state.altered and _is_opaque(stream) and _covers(rectangle, self._look):
            # Whatever lies under a picture of the whole page cannot be seen.
            found.marks = False
            found.pictures = found.pictures[-1:]

    def _paint_form(self, form: pikepdf.Stream) -> None:
        if self._depth >= _DEEPEST:
            self._found.marks = self._found.text = True
            return
        own = form.get("/Matrix")
        matrix = _matrix(list(own)) @ self._state.matrix if isinstance(own, pikepdf.Array) else self._state.matrix
        altered = self._state.altered or _clips(form, matrix, self._look)
        resources = form.get("/Resources")
        inside = _Walk(
            resources if isinstance(resources, pikepdf.Dictionary) else self._resources,
            replace(self._state, matrix=matrix, altered=altered),
            self._look,
            self._found,
            depth=self._depth + 1,
        )
        inside.through(form)


def _matrix(operands: list[pikepdf.Object]) -> pikepdf.Matrix:
    a, b, c, d, e, f = (float(cast("float", value)) for value in operands)
    return pikepdf.Matrix(a, b, c, d, e, f)


def _clips(form: pikepdf.Stream, matrix: pikepdf.Matrix, look: Shown) -> bool:
    box = form.get("/BBox")
    if not isinstance(box, pikepdf.Array) or len(box) != 4:
        return True
    x0, y0, x1, y1 = (float(cast("float", value)) for value in box)
    return not _covers(corners(pikepdf.Matrix(1, 0, 0, 1, x0, y0) @ matrix @ look.from_user, x1 - x0, y1 - y0), look)


def _covers(rectangle: Rectangle, look: Shown) -> bool:
    return covered(rectangle, look) >= _COVERS


def covered(rectangle: Rectangle, look: Shown) -> float:
    """The share of the shown page that lies within a rectangle of it, from 0.0 to 1.0."""
    left, top, right, bottom = rectangle
    width, height = look.size
    across = max(0.0, min(right, width) - max(left, 0.0)) / width
    along = max(0.0, min(bottom, height) - max(top, 0.0)) / height
    return across * along


def _is_opaque(stream: pikepdf.Stream) -> bool:
    return not any(key in stream for key in ("/SMask", "/Mask", "/ImageMask", "/SMaskInData"))


def _is_transparent(resources: pikepdf.Dictionary, name: pikepdf.Object) -> bool:
    state = resources.get("/ExtGState", pikepdf.Dictionary()).get(str(name))
    if not isinstance(state, pikepdf.Dictionary):
        return False
    return (
        float(cast("float", state.get("/ca", 1))) < 1
        or str(state.get("/BM", "/Normal")) not in {"/Normal", "/Compatible"}
        or str(state.get("/SMask", "/None")) != "/None"
    )


def _holds_pictures(resources: pikepdf.Dictionary) -> bool:
    objects = resources.get("/XObject")
    return isinstance(objects, pikepdf.Dictionary) and len(objects) > 0


def _content_length(page: pikepdf.Page) -> int:
    contents = page.obj.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return sum(_count(stream, "/Length") for stream in streams if isinstance(stream, pikepdf.Stream))


def _annotations(page: pikepdf.Page) -> Iterator[pikepdf.Dictionary]:
    annotations = page.obj.get("/Annots")
    if isinstance(annotations, pikepdf.Array):
        yield from (item for item in annotations if isinstance(item, pikepdf.Dictionary))


def _can_be_seen(annotation: pikepdf.Dictionary) -> bool:
    if str(annotation.get("/Subtype")) in _UNSEEN or "/AP" not in annotation:
        return False
    if _count(annotation, "/F") & _HIDDEN_FLAGS:
        return False
    box = annotation.get("/Rect")
    if not isinstance(box, pikepdf.Array) or len(box) != 4:
        return False
    x0, y0, x1, y1 = (float(cast("float", value)) for value in box)
    return x0 != x1 and y0 != y1


def _is_signature(annotation: pikepdf.Dictionary) -> bool:
    # A field of a form may be one with its only widget, or stand above it.
    parent = annotation.get("/Parent")
    kind = annotation.get("/FT", parent.get("/FT") if isinstance(parent, pikepdf.Dictionary) else None)
    return str(annotation.get("/Subtype")) == "/Widget" and str(kind) == "/Sig"


def _count(holder: pikepdf.Object, key: str) -> int:
    try:
        return int(cast("int", holder.get(key, 0)))
    except (TypeError, ValueError):
        return 0

"""The catalogue of kinds: one TOML file for each kind of paper, read and checked once at the edge."""

from __future__ import annotations

import tomllib
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pydantic import TypeAdapter, ValidationError

from pipeline.domain.kinds import Kind, Kinds
from pipeline.errors import Misconfigured

_KIND: Final = TypeAdapter(Kind)


class KindWrong(Misconfigured):
    """A kind's file does not say what a kind's file has to say."""

    code = "kind_wrong"
    message_vi = "Tệp mô tả loại giấy tờ {file} sai ở: {where}."
    message_en = "The description of a kind of paper, {file}, is wrong at: {where}."
    remedy_vi = "Sửa tệp này trong config/kinds, hoặc lấy lại bản gốc."
    remedy_en = "Correct that file in config/kinds, or restore the shipped one."


def load(folder: Path) -> Kinds:
    """All kinds of a folder by id, in the order of the file names.

    Raises KindWrong, naming the file and the place in it.
    """
    kinds = [_read(path) for path in sorted(folder.glob("*.toml"))]
    return MappingProxyType({kind.id: kind for kind in kinds})


def _read(path: Path) -> Kind:
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        kind = _KIND.validate_python({"id": path.stem, **told}, extra="forbid")
    except tomllib.TOMLDecodeError as error:
        raise KindWrong(file=path.name, where=str(error)) from error
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise KindWrong(file=path.name, where=where) from error
    return kind

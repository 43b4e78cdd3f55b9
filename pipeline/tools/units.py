"""The administrative units of Vietnam before and after 1 July 2025, out of the package ``vietnamadminunits`` (MIT).

Only its data is read: none of its code runs, so that what that code asks for need not be installed.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from pipeline.domain import gazetteer
from pipeline.domain.gazetteer import Gazetteer
from pipeline.errors import Misconfigured

#: The package that brings the lists along.
PACKAGE: Final = "vietnamadminunits"
_LARGE: Final = """
    SELECT provinceShort FROM admin_units_legacy UNION SELECT districtShort FROM admin_units_legacy
    UNION SELECT provinceShort FROM admin_units
"""
_COMMUNES: Final = "SELECT wardShort FROM admin_units_legacy UNION SELECT wardShort FROM admin_units"


class UnitsMissing(Misconfigured):
    """The package with the administrative units is not installed."""

    code = "units_missing"
    message_vi = "Thiếu danh mục đơn vị hành chính (gói vietnamadminunits)."
    message_en = "The list of administrative units (package vietnamadminunits) is missing."
    remedy_vi = "Chạy `make setup`."
    remedy_en = "Run `make setup`."


def names() -> Gazetteer:
    """The names of all provinces, districts and communes of both lists. Raises UnitsMissing."""
    spec = find_spec(PACKAGE)
    file = None if spec is None or spec.origin is None else Path(spec.origin).parent / "data" / "dataset.db"
    if file is None or not file.is_file():
        raise UnitsMissing
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as lists:
        large = {name for (name,) in lists.execute(_LARGE) if name}
        communes = {name for (name,) in lists.execute(_COMMUNES) if name}
        # In order: of ``KRông`` and ``Krông``, which the lists mix, the later one is how papers write it.
        return gazetteer.of(sorted(large | communes), large=large)

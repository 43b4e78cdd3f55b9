"""Columnar files (Parquet) through pyarrow, for whoever analyses the rates elsewhere."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
from pyarrow import parquet


def write(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str], *, decimals: int, about: str) -> bytes:
    """Rows as a Parquet file: counts as integers, rates as decimals, days as dates.

    ``columns``: name → ``text``, ``count``, ``percent``, ``points``, ``day`` or ``flag``. ``about``: kept in the file's
    metadata under ``definitions``.
    """
    kinds = {
        "text": pa.string(),
        "count": pa.int64(),
        "percent": pa.decimal128(18, decimals),
        "points": pa.decimal128(18, max(2, decimals)),
        "day": pa.date32(),
        "flag": pa.bool_(),
    }
    schema = pa.schema([(name, kinds[sort]) for name, sort in columns.items()], metadata={"definitions": about})
    table = pa.table({name: [row[name] for row in rows] for name in columns}, schema=schema)
    out = io.BytesIO()
    parquet.write_table(table, out)
    return out.getvalue()

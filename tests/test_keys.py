"""Names that this house gives."""

from __future__ import annotations

import secrets
from uuid import RFC_4122, UUID

from pipeline import keys


def test_ids_of_files_grow_with_time_and_cannot_be_guessed() -> None:
    moments = range(1_700_000_000_000, 1_700_000_000_200)
    ids = [keys.file_id(at, secrets.randbits(74)) for at in moments]
    assert ids == sorted(ids)
    assert {(UUID(one).version, UUID(one).variant) for one in ids} == {(7, RFC_4122)}
    assert keys.file_id(0, (1 << 74) - 1) == "00000000-0000-7fff-bfff-ffffffffffff"
    assert len({one[-12:] for one in ids}) == len(ids)

"""What became of what was sent, asked of the ledger and of the counts: nothing lost, nothing counted twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.stores import rates
from pipeline.stores.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts of pages."""

    sent: int
    #: Read, in exactly one paper in force of a file that is through, whose manifest is in object storage.
    finished_once: int
    #: With a reason that a person can see.
    given_up: int
    #: In two papers, or of a file that was read twice, or in two dossiers of the counts.
    counted_twice: int

    @property
    def lost(self) -> int:
        return self.sent - self.finished_once - self.given_up

    def __str__(self) -> str:
        return (
            f"sent {self.sent} · finished once {self.finished_once} · given up with a reason {self.given_up}"
            f" · lost {self.lost} · counted twice {self.counted_twice}"
        )


_PAGES: Final = """
WITH pages AS (
    SELECT page.file_id, page.number, page.state, page.reason, file.state AS file_state, file.reason AS file_reason,
           (SELECT count(*) FROM paper WHERE paper.file_id = page.file_id AND page.number = ANY(paper.pages)
                   AND paper.replaced_at IS NULL) AS papers,
           (SELECT count(*) FROM revision WHERE revision.dossier_id = file.dossier_id AND revision.what = 'read'
                   AND revision.delivered_at IS NOT NULL) AS readings
    FROM page JOIN file ON file.id = page.file_id WHERE file.id = ANY(%(files)s::uuid[]))
SELECT count(*) FILTER (WHERE state = 'read' AND file_state = 'finished' AND papers = 1 AND readings = 1) AS once,
       count(*) FILTER (WHERE state = 'given_up' AND reason IS NOT NULL
                        OR file_state IN ('refused', 'given_up') AND file_reason IS NOT NULL) AS given_up,
       count(*) FILTER (WHERE papers > 1 OR readings > 1) AS twice
FROM pages
"""

_COUNTS: Final = """
SELECT coalesce((SELECT sum(scanned) FROM count_day WHERE basis = 'scan'), 0)::int
     - (SELECT count(*) FROM dossier WHERE EXISTS (SELECT FROM file WHERE file.dossier_id = dossier.id
            AND file.state = 'finished'))::int AS excess
"""


def count(database: Database, files: Sequence[str], *, pages: int) -> Tally:
    """What became of these files, each in a dossier of its own, with so many pages in all."""
    rates.recount(database)
    row = database.row(_PAGES, {"files": list(files)})
    counts = database.row(_COUNTS)
    assert row is not None
    assert counts is not None
    return Tally(
        sent=pages,
        finished_once=row["once"],
        given_up=row["given_up"],
        counted_twice=row["twice"] + abs(counts["excess"]),
    )

"""What the screens ask of the ledger: read only, always within the centres that an account sees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from pipeline.stores.database import Database, Row, queries

_SQL: Final = queries("desk")

#: Which dossiers a list shows.
Show = Literal["all", "to_verify", "unassigned"]


class Desk:
    """Reads for the screens. ``centre`` None means every centre."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def recent_files(self, *, centre: str | None, files: Sequence[UUID] | None = None, most: int = 100) -> list[Row]:
        """The newest files, or those of ``files``, with how far each has come."""
        parameters = {"centre": centre, "files": None if files is None else list(files), "most": most}
        return self._database.rows(_SQL["recent_files"], parameters)

    def dossiers(
        self,
        *,
        centre: str | None,
        show: Show = "all",
        search: str | None = None,
        before: tuple[datetime, UUID] | None = None,
        most: int = 50,
    ) -> list[Row]:
        """A screenful of dossiers, newest change first, from ``before`` (changed_at, id) on."""
        changed, dossier = before or (None, None)
        parameters = {
            "centre": centre,
            "show": show,
            "search": search,
            "before": changed,
            "before_id": dossier,
            "most": most,
        }
        return self._database.rows(_SQL["dossiers"], parameters)

    def dossier(self, dossier: UUID, *, centre: str | None) -> Row | None:
        """One dossier, or None where there is none that the account sees."""
        return self._database.row(_SQL["dossier"], {"dossier": dossier, "centre": centre})

    def files(self, dossier: UUID) -> list[Row]:
        """Every file of a dossier in the order of arrival, withdrawn and replaced ones included."""
        return self._database.rows(_SQL["dossier_files"], {"dossier": dossier})

    def pages(self, dossier: UUID) -> list[Row]:
        """Every page of a dossier's files."""
        return self._database.rows(_SQL["dossier_pages"], {"dossier": dossier})

    def papers(self, dossier: UUID) -> list[Row]:
        """Every paper of a dossier's files."""
        return self._database.rows(_SQL["dossier_papers"], {"dossier": dossier})

    def fields(self, dossier: UUID) -> list[Row]:
        """Every field of a dossier's papers: personal data."""
        return self._database.rows(_SQL["dossier_fields"], {"dossier": dossier})

    def page_place(self, file: UUID, page: int, *, centre: str | None) -> Row | None:
        """What is needed to name the objects of a page, or None where the account does not see it."""
        return self._database.row(_SQL["page_place"], {"file": file, "page": page, "centre": centre})

    def file_place(self, file: UUID, *, centre: str | None) -> Row | None:
        """The dossier and the centre of a file in force, or None where the account does not see it."""
        return self._database.row(_SQL["file_place"], {"file": file, "centre": centre})

    def owner_of_paper(self, paper: UUID, *, centre: str | None) -> UUID | None:
        """The dossier of a paper, or None where the account does not see it."""
        row = self._database.row(_SQL["paper_owner"], {"paper": paper, "centre": centre})
        return None if row is None else row["id"]

    def next_to_verify(self, dossier: UUID, *, centre: str | None) -> UUID | None:
        """The dossier that waits longest for a person, other than this one."""
        row = self._database.row(_SQL["next_to_verify"], {"dossier": dossier, "centre": centre})
        return None if row is None else row["id"]

    def centres(self, *, centre: str | None) -> list[str]:
        """Codes of centres that sent something."""
        return [row["centre_code"] for row in self._database.rows(_SQL["centres_seen"], {"centre": centre})]

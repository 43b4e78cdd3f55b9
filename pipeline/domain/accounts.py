"""An account: a person who signs in, the role, and the centre that the account is bound to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

Role = Literal["clerk", "ops", "report", "admin"]
Right = Literal["upload", "dossiers", "verify", "queue", "operate", "rates", "accounts"]

ROLES: Final[tuple[Role, ...]] = get_args(Role)

#: What each role may do. Documents and their fields are personal data: ops and report never see them.
RIGHTS: Final[dict[Role, frozenset[Right]]] = {
    "clerk": frozenset(("upload", "dossiers", "verify", "queue", "rates")),
    "ops": frozenset(("queue", "operate", "rates")),
    "report": frozenset(("rates",)),
    "admin": frozenset(get_args(Right)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person's account. The password's hash stays in the store."""

    #: What the person types to sign in, and what the ledger records as ``by``.
    name: str
    role: Role
    #: The centre whose dossiers the account sees; None for all of them.
    centre: str | None

    def may(self, right: Right) -> bool:
        return right in RIGHTS[self.role]

    def sees(self, centre: str | None) -> bool:
        """Whether dossiers of ``centre`` (None: not assigned to any) belong to this account's view."""
        return self.centre is None or self.centre == centre

"""The first account of the web, generated where the stack holds samples, and told at each start."""

from __future__ import annotations

from typing import Final

from stack import servers
from stack.house import House, HouseFailed

NAME: Final = "admin"


def tell(house: House) -> None:
    """Print the web's address and how to sign in; the account is made where it is not there yet."""
    kept = house.place.folder / "account"
    if not kept.exists():
        servers.write_secret(kept, _made(house))
    print(f"\n→ web: {house.place.web}   {NAME} / {kept.read_text()}", flush=True)


def _made(house: House) -> str:
    try:
        return house.asked("admin", NAME, "--generate").strip()
    except HouseFailed:
        # Made by a start that was broken off before it wrote the password down.
        return house.asked("admin", NAME, "--generate", "--reset").strip()

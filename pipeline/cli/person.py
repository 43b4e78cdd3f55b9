"""Who runs a command."""

from __future__ import annotations

import getpass
import os


def account() -> str:
    """The account that runs the command; in a container it may have a number only."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())

"""How far a long command is, by the names that it goes through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from pipeline import keys


@contextmanager
def bar(prefixes: Sequence[str]) -> Iterator[Callable[[str], None]]:
    """A bar on stderr, if a person looks at it; what it gives is told each name that was reached."""
    columns = (TextColumn("{task.description:12}"), BarColumn(), TextColumn("{task.percentage:>5.1f} %"))
    console = Console(stderr=True)
    with Progress(*columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal) as shown:
        task = shown.add_task("", total=len(prefixes))

        def reached(key: str) -> None:
            for number, prefix in enumerate(prefixes):
                if key.startswith(prefix):
                    shown.update(task, completed=number + keys.place(key), description=prefix)

        yield reached

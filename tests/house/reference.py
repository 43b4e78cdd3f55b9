"""``make docs``: writes what can be read off the code into docs/: commands, settings and error codes."""

from __future__ import annotations

import ast
import enum
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import click
from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from config.settings import PREFIX, Settings
from pipeline.cli import COMMANDS, sohoa
from tests.house.source import ROOT, modules

DOCS: Final = ROOT / "docs"
NOTE: Final = "<!-- Written by `make docs` from the code; a test holds the two together. -->\n"


def pages() -> dict[Path, str]:
    """Each page of docs/ that is written here, with its text."""
    return {
        DOCS / "commands.md": commands(),
        DOCS / "errors.md": errors(),
        DOCS / "settings.md": settings(),
    }


# Settings ------------------------------------------------------------------------------------------------------------


def settings() -> str:
    """All settings as a table."""
    rows = [
        f"| `{PREFIX}{name.upper()}` | {_default(field)} | {_cell(field.description or '')} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(
        [
            "# Settings",
            "",
            NOTE,
            "Environment variables, read once by the entry points. An empty one counts as not set. A wrong one is",
            "named by the error `settings_wrong`; its value, which may be a secret, is never shown. `make run`",
            "writes those of the local stack to `var/sohoa.env`; `.venv/bin/sohoa` takes from there what its caller",
            "has not set.",
            "",
            "| variable | default | meaning |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def _default(field: FieldInfo) -> str:
    value: Any = field.default
    if value is PydanticUndefined:
        value = field.default_factory() if field.default_factory else None  # type: ignore[call-arg]
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, enum.Enum):
        value = value.value
    return "" if value in (None, "") else f"`{value}`"


# Errors --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Wording:
    """An error's class as its source describes it."""

    name: str
    base: str
    #: The class attributes that are texts.
    texts: dict[str, str]


def errors() -> str:
    """All error codes, by who has to act."""
    classes = _classes()
    groups = {
        "Refused": "The sender has to act: the same file will be refused again. Never retried · HTTP 422 · exit 3",
        "Later": "Nobody has to act: there is no room at present. Retried · HTTP 429 · exit 4",
        "Unavailable": "Nobody has to act: the same step will work later. Retried · HTTP 503 · exit 4",
        "Misconfigured": "The operator has to act: nothing works until it is put right. HTTP 500 · exit 5",
    }
    lines = [
        "# Error codes",
        "",
        NOTE,
        "Codes never change; sentences may. `{…}` is filled from the error's details.",
        "",
    ]
    for group, meaning in groups.items():
        mine = sorted((w for w in leaves() if _group(w, classes) == group), key=lambda w: w.texts["code"])
        lines += [f"## {group}", "", meaning, "", "| code | says | remedy |", "|---|---|---|"]
        lines += [
            f"| `{w.texts['code']}` | {_bilingual(w, classes, 'message')} | {_bilingual(w, classes, 'remedy')} |"
            for w in mine
        ]
        lines.append("")
    return "\n".join(lines)


def leaves() -> list[Wording]:
    """The errors that reach people: those with a code that no other error descends from."""
    classes = _classes()
    bases = {wording.base for wording in classes.values()}
    return [w for w in classes.values() if "code" in w.texts and w.name not in bases and _group(w, classes)]


def worded(wording: Wording) -> set[str]:
    """Which texts an error has of its own or from a base that is about the same thing."""
    general = {"PipelineError", "Refused", "Unavailable", "Later", "Misconfigured"}
    return {key for ancestor in _line(wording, _classes()) if ancestor.name not in general for key in ancestor.texts}


@cache
def _classes() -> dict[str, Wording]:
    return {wording.name: wording for wording in _error_classes()}


def _error_classes() -> Iterator[Wording]:
    for module in modules():
        for node in module.nodes:
            if isinstance(node, ast.ClassDef) and node.bases:
                yield Wording(name=node.name, base=ast.unparse(node.bases[0]).rpartition(".")[2], texts=_texts(node))


def _texts(node: ast.ClassDef) -> dict[str, str]:
    found = {}
    for statement in node.body:
        target = statement.targets[0] if isinstance(statement, ast.Assign) else getattr(statement, "target", None)
        value = getattr(statement, "value", None)
        if isinstance(target, ast.Name) and isinstance(value, ast.Constant) and isinstance(value.value, str):
            found[target.id] = value.value
    return found


def _line(wording: Wording, classes: dict[str, Wording]) -> Iterator[Wording]:
    """The class and what it descends from."""
    current: Wording | None = wording
    while current is not None:
        yield current
        current = classes.get(current.base)


def _group(wording: Wording, classes: dict[str, Wording]) -> str:
    names = [ancestor.name for ancestor in _line(wording, classes)]
    return next((name for name in names if name in {"Refused", "Later", "Unavailable", "Misconfigured"}), "")


def _bilingual(wording: Wording, classes: dict[str, Wording], what: str) -> str:
    said = [
        next((ancestor.texts[key] for ancestor in _line(wording, classes) if key in ancestor.texts), "")
        for key in (f"{what}_vi", f"{what}_en")
    ]
    return _cell("<br>".join(said))


# Commands ------------------------------------------------------------------------------------------------------------


def commands() -> str:
    """Every command with its arguments and options."""
    context = click.Context(sohoa, info_name="sohoa")
    lines = [
        "# Commands",
        "",
        NOTE,
        "`sohoa` is at `.venv/bin/sohoa`. Exit codes: 0 done · 1 some inputs refused, the others are done · 2 usage ·",
        "3 all refused · 4 a service is unavailable, or no room at present · 5 misconfigured · 130 interrupted.",
        "Errors go to stderr as one line: the code, the sentence, the remedy (errors.md).",
        "",
    ]
    for name in sorted(COMMANDS):
        command = sohoa.get_command(context, name)
        assert command is not None
        lines += _command(command, click.Context(command, info_name=name, parent=context))
    return "\n".join(lines)


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    yield from [f"## {context.command_path}", "", f"`{usage}`", "", _prose(command.help or ""), ""]
    options = [record for parameter in command.params if (record := parameter.get_help_record(context))]
    if options:
        yield from ["| option | meaning |", "|---|---|"]
        yield from (f"| `{_cell(option)}` | {_cell(meaning)} |" for option, meaning in options)
        yield ""
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _command(inner, click.Context(inner, info_name=name, parent=context))


def _prose(text: str) -> str:
    return "\n".join(line.strip() for line in text.replace("\b", "").strip().splitlines())


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")

"""The command line: ``sohoa``. One module for each family of commands, loaded only when it is called.

That is what lets ``sohoa read`` start without a broker, an SQL driver or a web framework.
"""

from __future__ import annotations

import importlib
import logging
import os
import sys
from collections.abc import Sequence
from typing import Final

import click

from config import settings
from pipeline.errors import Language, Misconfigured, PipelineError, Refused, Unavailable

#: Command → module of this package that defines it, under the command's name with ``-`` as ``_``.
COMMANDS: Final[dict[str, str]] = {
    "accept": "healing",
    "admin": "accounts",
    "centres": "centres",
    "doctor": "examining",
    "failures": "watching",
    "ingest": "ingesting",
    "migrate": "migrating",
    "move": "healing",
    "pause": "holding",
    "procedures": "procedures",
    "rates": "rates",
    "scorecard": "scorecard",
    "read": "reading",
    "rebuild": "rebuilding",
    "register": "register",
    "reread": "healing",
    "resume": "holding",
    "retry": "healing",
    "scrub": "scrubbing",
    "serve": "serving",
    "status": "watching",
    "sweep": "serving",
    "verify": "healing",
    "withdraw": "healing",
    "worker": "serving",
}

EXIT_REFUSED_SOME: Final = 1
EXIT_REFUSED_ALL: Final = 3
EXIT_UNAVAILABLE: Final = 4
EXIT_MISCONFIGURED: Final = 5
EXIT_INTERRUPTED: Final = 130


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module = importlib.import_module(f"pipeline.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.pass_context
def sohoa(ctx: click.Context) -> None:
    """Sohoa: từ hồ sơ giấy đến tỷ lệ số hóa · from the paper dossier to the digitization rate."""
    ctx.obj = settings.load(os.environ)


def exit_code(error: PipelineError) -> int:
    """The exit code of the contract for one error that ended a command."""
    match error:
        case Misconfigured():
            return EXIT_MISCONFIGURED
        case Unavailable():
            return EXIT_UNAVAILABLE
        case Refused():
            return EXIT_REFUSED_ALL
        case _:
            return EXIT_MISCONFIGURED


def say_error(error: PipelineError, *, language: Language) -> None:
    """One line on stderr: code, sentence, remedy."""
    click.echo(f"{error.code}: {error.message(language)} → {error.remedy(language)}", err=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with the code of the contract."""
    # Libraries warn of each attempt that failed; a person is told once, in our words.
    logging.basicConfig(level=logging.ERROR)
    # The driver gives its own a level of their own.
    logging.getLogger("psycopg").setLevel(logging.ERROR)
    language: Language = "en" if os.environ.get("SOHOA_LANGUAGE") == "en" else "vi"
    try:
        code = sohoa.main(args=None if arguments is None else list(arguments), prog_name="sohoa", standalone_mode=False)
    except click.ClickException as usage:
        usage.show()
        code = usage.exit_code
    except (KeyboardInterrupt, click.Abort):
        code = EXIT_INTERRUPTED
    except BrokenPipeError:  # whoever read our output has seen enough; nothing can be told there any more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = EXIT_INTERRUPTED
    except PipelineError as error:
        say_error(error, language=language)
        code = exit_code(error)
    sys.exit(code if isinstance(code, int) else 0)

"""Brings the database to the newest schema with alembic. The versions only run the .sql file beside them."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable

import sqlalchemy
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from pipeline.stores.database import DatabaseDown, DatabaseRefused

#: Any number will do, as long as every process takes the same: two of them must not migrate at once.
_LOCK = 7_315_702


def upgrade(address: str) -> tuple[str | None, str | None]:
    """Migrate to the newest version; the version before and after."""
    with _connected(address) as connection:
        connection.execute(sqlalchemy.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config = _config()
        config.attributes["connection"] = connection
        before = MigrationContext.configure(connection).get_current_revision()
        command.upgrade(config, "head")
        return before, MigrationContext.configure(connection).get_current_revision()


def pending(address: str) -> bool:
    """Whether the database is not at the newest version."""
    with _connected(address) as connection:
        now = MigrationContext.configure(connection).get_current_revision()
    return now != ScriptDirectory.from_config(_config()).get_current_head()


def schema() -> str:
    """The newest schema as one SQL text, for a fresh database and for whoever wants to read it."""
    folder = resources.files("pipeline.stores").joinpath("sql/schema")
    return "\n".join(part.read_text(encoding="utf-8") for part in sorted(folder.iterdir(), key=_number))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(resources.files("pipeline.stores").joinpath("sql/migrations")))
    config.set_main_option("path_separator", "os")
    return config


class _connected:  # noqa: N801 - reads as a phrase at the call site
    """A connection of alembic's own, in a transaction that ends with the block."""

    def __init__(self, address: str) -> None:
        url = sqlalchemy.make_url(address).set(drivername="postgresql+psycopg")
        self._engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool, connect_args={"connect_timeout": 5})
        self._begin = self._engine.begin()

    def __enter__(self) -> sqlalchemy.Connection:
        try:
            return self._begin.__enter__()
        except sqlalchemy.exc.OperationalError as error:
            refused = "FATAL" in str(error) and "starting up" not in str(error)
            raise (DatabaseRefused if refused else DatabaseDown) from error

    def __exit__(self, *exception: object) -> None:
        self._begin.__exit__(*exception)  # type: ignore[arg-type]
        self._engine.dispose()


def _number(part: Traversable) -> int:
    return int(part.name.partition("_")[0])

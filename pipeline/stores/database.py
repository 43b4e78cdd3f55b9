"""PostgreSQL through psycopg: the only module that knows the driver.

Statements of one line stand in the code; longer ones are named in ``sql/*.sql`` and loaded by ``queries``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from importlib import resources
from itertools import islice
from typing import Any, Final, TypeAlias

import psycopg
import psycopg_pool
from psycopg import errors as pg
from psycopg import sql
from psycopg.rows import DictRow, dict_row
from psycopg.types.json import Jsonb

from pipeline.errors import Misconfigured, Unavailable

Row: TypeAlias = Mapping[str, Any]
Parameters: TypeAlias = Mapping[str, Any] | Sequence[Any]

#: What a connection asks of the server: an answer to a dead peer within a minute, and no plan made for one value only.
_CONNECTION: Final[dict[str, Any]] = {
    "autocommit": True,
    "row_factory": dict_row,
    "application_name": "sohoa",
    "connect_timeout": 5,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    # Compiling a plan costs more than running it: counting 5,000 days of centres took 6.5 s with it, 0.4 s without.
    "options": "-c jit=off",
}

#: Faults that only the operator can put right, among those that say "cannot connect".
_REFUSED: Final = (
    pg.InvalidAuthorizationSpecification,
    pg.InvalidPassword,
    pg.InvalidCatalogName,
    pg.InsufficientPrivilege,
)


class DatabaseDown(Unavailable):
    """PostgreSQL does not answer, or broke off."""

    code = "database_down"
    message_vi = "Cơ sở dữ liệu không trả lời."
    message_en = "The database does not answer."
    remedy_vi = "Việc đang chờ sẽ tự chạy tiếp khi cơ sở dữ liệu hoạt động lại; kiểm tra bằng `sohoa doctor`."
    remedy_en = "Waiting work goes on by itself once the database is back; check with `sohoa doctor`."


class DatabaseRefused(Misconfigured):
    """PostgreSQL answers but does not let us in."""

    code = "database_refused"
    message_vi = "Cơ sở dữ liệu từ chối truy cập."
    message_en = "The database refuses access."
    remedy_vi = "Kiểm tra SOHOA_DATABASE: tên, mật khẩu và quyền của người dùng."
    remedy_en = "Check SOHOA_DATABASE: the name, the password and the rights of the user."


class SchemaOutdated(Misconfigured):
    """A table or column that this version needs is not there."""

    code = "schema_outdated"
    message_vi = "Cơ sở dữ liệu chưa được nâng cấp."
    message_en = "The database has not been migrated."
    remedy_vi = "Chạy `sohoa migrate`."
    remedy_en = "Run `sohoa migrate`."


def quoted(text: str) -> str:
    """A text as a literal, for the few statements that take no parameters."""
    return sql.Literal(text).as_string(None)


def json(value: object) -> Jsonb:
    """A parameter for a jsonb column."""
    return Jsonb(value)


#: Lines that are sent to COPY at once.
_COPY_LINES: Final = 1_000
#: What has a meaning of its own in the text form of COPY.
_MEANINGFUL: Final = re.compile(r"[\\\t\n\r]")
_SPELLED: Final = {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"}


def _copied(value: object) -> str:
    """A text as COPY reads it."""
    text = str(value)
    if text.isprintable() and "\\" not in text:
        return text
    return _MEANINGFUL.sub(lambda found: _SPELLED[found[0]], text)


#: The values that stores send in bulk, as COPY reads them: a fifth of the time that the driver's own way takes.
_COPIED: Final[Mapping[type, Callable[[Any], str]]] = {
    type(None): lambda _: r"\N",
    bool: lambda value: "t" if value else "f",
    int: str,
    datetime: datetime.isoformat,
    date: date.isoformat,
}


def queries(name: str) -> dict[str, str]:
    """The statements of ``sql/NAME.sql`` by name; each begins with ``-- name --`` and a line that describes it."""
    return named_statements(resources.files("pipeline.stores").joinpath(f"sql/{name}.sql").read_text(encoding="utf-8"))


def named_statements(text: str) -> dict[str, str]:
    """The statements of a text by name, as ``queries`` has them."""
    found: dict[str, str] = {}
    current = ""
    for line in text.splitlines(keepends=True):
        if line.startswith("-- ") and line.rstrip().endswith(" --"):
            current = line.strip("- \n")
            found[current] = ""
        elif current:
            found[current] += line
    return found


class Transaction:
    """Statements on one connection."""

    def __init__(self, connection: psycopg.Connection[DictRow]) -> None:
        self._connection = connection

    def rows(self, statement: str, parameters: Parameters = ()) -> list[Row]:
        """All rows of an answer."""
        return list(self._execute(statement, parameters).fetchall())

    def row(self, statement: str, parameters: Parameters = ()) -> Row | None:
        """The first row of an answer, if there is one."""
        return self._execute(statement, parameters).fetchone()

    def run(self, statement: str, parameters: Parameters = ()) -> int:
        """Run a statement without an answer; how many rows it touched."""
        return self._execute(statement, parameters).rowcount

    def locked(self, lock: int, *, wait: bool = True) -> bool:
        """Hold an advisory lock until the transaction ends. Without ``wait``: False where another one holds it."""
        if wait:
            self.row("SELECT pg_advisory_xact_lock(%s)", (lock,))
            return True
        return self.row("SELECT 1 WHERE pg_try_advisory_xact_lock(%s)", (lock,)) is not None

    def run_all(self, statements: Sequence[tuple[str, Parameters]]) -> None:
        """Run statements without answers, one after the other in one round trip."""
        with self._connection.pipeline():
            for statement, parameters in statements:
                self._execute(statement, parameters)

    def copy(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Send rows in bulk: ``COPY … FROM STDIN``."""
        lines = ("\t".join([_COPIED.get(type(value), _copied)(value) for value in row]) for row in rows)
        with self._connection.cursor() as cursor, cursor.copy(statement) as channel:
            while block := "\n".join(islice(lines, _COPY_LINES)):
                channel.write(block + "\n")

    def stream(self, statement: str, parameters: Parameters = (), *, size: int = 1000) -> Iterator[Row]:
        """Rows one by one, ``size`` of them in memory."""
        with self._connection.cursor(name="stream") as cursor:
            cursor.itersize = size
            cursor.execute(statement, parameters)
            yield from cursor

    def _execute(self, statement: str, parameters: Parameters) -> psycopg.Cursor[DictRow]:
        return self._connection.execute(statement, parameters, prepare=True if parameters else None)


class Database:
    """A pool of connections. Opens itself at the first use; safe to share between threads, not between processes."""

    def __init__(self, address: str, *, connections: int = 4, patience: float = 5.0) -> None:
        """``patience``: seconds to wait for a connection before DatabaseDown."""
        self._address = address
        self._pool = psycopg_pool.ConnectionPool(
            address,
            kwargs=_CONNECTION,
            connection_class=psycopg.Connection[DictRow],
            min_size=1,
            max_size=connections,
            timeout=patience,
            reconnect_timeout=0,
            open=False,
        )

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """One transaction: committed at the end of the block, rolled back by an error."""
        with self._connection() as connection, connection.transaction():
            yield Transaction(connection)

    @contextmanager
    def alone(self, lock: int, *, wait: bool = True) -> Iterator[bool]:
        """What only one process of all does at a time: False where another one does it, and we do not ``wait``."""
        with self.transaction() as transaction:
            yield transaction.locked(lock, wait=wait)

    def rows(self, statement: str, parameters: Parameters = ()) -> list[Row]:
        """One statement, committed at once; all rows of its answer."""
        with self._connection() as connection:
            return Transaction(connection).rows(statement, parameters)

    def row(self, statement: str, parameters: Parameters = ()) -> Row | None:
        """One statement, committed at once; the first row of its answer."""
        with self._connection() as connection:
            return Transaction(connection).row(statement, parameters)

    def run(self, statement: str, parameters: Parameters = ()) -> int:
        """One statement, committed at once; how many rows it touched."""
        with self._connection() as connection:
            return Transaction(connection).run(statement, parameters)

    def batch(self, statements: Sequence[tuple[str, Parameters]]) -> list[int]:
        """Statements in one transaction and one round trip; how many rows each touched or gave."""
        with self._connection() as connection:
            with connection.pipeline(), connection.transaction():
                cursors = [connection.execute(statement, parameters) for statement, parameters in statements]
            return [cursor.rowcount for cursor in cursors]

    def close(self) -> None:
        self._pool.close()

    @contextmanager
    def _connection(self) -> Iterator[psycopg.Connection[DictRow]]:
        self._pool.open()
        try:
            with self._pool.connection() as connection:
                yield connection
        except psycopg_pool.PoolTimeout as error:
            raise self._why() from error
        except (pg.UndefinedTable, pg.UndefinedColumn, pg.UndefinedFunction) as error:
            raise SchemaOutdated from error
        except _REFUSED as error:
            raise DatabaseRefused from error
        except psycopg.OperationalError as error:
            # After a restart of the server every idle connection is dead: replace all, not one a failure.
            self._pool.check()
            raise DatabaseDown from error

    def _why(self) -> Unavailable | Misconfigured:
        """The pool hides why it has no connection; one plain attempt tells."""
        try:
            psycopg.connect(self._address, connect_timeout=2).close()
        except psycopg.OperationalError as error:
            # A refusal while connecting comes without an SQLSTATE: libpq keeps the words only.
            words = str(error)
            if "FATAL" in words and any(word in words for word in ("authentication", "does not exist", "permission")):
                return DatabaseRefused()
        return DatabaseDown()

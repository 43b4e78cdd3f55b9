"""What a reading role sees of the database, and what it does not."""

from __future__ import annotations

import uuid

import pytest

from pipeline.stores import rates, readers, rulebook
from pipeline.stores.database import Database, DatabaseRefused
from tests.stores.test_rates import CONFIG, dossier, take

pytestmark = pytest.mark.services


@pytest.fixture
def reader(database: Database, database_address: str) -> Database:
    rates.keep_rules(database, rulebook.digitized_rules(CONFIG))
    take(database, dossier(1), dossier(2))
    rates.recount(database)
    name = f"reader_{uuid.uuid4().hex[:8]}"
    for password in ("first' one", "second"):
        readers.make(database, name, password=password)
    _, _, place = database_address.rpartition("@")
    return Database(f"postgresql://{name}:second@{place}", connections=1)


def test_a_reader_sees_the_counts_by_their_plain_names(reader: Database) -> None:
    rows = reader.rows("SELECT month, receiving_centre, dossiers FROM counts_by_month WHERE basis = 'receipt'")
    assert [(str(row["month"]), row["receiving_centre"], row["dossiers"]) for row in rows] == [
        ("2023-10-01", "H18.01", 2)
    ]
    (row,) = reader.rows("SELECT sum(dossiers) AS n FROM counts_by_province WHERE basis = 'receipt'")
    assert row["n"] == 2
    reader.close()


@pytest.mark.parametrize("statement", ["SELECT * FROM public.register_dossier", "SELECT * FROM public.field"])
def test_a_reader_sees_no_dossier_and_no_person(reader: Database, statement: str) -> None:
    with pytest.raises(DatabaseRefused):
        reader.rows(statement)
    reader.close()


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(readers.ReaderNameWrong):
        readers.statements("x; DROP TABLE unit", password=None)


def test_who_may_not_make_roles_is_told_how_it_is_done(reader: Database) -> None:
    reader.run("SET default_transaction_read_only = off")
    with pytest.raises(readers.ReaderNotMade):
        readers.make(reader, "another", password="x")
    reader.close()


def test_every_column_for_reporting_says_what_it_means(database: Database) -> None:
    silent = database.rows(
        "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relnamespace = 'reporting'::regnamespace AND a.attnum > 0"
        " AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid) IS NULL)"
    )
    assert silent == []

"""The rates as programs ask for them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from typing import get_args

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from starlette.responses import Response

from config.settings import Settings
from pipeline.assembly import counting
from pipeline.domain.accounts import Account, Right
from pipeline.domain.centres import Deployment, Unit
from pipeline.stores import tokens, units
from pipeline.stores.database import Database
from pipeline.stores.evidence import DossiersNotCounted
from tests.stores.test_rates import dossier, scan, take
from web import reporting, security
from web.answers import Answer
from web.problems import RequestWrong

pytestmark = pytest.mark.services


class Client:
    """Asks the application itself, without a socket."""

    def __init__(self, app: FastAPI, database: Database) -> None:
        self._app = app
        self.database = database
        self.router = app.router

    def sign_in(self, account: Account) -> None:
        self._app.dependency_overrides[security.current_account] = lambda: account

    def get(
        self, path: str, *, params: Mapping[str, str | int] | None = None, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self._app)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                return await client.get(path, params=dict(params or {}), headers=dict(headers or {}))

        return asyncio.run(ask())


@pytest.fixture
def web(database_address: str) -> Iterator[Client]:
    """The routes for programs alone, somebody signed in, three centres with a dossier each."""
    tools = counting.build(Settings(database=SecretStr(database_address)))
    take(tools.database, *(dossier(1, centre=f"H18.0{n}") for n in (1, 2, 3)))
    app = FastAPI()
    app.include_router(reporting.router(tools))
    client = Client(app, tools.database)
    client.sign_in(Account(name="a", role="report", centre=None))
    yield client
    tools.database.close()


def test_the_answer_is_that_of_the_command_line(web: Client) -> None:
    answer = web.get("/api/v1/rates", params={"period": "2023-Q4", "by": "province", "decimals": 1}).json()
    assert answer["period"] == {"from": "2023-10-01", "to": "2023-12-31"}
    (row,) = answer["rows"]
    assert (row["code"], row["name"], row["denominator"], row["rate"]) == ("H18", "Điện Biên", 3, "0.0")


def test_who_has_the_answer_already_gets_it_confirmed(web: Client) -> None:
    first = web.get("/api/v1/rates", params={"period": "2023"})
    again = web.get("/api/v1/rates", params={"period": "2023"}, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = web.get("/api/v1/rates", params={"period": "2022"}, headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


def test_long_lists_come_in_pages(web: Client) -> None:
    first = web.get("/api/v1/rates", params={"period": "2023", "limit": 2}).json()
    second = web.get("/api/v1/rates", params={"period": "2023", "limit": 2, "after": first["next"]}).json()
    assert [row["code"] for row in (*first["rows"], *second["rows"])] == ["H18.01", "H18.02", "H18.03"]
    assert first["total"]["denominator"] == second["total"]["denominator"] == 3
    assert "next" not in second


def test_slips_are_named(web: Client) -> None:
    assert web.get("/api/v1/rates", params={"by": "planet"}).status_code == 422
    with pytest.raises(counting.IndicatorUnknown, match="happiness"):
        web.get("/api/v1/rates", params={"indicator": "happiness"})


def test_what_was_closed_is_asked_for_by_its_period_or_not_at_all(web: Client) -> None:
    for asked in ({"as_of": "2024-01-01"}, {"as_of": "2024-01-01", "period": "2023", "units": "as-now"}):
        with pytest.raises(RequestWrong):
            web.get("/api/v1/rates", params=asked)


def test_every_number_leads_to_its_dossiers_in_pages(web: Client) -> None:
    asked = {"period": "2023", "by": "province", "unit": "H18", "part": "missing", "limit": 2}
    first = web.get("/api/v1/rates/dossiers", params=asked).json()
    second = web.get("/api/v1/rates/dossiers", params={**asked, "after": first["next"]}).json()
    assert [row["centre"] for row in (*first["rows"], *second["rows"])] == ["H18.01", "H18.02", "H18.03"]
    assert second["next"] is None


def test_a_coverage_leads_to_its_centres_and_not_to_dossiers(web: Client) -> None:
    begun = date(2020, 1, 1)
    centre = Unit(
        code="H18.01", name="Xã", kind="centre", level="commune", parent="H18", valid_from=begun, valid_to=None
    )
    deployed = Deployment(code="H18.01", since=date(2023, 6, 1), evidence="QĐ 12")
    units.load(web.database, units=[centre], deployments=[deployed], source="list")
    asked = {"by": "province", "unit": "H18", "period": "2023", "part": "numerator", "indicator": "centre_coverage"}
    (row,) = web.get("/api/v1/rates/centres", params=asked).json()["rows"]
    assert (row["code"], row["deployed_on"], row["evidence"]) == ("H18.01", "2023-06-01", "QĐ 12")
    with pytest.raises(DossiersNotCounted):
        web.get("/api/v1/rates/dossiers", params=asked)


def test_who_sees_one_centre_reads_no_other_centres_code(web: Client) -> None:
    scan(web.database, "H18.03-231005-0077", "H18.03")
    web.sign_in(Account(name="b", role="report", centre="H18.02"))
    for path, asked in (
        ("/api/v1/rates/dossiers", {"by": "province", "unit": "H18", "limit": 1}),
        ("/api/v1/rates", {"by": "province", "period": "2023"}),
    ):
        told = web.get(path, params=asked).text
        assert "H18.01-" not in told, path
        assert "H18.03-" not in told, path
    assert web.get("/api/v1/rates", params={"period": "2023"}).json()["asides"][0]["count"] == 1


def test_a_number_without_a_unit_leads_to_everything(web: Client) -> None:
    for by in ("centre", "province", "procedure", "level"):
        assert len(web.get("/api/v1/rates/dossiers", params={"by": by}).json()["rows"]) == 3, by
    assert web.get("/api/v1/rates/dossiers", params={"by": "ministry", "unit": ""}).json()["rows"][0]["centre"]


def test_the_papers_of_a_dossier_prove_it_to_whoever_sees_its_centre(web: Client) -> None:
    scan(web.database, "H18.01-231005-0001", "H18.01")
    asked = {"dossier": "H18.01-231005-0001"}
    (row,) = web.get("/api/v1/rates/papers", params=asked).json()["rows"]
    assert (row["dossier"], row["state"], row["digitized"]) == ("H18.01-231005-0001", "read", False)
    assert len(web.get("/api/v1/rates/papers", params={"by": "kind", "unit": "other"}).json()["rows"]) == 1
    web.sign_in(Account(name="b", role="report", centre="H18.02"))
    assert web.get("/api/v1/rates/papers", params=asked).json()["rows"] == []


def test_what_is_odd_about_a_period_can_be_asked_for(web: Client) -> None:
    answer = web.get("/api/v1/rates/anomalies", params={"period": "2023-10"}).json()
    assert answer == {"period": {"from": "2023-10-01", "to": "2023-10-31"}, "rows": []}


def test_the_interface_describes_itself_and_keeps_to_it(web: Client) -> None:
    told = web.get("/api/v1/openapi.json").json()
    assert {"/api/v1/rates", "/api/v1/rates/dossiers", "/api/v1/rates/anomalies"} <= told["paths"].keys()
    shape = told["components"]["schemas"]["Answer"]["properties"]
    answer = web.get("/api/v1/rates", params={"period": "2023", "compare": "previous-year"}).json()
    assert answer.keys() <= shape.keys() | {"label", "command"}
    assert Answer.model_validate(answer).rows[0].comparable


@pytest.fixture
def program(web: Client) -> Client:
    """The same without anybody signed in."""
    app = FastAPI()
    app.state.find_token = partial(tokens.find, web.database)
    app.include_router(web.router)
    app.add_exception_handler(security.NotSignedIn, lambda _request, _error: Response(status_code=401))
    return Client(app, web.database)


def test_a_program_reads_rates_with_its_token_until_that_is_revoked(program: Client) -> None:
    secret = tokens.make(program.database, "reporting", centre=None, by="test")
    asked = {"Authorization": f"Bearer {secret}"}
    assert program.get("/api/v1/rates", params={"period": "2023"}, headers=asked).json()["total"]["denominator"] == 3
    (known,) = tokens.known(program.database)
    assert (known.name, known.created_by, known.revoked_at) == ("reporting", "test", None)
    assert known.last_used_at is not None
    with pytest.raises(tokens.TokenNameTaken):
        tokens.make(program.database, "reporting", centre=None, by="test")
    tokens.revoke(program.database, "reporting")
    assert program.get("/api/v1/rates", headers=asked).status_code == 401
    assert program.get("/api/v1/rates", headers={"Authorization": "Bearer sohoa_guessed"}).status_code == 401
    assert tokens.make(program.database, "reporting", centre=None, by="test") != secret


def test_a_token_lets_a_program_read_rates_of_its_centre_and_nothing_else(program: Client) -> None:
    secret = tokens.make(program.database, "reporting", centre="H18.02", by="test")
    account = tokens.find(program.database, secret)
    assert account is not None
    assert [right for right in get_args(Right) if account.may(right)] == ["rates"]
    headers = {"Authorization": f"Bearer {secret}"}
    rows = program.get("/api/v1/rates/dossiers", params={"period": "2023"}, headers=headers).json()["rows"]
    assert [row["centre"] for row in rows] == ["H18.02"]


def test_no_secret_is_kept(program: Client) -> None:
    secret = tokens.make(program.database, "reporting", centre=None, by="test")
    kept = program.database.row("SELECT to_jsonb(token)::text AS all FROM token")
    assert kept is not None
    assert secret.removeprefix("sohoa_") not in kept["all"]


def test_the_interface_says_how_programs_sign_in(web: Client) -> None:
    told = web.get("/api/v1/openapi.json").json()
    assert told["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"
    assert told["paths"]["/api/v1/rates"]["get"]["security"] == [{"HTTPBearer": []}]

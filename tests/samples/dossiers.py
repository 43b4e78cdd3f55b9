"""Sample dossiers: what one-stop centres received, what of it was scanned, and the register with all of it.

More is received than scanned, and some results are still due, so that the rates are worth reading.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.samples import crew, mill, people
from tests.samples.forms import birth, business, receipt
from tests.samples.forms.procedures import PROCEDURES, Procedure, by_code
from tests.samples.people import Person
from tests.samples.places import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """A one-stop centre of the samples."""

    code: str
    name: str
    level: str
    #: What is printed over its receipts.
    body: tuple[str, ...]
    commune: str
    #: Dossiers received, and of these scanned.
    received: int
    scanned: int
    #: Agencies that decide: code and name.
    agency: tuple[str, str]


CENTRES = (
    Centre(code="H18.01", name="Trung tâm Phục vụ hành chính công tỉnh Điện Biên", level="province", body=("UBND TỈNH ĐIỆN BIÊN", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"), commune="phường Điện Biên Phủ", received=12, scanned=9, agency=("H18.12", "Sở Tư pháp tỉnh Điện Biên")),
    Centre(code="H18.21", name="Trung tâm Phục vụ hành chính công phường Mường Thanh", level="commune", body=("ỦY BAN NHÂN DÂN PHƯỜNG MƯỜNG THANH", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"), commune="phường Mường Thanh", received=9, scanned=5, agency=("H18.21.1", "Ủy ban nhân dân phường Mường Thanh")),
    Centre(code="H18.33", name="Trung tâm Phục vụ hành chính công xã Tuần Giáo", level="commune", body=("ỦY BAN NHÂN DÂN XÃ TUẦN GIÁO", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"), commune="xã Tuần Giáo", received=8, scanned=3, agency=("H18.33.1", "Ủy ban nhân dân xã Tuần Giáo")),
    Centre(code="H18.40", name="Trung tâm Phục vụ hành chính công xã Mường Nhé", level="commune", body=("ỦY BAN NHÂN DÂN XÃ MƯỜNG NHÉ", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"), commune="xã Mường Nhé", received=6, scanned=1, agency=("H18.40.1", "Ủy ban nhân dân xã Mường Nhé")),
)  # fmt: skip

#: Received in these months unless told otherwise.
FIRST, LAST = dt.date(2026, 7, 1), dt.date(2026, 9, 30)

REGISTER = (
    "dossier_code",
    "procedure_code",
    "receiving_centre",
    "competent_agency",
    "received_at",
    "due_at",
    "resolved_at",
    "status",
    "result_required",
)
MANIFEST = ("file", "centre", "dossier", "component", "procedure", "role")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One dossier as received, before anything of it is printed."""

    centre: Centre
    code: str
    procedure: str
    applicant: Person
    case: receipt.Case
    resolved: dt.datetime | None
    scanned: bool
    #: A person confirms its papers from their truth.
    verified: bool
    seed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of a dossier to make."""

    name: str
    component: str
    role: str
    #: Kinds of the papers in it, in order.
    kinds: tuple[str, ...]


def plan(seed: int, *, size: float = 1.0) -> list[Dossier]:
    """Every dossier of every centre; ``size`` multiplies how many."""
    return [item for centre in CENTRES for item in _of_centre(centre, seed, size)]


def _of_centre(centre: Centre, seed: int, size: float) -> Iterator[Dossier]:
    rng = random.Random(f"dossiers:{seed}:{centre.code}")
    count, scanned = max(1, round(centre.received * size)), max(1, round(centre.scanned * size))
    where = Place(commune=centre.commune, district="", province="tỉnh Điện Biên", code="011", agency="H18")
    days = sorted(people.day(rng, FIRST, LAST) for _ in range(count))
    chosen = set(rng.sample(range(count), scanned))
    ordinals: dict[dt.date, int] = {}
    for number, day in enumerate(days):
        while day.weekday() > 4:
            day -= dt.timedelta(days=1)
        ordinals[day] = ordinals.get(day, rng.randint(0, 8)) + 1
        agency = f"000.00.{centre.code[4:]}.H18" if centre.level == "province" else centre.code
        code = f"{agency}-{day:%y%m%d}-{ordinals[day]:04d}"
        procedure = _procedure(rng, centre)
        applicant = people.person(rng, on=day, home=where, ages=(20, 68))
        case = receipt.make_case(rng, on=day, code=code, what=procedure, where=where, applicant=applicant)
        case = replace(case, centre=centre.name, body=centre.body, dossiers=1)
        late = rng.random() < 0.15
        resolved = (
            case.due + dt.timedelta(days=rng.randint(1, 6))
            if late
            else case.due - dt.timedelta(hours=rng.randint(1, 30))
        )
        yield Dossier(
            centre=centre,
            code=code,
            procedure=procedure.code,
            applicant=applicant,
            case=case,
            resolved=max(resolved, case.received + dt.timedelta(hours=1)) if rng.random() < 0.85 else None,
            scanned=number in chosen,
            verified=rng.random() < 0.8,
            seed=f"{seed}:{centre.code}:{number}",
        )


def _procedure(rng: random.Random, centre: Centre) -> Procedure:
    """Companies are registered at the province, births in the commune."""
    business = ("2.001610", "2.002009")
    births = ("1.001193", "2.000635")
    chance = rng.random()
    if centre.level == "province":
        return (
            by_code(rng.choice(business))
            if chance < 0.4
            else rng.choice([one for one in PROCEDURES if one.code not in births])
        )
    return (
        by_code(rng.choice(births))
        if chance < 0.4
        else rng.choice([one for one in PROCEDURES if one.code not in business])
    )


def parts(dossier: Dossier) -> list[Part]:
    """The files that the desk scanned: the receipt, the components, and the result where there is one."""
    rng = random.Random(f"parts:{dossier.seed}")
    procedure = by_code(dossier.procedure)
    kinds = [kind for _, _, kind in procedure.components]
    made = [Part(name="00-giay-tiep-nhan", component="GTN", role="component", kinds=("receipt",))]
    if rng.random() < 0.2:
        made = [Part(name="ho-so-nop", component="TP00", role="component", kinds=("receipt", *kinds))]
    else:
        made += [
            Part(name=f"{number:02d}-{_slug(name)}", component=f"TP{number:02d}", role="component", kinds=(kind,))
            for number, (name, _, kind) in enumerate(procedure.components, 1)
        ]
    if dossier.resolved and procedure.result:
        made.append(Part(name="ket-qua", component="KQ1", role="result", kinds=(procedure.result,)))
    return made


def _slug(name: str) -> str:
    words = people.plain(name).replace(",", "").replace("(", "").replace(")", "").split()
    return "-".join(words[:4])


def _print(dossier: Dossier, kind: str, number: int, *, result: bool) -> mill.Printed:
    """One paper of a dossier; receipt, applicant and days agree with each other."""
    day = dossier.case.received.date()
    seed = f"{dossier.seed}:{number}"
    if kind == "receipt":
        layouts = mill.layouts("receipt", "seen")
        return mill.paper(kind, seed=seed, layout=layouts[len(dossier.code) % len(layouts)], case=dossier.case)
    if kind == "application":
        return mill.paper(
            kind, seed=seed, group="seen", day=day - dt.timedelta(days=number), applicant=dossier.applicant
        )
    if result and kind in ("birth_certificate", "business_registration"):
        return _certificate(dossier, kind, seed)
    if result and kind in ("decision", "official_letter", "other"):
        done = dossier.resolved or dossier.case.due
        return mill.paper(kind, seed=seed, group="seen", day=done.date())
    return mill.paper(kind, seed=seed, group="seen")


def _certificate(dossier: Dossier, kind: str, seed: str) -> mill.Printed:
    """The certificate that comes out, dated when the dossier was resolved."""
    rng = random.Random(f"certificate:{seed}")
    day = (dossier.resolved or dossier.case.due).date()
    if kind == "birth_certificate":
        return mill.paper(
            kind,
            seed=seed,
            layout=rng.choice(("tt04_2020", "electronic")),
            case=birth.make_case(rng, on=day, where=dossier.case.where),
        )
    made = business.make_case(rng, "finance_2025", on=day, where=dossier.case.where)
    return mill.paper(kind, seed=seed, layout="finance_2025", case=made)


def _make_part(dossier: Dossier, part: Part, folder: Path) -> dict[str, Any]:
    rng = random.Random(f"{dossier.seed}:{part.name}")
    papers = [_print(dossier, kind, number, result=part.role == "result") for number, kind in enumerate(part.kinds)]
    printed = (
        papers[0]
        if len(papers) == 1
        else mill.together(papers, seed=f"{dossier.seed}:{part.name}", blank_backs=rng.random() < 0.3)
    )
    printed.seed = f"{dossier.seed}:{part.name}"
    profile = rng.choices(("ordinary", "clean", "poor"), (82, 12, 6))[0]
    forms = ("pdf", "tiff-lzw", "tiff-g4", "jpeg", "png", "pdf-searchable")
    form = rng.choices(forms, (74, 4, 4, 8, 4, 6))[0]
    if part.role == "result" and rng.random() < 0.25:
        form = "pdf-digital"
    if len(printed.sheets) > 1 and form in ("jpeg", "png"):
        form = "pdf"
    relative = Path("scans") / dossier.centre.code / dossier.code
    path = mill.file(printed, folder / relative, part.name, profile=profile, form=form, seed=dossier.seed)
    truth = folder / "truth" / relative.relative_to("scans") / f"{path.name}.json"
    truth.parent.mkdir(parents=True, exist_ok=True)
    path.with_name(f"{path.name}.json").replace(truth)
    return {
        "file": str(relative / path.name),
        "truth": str(truth.relative_to(folder)),
        "centre": dossier.centre.code,
        "dossier": dossier.code,
        "component": part.component,
        "procedure": dossier.procedure,
        "role": part.role,
        "pages": len(printed.sheets),
    }


def _make_dossier(order: tuple[Dossier, Path]) -> list[dict[str, Any]]:
    dossier, folder = order
    return [_make_part(dossier, part, folder) for part in parts(dossier)]


def make(folder: Path, *, seed: int = 1, size: float = 1.0, jobs: int = 1) -> dict[str, Any]:
    """Make everything: scans, register, manifest, list of centres, truth. Returns what truth.json holds."""
    folder.mkdir(parents=True, exist_ok=True)
    planned = plan(seed, size=size)
    orders = [(dossier, folder) for dossier in planned if dossier.scanned]
    made = list(crew.each(_make_dossier, orders, jobs=jobs))
    files = [file for dossier in made for file in dossier]
    _table(folder / "manifest.csv", MANIFEST, files)
    _table(folder / "register.csv", REGISTER, [_row(dossier) for dossier in planned])
    for centre in CENTRES:
        rows = [_row(dossier) for dossier in planned if dossier.centre is centre]
        _table(folder / "registers" / f"{centre.code}.csv", REGISTER, rows)
    _table(
        folder / "centres.csv",
        ("code", "name", "kind", "level", "parent", "valid_from", "deployed_on", "evidence"),
        _units(),
    )
    truth = {
        "seed": seed,
        "period": {"from": FIRST.isoformat(), "to": LAST.isoformat()},
        "dossiers": [
            {
                "dossier": dossier.code,
                "centre": dossier.centre.code,
                "procedure": dossier.procedure,
                "scanned": dossier.scanned,
                "verified": dossier.scanned and dossier.verified,
                "files": [file for file in files if file["dossier"] == dossier.code],
            }
            for dossier in planned
        ],
    }
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return truth


def _row(dossier: Dossier) -> dict[str, Any]:
    resolved = dossier.resolved
    return {
        "dossier_code": dossier.code,
        "procedure_code": dossier.procedure,
        "receiving_centre": dossier.centre.code,
        "competent_agency": dossier.centre.agency[0],
        "received_at": dossier.case.received.strftime("%Y-%m-%dT%H:%M"),
        "due_at": dossier.case.due.strftime("%Y-%m-%dT%H:%M"),
        "resolved_at": resolved.strftime("%Y-%m-%dT%H:%M") if resolved else "",
        "status": 10 if resolved else 4,
        "result_required": int(bool(by_code(dossier.procedure).result)),
    }


def _units() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for centre in CENTRES:
        rows.append(
            {
                "code": centre.agency[0],
                "name": centre.agency[1],
                "kind": "agency",
                "level": centre.level,
                "parent": "H18",
                "valid_from": "2025-07-01",
            }
        )
        rows.append({"code": centre.code, "name": centre.name, "kind": "centre", "level": centre.level, "parent": "H18", "valid_from": "2025-07-01", "deployed_on": "2025-07-01", "evidence": "Hồ sơ mẫu"})  # fmt: skip
    return rows


def _table(path: Path, columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=columns, extrasaction="ignore", restval="")
        writer.writeheader()
        writer.writerows(rows)

"""What the fields of a paper say about each other and about the world.

A check that holds makes what it checked more believable; one that fails puts a finding beside the paper and asks a
person to look at every field that may be the wrong one. Only what a closed list knows is corrected: the name of a
people, and the capitals of a unit's. The name of a place that no unit has becomes the guess that a person sees.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.domain import addresses, dates, ethnicities, findings, identifiers, names, nationalities, texts
from pipeline.domain.fields import REVIEW_BELOW, Field
from pipeline.domain.findings import Finding
from pipeline.domain.gazetteer import Gazetteer
from pipeline.domain.kinds import Kind, Kinds
from pipeline.domain.paper import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one check found."""

    #: Fields that it looked at.
    fields: tuple[str, ...]
    #: Empty: the check holds.
    code: str = ""
    #: What the doubt in the fields is multiplied with where the check holds; 1.0: it proves nothing.
    doubt: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Fields of one kind of paper that speak of the same person."""

    personal_id: str
    birth: str
    #: A field, or ``=female`` where the paper itself says it.
    sex: str = ""


PEOPLE: Final = (
    Person(personal_id="personal_id", birth="date_of_birth", sex="sex"),
    Person(personal_id="wife_id", birth="wife_date_of_birth", sex="=female"),
    Person(personal_id="husband_id", birth="husband_date_of_birth", sex="=male"),
    Person(personal_id="representative_id", birth="representative_birth"),
    Person(personal_id="owner_id", birth="owner_birth"),
    Person(personal_id="applicant_id", birth="applicant_birth"),
)

#: Earlier, later, and the code if it is the other way round.
ORDERS: Final = (
    ("received_at", "due_at", "due_before_received"),
    ("date_of_birth", "registered_on", "registered_before_birth"),
    ("date_of_birth", "died_at", "died_before_birth"),
    ("died_at", "registered_on", "registered_before_death"),
    ("first_registered_on", "changed_on", "changed_before_registered"),
    ("issued_on", "expires_on", "expires_before_issued"),
    ("issued_on", "valid_until", "expires_before_issued"),
)

#: Dates that lie in the future as a rule.
AHEAD: Final = frozenset({"due_at", "expires_on", "valid_until", "use_term"})
#: A mother or father is at least this much older than the child, in years.
PARENT_AGE: Final = 12

#: A check digit that matches leaves one misreading in eleven unnoticed.
CHECK_DIGIT: Final = 1 / 11
#: Year and century of two fields agree: of the misreadings of one digit about two in three would have shown.
AGREEING: Final = 0.4
#: A word of a closed list that was read exactly.
LISTED: Final = 0.3
#: No company and no household is registered with so little, in đồng; three noughts get lost.
LEAST_CAPITAL: Final = 1_000_000

_OTHER_MARKS: Final = "place_differs_by_marks"
_MISREAD: Final = "name_doubtful"
#: Where no list of units is at hand, no place is doubted.
NO_GAZETTEER: Final = Gazetteer()

Values = Mapping[str, str | int]
Check = Callable[[Kind, Values, dt.date], Iterator[Verdict]]


def validate(paper: Paper, *, kinds: Kinds, today: dt.date, gazetteer: Gazetteer = NO_GAZETTEER) -> Paper:
    """The same paper with its findings, its confidences after all checks, and ``review`` where a person has to look."""
    kind = kinds[paper.kind]
    paper = replace(paper, fields={name: _listed(kind, name, field, gazetteer) for name, field in paper.fields.items()})
    values = {name: f.value for name, f in paper.fields.items() if isinstance(f.value, (str, int)) and f.value != ""}
    verdicts = [verdict for check in CHECKS for verdict in check(kind, values, today)]
    verdicts += _placed(kind, values, gazetteer)
    fields = dict(paper.fields)
    found = list(paper.findings)
    found.extend(findings.finding(verdict.code, verdict.fields[0]) for verdict in verdicts if verdict.code)
    doubted = {verdict.fields[0] for verdict in verdicts if verdict.code in (_OTHER_MARKS, _MISREAD)}
    for name, field in paper.fields.items():
        judged = _judged(name, field, verdicts)
        fields[name] = _guessed(name, judged, gazetteer) if name in doubted else judged
        if field.value is None:
            found.append(findings.finding("value_unreadable", name))
    return replace(paper, fields=fields, findings=tuple(_once(found)))


#: Fields whose values are two words and more, the first with a capital letter, or have lost some of them.
CAPITAL: Final = frozenset(("centre_name", "name_vi", "procedure_name", "registered_at", "representative_title"))
#: By the end of a field's id, the list of all its values.
_CLOSED: Final = {
    "ethnicity": (ethnicities.meant, ethnicities.is_known),
    "nationality": (nationalities.meant, nationalities.is_known),
}
#: The belief in what is left of a value when a smear behind it is cut off; that it is listed does not make up for it.
CUT: Final = 0.8


def _listed(kind: Kind, name: str, field: Field, gazetteer: Gazetteer) -> Field:
    """A field of which a closed list knows all values, as the list has them."""
    told, known = field.value, kind.field(name)
    if field.source == "manual" or not isinstance(told, str):
        return field
    for ending, (meant, is_known) in _CLOSED.items():
        if name.endswith(ending):
            whole = texts.without_tail(told, is_known, meant)
            sure = field.confidence if whole == told else min(field.confidence, CUT)
            return replace(field, value=meant(whole), confidence=sure)
    return replace(field, value=gazetteer.cased(told)) if known is not None and known.type == "address" else field


def _judged(name: str, field: Field, verdicts: Sequence[Verdict]) -> Field:
    mine = [verdict for verdict in verdicts if name in verdict.fields]
    failed = any(verdict.code for verdict in mine)
    doubt = 1.0 - field.confidence
    for verdict in mine:
        doubt *= verdict.doubt
    sure = field.confidence * 0.5 if failed else 1.0 - doubt
    # What a person typed stands; a contradiction is told all the same.
    if field.source == "manual":
        return field
    # A doubt that extraction had for another reason than the confidence is not taken away here.
    asked = field.review and field.confidence >= REVIEW_BELOW
    review = failed or asked or field.value is None or sure < REVIEW_BELOW
    return replace(field, confidence=round(sure, 3), review=review)


def _guessed(name: str, field: Field, gazetteer: Gazetteer) -> Field:
    """A field whose place or person nobody is called, with the name that is meant, if any: a person looks anyway."""
    if field.source == "manual":
        return field
    told = names.guessed_inside(str(field.value)) if name in WORDED else str(field.value)
    return replace(
        field,
        value=gazetteer.guessed_name(told)
        if name in ALONE and not gazetteer.has_unit(told)
        else gazetteer.guessed(told),
    )


def _once(found: Sequence[Finding]) -> Iterator[Finding]:
    seen: set[tuple[str, str | None]] = set()
    for item in found:
        if (item.code, item.field) not in seen:
            seen.add((item.code, item.field))
            yield item


def _people(_kind: Kind, values: Values, today: dt.date) -> Iterator[Verdict]:
    for person in PEOPLE:
        number = str(values.get(person.personal_id, ""))
        if len(number) != 12 or not number.isdigit():
            continue
        yield from _alone(person.personal_id, number, today)
        birth = str(values.get(person.birth, ""))
        if birth:
            agrees = dates.year_of(birth) == identifiers.born_in(number)
            yield _verdict("birth_contradicts_personal_id", agrees, person.birth, person.personal_id, doubt=AGREEING)
        sex = person.sex[1:] if person.sex.startswith("=") else str(values.get(person.sex, ""))
        if sex:
            named = (person.sex,) if not person.sex.startswith("=") else ()
            agrees = sex == identifiers.sex_of(number)
            yield _verdict("sex_contradicts_personal_id", agrees, *named, person.personal_id, doubt=0.7)


def _alone(name: str, number: str, today: dt.date) -> Iterator[Verdict]:
    yield _verdict("personal_id_place_unknown", identifiers.is_registered_place(number), name)
    # A country's code is as rare as an id with a 0 that was taken for a 9.
    yield _verdict("personal_id_from_abroad", not identifiers.is_from_abroad(number), name)
    yield _verdict("personal_id_in_future", identifiers.born_in(number) <= today.year, name)


def _verdict(code: str, holds: bool, *fields: str, doubt: float = 1.0) -> Verdict:
    return Verdict(fields=fields, doubt=doubt) if holds else Verdict(fields=fields, code=code)


def _typed(kind: Kind, values: Values, today: dt.date) -> Iterator[Verdict]:
    """Checks that a value's type brings along."""
    for name, value in values.items():
        known = kind.field(name)
        if known is None:
            continue
        if known.type in ("tax_code", "household_code") and str(value)[:10].isdigit():
            holds = identifiers.tax_code_holds(str(value))
            has_digit = len(str(value)) != 12
            yield _verdict("tax_code_check_digit_wrong", holds, name, doubt=CHECK_DIGIT if has_digit else 1.0)
        elif known.type in ("date", "datetime"):
            yield from _dated(name, str(value), today)
        elif known.type == "name":
            yield _verdict("name_doubtful", names.plausibility(str(value)) >= 0.7, name)
        elif name.endswith("ethnicity"):
            yield _verdict("ethnicity_unknown", ethnicities.is_known(str(value)), name, doubt=LISTED)
        elif name.endswith("nationality"):
            doubt = LISTED if texts.same(str(value), "Việt Nam") else 1.0
            yield _verdict("nationality_unknown", nationalities.is_known(str(value)), name, doubt=doubt)
        elif name in CAPITAL:
            whole = not str(value)[:1].islower() and " " in str(value)
            yield _verdict("name_cut_short", whole, name)
        elif name.endswith("capital") and isinstance(value, int):
            yield _verdict("capital_too_small", value >= LEAST_CAPITAL, name)


def _dated(name: str, value: str, today: dt.date) -> Iterator[Verdict]:
    if name not in AHEAD:
        yield _verdict("date_in_future", value[:10] <= today.isoformat()[: len(value[:10])], name)
    # Births may be known by their year only; the day of an act is always printed in full.
    if name.endswith(("_on", "_at")) and len(value) < 10:
        yield Verdict(fields=(name,), code="date_incomplete")


def _ordered(_kind: Kind, values: Values, _today: dt.date) -> Iterator[Verdict]:
    for earlier, later, code in ORDERS:
        if earlier in values and later in values:
            one, other = str(values[earlier]), str(values[later])
            size = min(len(one), len(other))
            yield _verdict(code, one[:size] <= other[:size], later, earlier, doubt=0.9)


def _received(_kind: Kind, values: Values, today: dt.date) -> Iterator[Verdict]:
    code = str(values.get("dossier_code", ""))
    received = str(values.get("received_at", ""))[:10]
    if code:
        day = identifiers.received_on(code)
        if len(received) == 10:
            yield _verdict(
                "dossier_code_contradicts_receipt", day == received, "dossier_code", "received_at", doubt=0.15
            )
        else:
            yield _verdict("date_in_future", day <= today.isoformat(), "dossier_code")
    due = str(values.get("due_at", ""))[:10]
    days = values.get("processing_days")
    if isinstance(days, int) and len(received) == 10 and len(due) == 10 and due >= received:
        passed = (dt.date.fromisoformat(due) - dt.date.fromisoformat(received)).days
        # Days of work; holidays only make the span longer, and it ends on a working day.
        fits = days <= passed <= days * 7 / 5 + 16
        agreeing = AGREEING if days <= passed <= days * 7 / 5 + 4 else 1.0
        yield _verdict("due_before_processing_time", fits, "due_at", "received_at", "processing_days", doubt=agreeing)


def _family(_kind: Kind, values: Values, _today: dt.date) -> Iterator[Verdict]:
    child = str(values.get("date_of_birth", ""))
    for parent in ("mother_birth", "father_birth"):
        born = str(values.get(parent, ""))
        if child and born:
            holds = dates.year_of(born) + PARENT_AGE <= dates.year_of(child) <= dates.year_of(born) + 90
            yield _verdict("parent_too_young", holds, parent, "date_of_birth", doubt=0.8)


def _resident(kind: Kind, values: Values, _today: dt.date) -> Iterator[Verdict]:
    """Where one address on a paper goes as far as its province, a residence that does not has lost its end."""
    told = {one.id: str(values[one.id]) for one in kind.fields if one.type == "address" and one.id in values}
    short = [name for name, value in told.items() if not addresses.names_province(value)]
    if len(short) < len(told):
        residences = (name for name in short if name.endswith("residence"))
        yield from (Verdict(fields=(name,), code="residence_without_province") for name in residences)


#: Fields that name a body and with it the place whose body it is.
BODIES: Final = frozenset(("issuer", "issued_by", "registered_at", "addressee", "centre_name", "made_at"))
#: Fields of running text that name people: ``Ông Triệu Láo Quẩy``.
WORDED: Final = frozenset(("addressee", "subject", "request"))
#: Fields that may be the name of a place alone, without the word for what it is.
ALONE: Final = frozenset(("place", "made_at"))


def _placed(kind: Kind, values: Values, gazetteer: Gazetteer) -> Iterator[Verdict]:
    for name, value in values.items():
        known = kind.field(name)
        if name in ALONE and not gazetteer.has_unit(str(value)):
            doubtful = gazetteer.doubts_name(str(value))
        else:
            told = known is not None and (known.type == "address" or name in BODIES)
            doubtful = told and gazetteer.doubts(str(value))
        if doubtful:
            yield Verdict(fields=(name,), code=_OTHER_MARKS)
        elif name in WORDED and any(
            names.is_misread(word) for one in names.inside(str(value)) for word in one.split()[1:]
        ):
            yield Verdict(fields=(name,), code=_MISREAD)


def _numbered(_kind: Kind, values: Values, _today: dt.date) -> Iterator[Verdict]:
    number = str(values.get("number", ""))
    registered = str(values.get("registered_on", ""))
    parts = number.split("/")
    if registered and len(parts) > 1 and len(parts[1]) == 4 and parts[1].isdigit():
        agrees = parts[1] == registered[:4]
        yield _verdict("number_contradicts_registration", agrees, "number", "registered_on", doubt=AGREEING)
    symbol = str(values.get("symbol", ""))
    if number and symbol:
        yield _verdict("symbol_contradicts_number", symbol.split("/")[0].strip() == number, "symbol", "number")


CHECKS: Final[tuple[Check, ...]] = (_typed, _people, _ordered, _received, _family, _numbered, _resident)

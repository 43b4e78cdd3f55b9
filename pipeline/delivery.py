"""The way of a file through the services, one short function for each step: the journey when nobody may lose anything.

accept → open → read_page × n → understand → finish → (a person verifies) → store

Each step loads, calls one thing, keeps, and says what is next; it is safe to run twice. Objects are written first,
under names that hold the attempt; the lease-checked commit then says which attempt counts.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import math
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final
from uuid import uuid4

from pipeline import isolated, keys, records
from pipeline.domain import normalization
from pipeline.domain.dossier import Content, StepKind, Submission
from pipeline.domain.kinds import ColumnKind, FieldKind, Kinds
from pipeline.domain.media import sniff
from pipeline.domain.page import Engine, Page
from pipeline.domain.paper import Paper
from pipeline.errors import Later, Misconfigured, PipelineError, Refused, Unavailable
from pipeline.flow import Bench
from pipeline.ports import Tracer, Untraced
from pipeline.stages import intake
from pipeline.stores.database import Database
from pipeline.stores.ledger import admission, outbox, papers, steps
from pipeline.stores.ledger.admission import Admitted
from pipeline.stores.ledger.papers import Correction, KeptPaper, PageState, ToStore
from pipeline.stores.ledger.steps import Claim
from pipeline.stores.objects import ObjectDamaged, ObjectMissing, Objects
from pipeline.tools.isolation import DiskFull, Isolation, full_disk_told
from pipeline.tools.metrics import Metrics

#: Who acts when no person does.
SYSTEM: Final = "sohoa"

#: Who says that a page has no text.
_PERSON: Final = Engine(name="person", model="", configuration="")

#: Pages of a file whose images are fetched before anybody asks for them.
_FEW_PAGES: Final = 4

#: What tells a paper from others of its kind in a dossier, the surest first.
_NUMBERS: Final = (
    "symbol",
    "certificate_code",
    "serial",
    "tax_code",
    "household_code",
    "dossier_code",
    "number",
)


class NoRoom(Later):
    """More work waits than the system may hold."""

    code = "too_much_waiting"
    message_vi = "Hệ thống đang có {waiting} việc chờ, đạt giới hạn; tệp này chưa được nhận."
    message_en = "{waiting} steps are waiting, which is the limit; this file was not accepted."
    remedy_vi = "Gửi lại sau; xem `sohoa status`."
    remedy_en = "Send it again later; see `sohoa status`."


class FieldUnknown(Refused):
    """A kind of paper has no such field."""

    code = "field_unknown"
    message_vi = "Loại giấy tờ {kind} không có trường {field}."
    message_en = "A paper of kind {kind} has no field {field}."
    remedy_vi = "Xem các trường của giấy tờ bằng `sohoa status --paper MÃ`."
    remedy_en = "See the fields of a paper with `sohoa status --paper ID`."


class ValueWrong(Refused):
    """A value that cannot be one of its type."""

    code = "value_wrong"
    message_vi = "Giá trị của trường {field} không đúng kiểu {type}."
    message_en = "The value of field {field} is not a {type}."
    remedy_vi = "Ghi giá trị như trên giấy; ngày dạng 05/10/2023, số tiền dạng 150.000, danh sách dạng JSON."
    remedy_en = "Write it as on the paper; dates as 05/10/2023, money as 150.000, lists as JSON."


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much, how often, how long."""

    #: Size of one file, in bytes.
    file_bytes: int = 500_000_000
    #: How often a step is begun before it is given up, unless a service was away.
    attempts: int = 4
    #: Seconds before the second attempt; doubled for each further one.
    delay: float = 2.0
    #: And no longer than this.
    longest_delay: float = 300.0
    #: The same where a service that was away prevented it: so much later than the service may the work be back.
    longest_wait: float = 30.0
    #: With less room than this for temporary files no step is begun, in bytes.
    free_bytes: int = 200_000_000


class Room:
    """Whether more work may wait. Asked of the ledger once a second: with a million waiting it takes a third of one."""

    def __init__(self, database: Database, *, limit: int) -> None:
        self._database = database
        self._limit = limit
        self._waiting = 0
        self._asked = -math.inf

    def demand(self) -> None:
        """Raise NoRoom if there is none."""
        now = time.monotonic()
        if now - self._asked > 1.0:
            self._waiting = steps.waiting(self._database, limit=self._limit)
            self._asked = now
        if self._waiting >= self._limit:
            raise NoRoom(waiting=self._waiting)


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What the steps need of the outside, built once for each process by the assembly."""

    database: Database
    objects: Objects
    children: Isolation[Bench]
    kinds: Kinds
    #: Brings the counts up to the facts that changed. Whoever shows a count does so itself first; the sweep does it so
    #: that there is little to do then. No step does: the steps of a centre's day would wait for each other.
    recount: Callable[[], object]
    today: Callable[[], dt.date]
    room: Room
    bounds: Bounds = Bounds()
    metrics: Metrics = field(default_factory=Metrics)
    tracer: Tracer = field(default_factory=Untraced)

    def close(self) -> None:
        """Let go of connections and children."""
        self.tracer.close()
        self.children.close()
        self.database.close()


def accept(services: Services, path: Path, submission: Submission) -> Admitted:
    """Take a file in: accepted means that its bytes are durable and checked, and that its row is committed.

    Raises Refused for this file, NoRoom, Unavailable and Misconfigured; then nothing of it was kept.
    """
    try:
        with services.tracer.span("accept", centre=submission.centre, role=submission.role) as trace:
            content, admitted = _accepted(services, path, submission, trace=trace)
    except PipelineError as error:
        services.metrics.file_came(error.code)
        raise
    verdict, size = ("duplicate", 0) if admitted.duplicate else ("accepted", content.bytes)
    services.metrics.file_came(verdict, size=size)
    return admitted


def _accepted(services: Services, path: Path, submission: Submission, *, trace: str) -> tuple[Content, Admitted]:
    content = intake.examine(path, limit=services.bounds.file_bytes)
    services.room.demand()
    file = keys.file_id(time.time_ns() // 1_000_000, secrets.randbits(74))
    original = keys.original(content.sha256)
    services.objects.put_file(original, path, media_type=content.media_type, sha256=content.sha256)
    record = keys.acceptance(content.sha256, file)
    told = acceptance(submission, content, file=file, at=dt.datetime.now(dt.UTC))
    services.objects.put(record, told, media_type="application/json")
    try:
        admitted = admission.admit(services.database, submission, content, file=file, trace=trace)
    except Refused:
        _forget(services, record)
        raise
    if admitted.duplicate:
        _forget(services, record)
    return content, admitted


@contextmanager
def _original(services: Services, claim: Claim) -> Iterator[Path]:
    """The original in a folder of its own, which goes afterwards with all that was written beside it."""
    with tempfile.TemporaryDirectory(prefix="sohoa-") as folder:
        path = Path(folder) / "original"
        services.objects.get_file(keys.original(claim.sha256), path)
        yield path


def open_file(services: Services, claim: Claim) -> None:
    """Take the pages out of the original and keep each as an object of its own."""
    with _original(services, claim) as source:
        opened = services.children.call(isolated.open_file, source, source.parent)
        for number in range(1, opened.pages + 1):
            if number not in opened.refused:
                packed = isolated.page_file(source.parent, number).read_bytes()
                key = keys.page_image(claim.file, number, claim.attempt)
                services.objects.put(key, packed, media_type="application/octet-stream")
    details = {"signed": opened.signed, "decisions": [asdict(decision) for decision in opened.decisions]}
    steps.opened(services.database, claim, pages=opened.pages, refused=opened.refused, details=details)


def read_page(services: Services, claim: Claim) -> None:
    """Read one page and keep its words and its upright image."""
    packed = _kept_page(services, claim)
    reading = services.children.call(isolated.read_page, packed)
    words = gzip.compress(records.keep_page(reading.page), compresslevel=3, mtime=0)
    place = (claim.file, claim.part, claim.attempt)
    services.objects.put(keys.page_reading(*place), words, media_type="application/gzip")
    upright_type = sniff(reading.upright) or "application/octet-stream"
    services.objects.put(keys.page_upright(*place), reading.upright, media_type=upright_type)
    steps.page_read(services.database, claim, reading.page, engine=asdict(reading.page.engine))


def _kept_page(services: Services, claim: Claim) -> bytes:
    """The page as opening kept it; taken out of the original once more where opening could not, or it was cleared away
    since."""
    key = keys.page_image(claim.file, claim.part, claim.opened_attempt)
    with suppress(ObjectMissing):
        return services.objects.get(key)
    with _original(services, claim) as source:
        packed = services.children.call(isolated.take_page, source, claim.part)
    services.objects.put(key, packed, media_type="application/octet-stream")
    return packed


def understand(services: Services, claim: Claim) -> None:
    """Find the papers of a file and their fields; lines that are unsure are read once more from their page."""
    states = papers.pages(services.database, claim.file)
    readings = [_reading(services, claim.file, state) for state in states if state.has_place]
    # Nearly every page with fields has a line to be read once more: of a few pages the images go along at once.
    images = _page_images(services, claim, [state.number for state in states if state.attempt is not None][:_FEW_PAGES])
    found = services.children.call(isolated.understand, readings, images, services.today())
    if lacking := found.unsure - images.keys():
        images |= _page_images(services, claim, lacking)
        found = services.children.call(isolated.understand, readings, images, services.today())
    kept = [_kept(paper, services.kinds) for paper in found.papers]
    codes = {"assign": _code(found.papers, "dossier_code"), "procedure": _code(found.papers, "procedure_code")}
    papers.understood(services.database, claim, kept, **codes)


def finish(services: Services, claim: Claim) -> None:
    """Write the two-layer PDF beside the original, and the dossier's manifest."""
    if papers.finished(services.database, claim, lacking=_write_layers(services, claim)):
        _sweep_losers(services, claim)
        _tell(services, claim)


def store(services: Services, claim: Claim) -> None:
    """Bring a verified paper to its last state: its original is read back and hashed before it counts."""
    paper = papers.to_store(services.database, claim)
    if paper is not None:
        _check_original(services, paper)
    if papers.stored(services.database, claim, paper):
        _tell(services, claim)


def _tell(services: Services, claim: Claim) -> None:
    """Deliver the manifest; a file that is followed is then waited for where rates are counted."""
    with services.tracer.span("deliver"):
        deliver(services, dossier=claim.dossier)
    if claim.trace:
        outbox.follow(services.database, claim.trace)


def count(services: Services) -> None:
    """Bring the counts up to the facts that changed, and note it in the traces of the files that changed them."""
    followed = outbox.followed(services.database)
    began = time.time_ns()
    services.recount()
    for trace in followed:
        services.tracer.note("count", parent=trace, began=began, ended=time.time_ns())


def verify(services: Services, paper: str, *, by: str, values: Mapping[str, str]) -> None:
    """A named person stands for a paper, with ``values`` by field where it was read wrongly; it is stored at once.

    Raises PaperMissing, FieldUnknown, ValueWrong; then nothing was changed.
    """
    kind = papers.kind(services.database, paper)
    corrections = [_correction(services.kinds, kind, name, text) for name, text in values.items()]
    step = papers.verify(services.database, paper, by=by, corrections=corrections)
    claim = None if step is None else steps.claim(services.database, step, owner=f"verify {uuid4()}", lease=60)
    if claim is not None:
        run(services, claim)


#: What each kind of step does.
STEPS: Final[Mapping[StepKind, Callable[[Services, Claim], None]]] = {
    "open": open_file,
    "read_page": read_page,
    "understand": understand,
    "finish": finish,
    "store": store,
}


def run(services: Services, claim: Claim) -> None:
    """Do a step that this process holds; an error ends the attempt with its reason and never the process."""
    began, outcome = time.monotonic(), "unexpected"
    try:
        with services.tracer.span(
            claim.kind,
            parent=claim.trace,
            step=claim.step,
            dossier=claim.dossier,
            file=claim.file,
            part=claim.part,
            attempt=claim.attempt,
        ):
            _do(services, claim)
        outcome = "done"
    except PipelineError as error:
        outcome = error.code
        raise
    finally:
        services.metrics.step_ended(claim.kind, outcome, time.monotonic() - began)


def _do(services: Services, claim: Claim) -> None:
    try:
        _demand_space(services.bounds)
        with full_disk_told():
            STEPS[claim.kind](services, claim)
    except PipelineError as error:
        fail(services, claim, error)
        raise


def _demand_space(bounds: Bounds) -> None:
    if shutil.disk_usage(tempfile.gettempdir()).free < bounds.free_bytes:
        raise DiskFull


def fail(services: Services, claim: Claim, error: PipelineError) -> None:
    """Note why an attempt ended. What a service that is away, or a wrong setting, prevented is not held against it."""
    bounds = services.bounds
    outside = isinstance(error, Unavailable | Misconfigured)
    longest = bounds.longest_wait if outside else bounds.longest_delay
    delay = min(longest, bounds.delay * 2 ** min(claim.waits if outside else claim.tries - 1, 16))
    steps.fail(services.database, claim, error, limit=bounds.attempts, delay=delay, counts=not outside)


def preview(services: Services, file: str, number: int) -> bytes:
    """What a person is shown of a page that was given up, as JPEG; empty where nothing can be drawn of it.

    Drawn once: a page that kills its child does so only once for everybody who looks.
    """
    opened = papers.opened_attempt(services.database, file)
    key = keys.page_preview(file, number, opened)
    if services.objects.stat(key) is not None:
        return services.objects.get(key)
    page = keys.page_image(file, number, opened)
    if services.objects.stat(page) is None:
        return b""
    packed = services.objects.get(page)
    try:
        picture = services.children.call(isolated.preview, packed)
    except (Unavailable, Misconfigured):
        raise
    except PipelineError:
        picture = b""
    services.objects.put(key, picture, media_type="image/jpeg")
    return picture


def deliver(services: Services, *, dossier: str = "") -> int:
    """Bring manifest revisions of one dossier, or of all, into object storage; how many."""
    due = outbox.due(services.database, dossier=dossier)
    for revision in due:
        body = {
            "format": 1,
            "revision": {"number": revision.number, "what": revision.what, "by": revision.by, "at": revision.at},
            **revision.manifest,
        }
        data = json.dumps(body, ensure_ascii=False, sort_keys=True, indent=1).encode()
        services.objects.put(keys.manifest(revision.dossier, revision.number), data, media_type="application/json")
        outbox.delivered(services.database, revision, sha256=hashlib.sha256(data).hexdigest())
    return len(due)


def _correction(kinds: Kinds, kind: str, name: str, text: str) -> Correction:
    """A person's value, normalized by the field's type; nothing is repaired in it. Empty: it is not on the paper."""
    field = kinds[kind].field(name) if kind in kinds else None
    if field is None:
        raise FieldUnknown(field=name, kind=kind)
    return Correction(name=name, value=_value(field, text), text=text, sensitive=field.sensitive)


def _value(field: FieldKind, text: str) -> str | int | list[object] | None:
    if not text.strip():
        return None
    if field.type == "list":
        return _items(field, text)
    parsed = normalization.typed(field.type, text)
    if parsed is None:
        raise ValueWrong(field=field.id, type=field.type)
    return parsed.value


def _items(field: FieldKind, text: str) -> list[object]:
    """The items of a list as JSON: ``[{"name": "…", "quantity": 1}]``; each value becomes one of its column's type."""
    try:
        items = json.loads(text)
    except ValueError:
        items = None
    columns = {column.id: column for column in field.columns}
    if not isinstance(items, list) or not all(isinstance(item, dict) and set(item) <= set(columns) for item in items):
        raise ValueWrong(field=field.id, type=field.type)
    told = ({name: str(value) for name, value in item.items() if str(value).strip()} for item in items)
    return [{name: _cell(columns[name], value) for name, value in item.items()} for item in told if item]


def _cell(column: ColumnKind, text: str) -> dict[str, object]:
    """A value inside a list in the shape of a field, as a person set it."""
    parsed = normalization.typed(column.type, text)
    if parsed is None:
        raise ValueWrong(field=column.id, type=column.type)
    return {"value": parsed.value, "text": text, "confidence": 1.0, "box": [0, 0, 0, 0], "source": "manual"}


def acceptance(submission: Submission, content: Content, *, file: str, at: dt.datetime) -> bytes:
    """The acceptance record of a file, as JSON."""
    record = {
        "format": 1,
        "file": file,
        **asdict(submission),
        **asdict(content),
        "at": at.isoformat(timespec="seconds"),
    }
    return json.dumps(record, ensure_ascii=False, sort_keys=True).encode()


def _forget(services: Services, record: str) -> None:
    # A record without a row says that a file was accepted which was not; sending it again would do no harm either.
    with suppress(Unavailable):
        services.objects.remove([record])


def _write_layers(services: Services, claim: Claim) -> str:
    """Write the two-layer PDF of a file. Gives the code of what made that impossible, else an empty text.

    What was read is worth more than a searchable copy of it: a file whose PDF cannot be written is finished without.
    """
    states = papers.pages(services.database, claim.file)
    readings = [_reading(services, claim.file, state) for state in states if state.attempt is not None]
    with _original(services, claim) as source:
        target = source.with_name("layers.pdf")
        try:
            sha256 = services.children.call(isolated.write_layers, source, readings, target)
        except (Unavailable, Misconfigured):
            raise
        except PipelineError as error:
            if not isinstance(error, Refused) and claim.tries < services.bounds.attempts:
                raise
            return error.code
        key = keys.searchable(claim.file, claim.attempt)
        services.objects.put_file(key, target, media_type="application/pdf", sha256=sha256)
    return ""


def _reading(services: Services, file: str, state: PageState) -> bytes:
    """The reading of a page as JSON; a page that was accepted without text is to us as if it were blank."""
    if state.attempt is None:
        assert state.accepted, "a page that was given up has no reading"
        return records.keep_page(Page(number=state.number, width=1, height=1, dpi=0, blank=True, engine=_PERSON))
    return gzip.decompress(services.objects.get(keys.page_reading(file, state.number, state.attempt)))


def _page_images(services: Services, claim: Claim, numbers: Iterable[int]) -> dict[int, bytes]:
    """Packed pages of a file by number."""
    attempt = claim.opened_attempt
    return {number: services.objects.get(keys.page_image(claim.file, number, attempt)) for number in numbers}


def _sweep_losers(services: Services, claim: Claim) -> None:
    """Remove what earlier attempts wrote: cut off, or overtaken by a new reading. Later ones are at work and stay."""
    losers = [keys.searchable(claim.file, attempt) for attempt in range(1, claim.attempt)]
    for state in papers.pages(services.database, claim.file):
        for before in range(1, claim.opened_attempt):
            place = (claim.file, state.number, before)
            losers += [keys.page_image(*place), keys.page_preview(*place)]
        for before in range(1, state.attempt or 1):
            place = (claim.file, state.number, before)
            losers += [keys.page_reading(*place), keys.page_upright(*place)]
    if losers:
        services.objects.remove(losers)


def _kept(paper: Paper, kinds: Kinds) -> KeptPaper:
    return KeptPaper(
        paper=paper,
        number=next((number for name in _NUMBERS if (number := _code([paper], name))), None),
        findings=[asdict(finding) for finding in paper.findings],
        fields=[
            {"name": name, "sensitive": _is_sensitive(kinds, paper.kind, name), **records.of_field(field)}
            for name, field in paper.fields.items()
        ],
    )


def _is_sensitive(kinds: Kinds, kind: str, name: str) -> bool:
    defined = kinds[kind].field(name) if kind in kinds else None
    return defined is not None and defined.sensitive


def _code(found: Sequence[Paper], name: str) -> str:
    """The value of a field that stands on one of the papers beyond doubt; empty if it does on none."""
    sure = (paper.fields[name] for paper in found if name in paper.fields and not paper.fields[name].review)
    return next((field.value for field in sure if isinstance(field.value, str)), "")


def _check_original(services: Services, paper: ToStore) -> None:
    digest = hashlib.sha256()
    key = keys.original(paper.sha256)
    for chunk in services.objects.chunks(key):
        digest.update(chunk)
    if digest.hexdigest() != paper.sha256:
        raise ObjectDamaged(key=key)

"""Everything that can break, in our hands: servers that are killed and come back, and the house's processes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import psycopg

from config import settings
from pipeline.assembly import counting
from pipeline.assembly import services as assembly
from pipeline.errors import PipelineError
from pipeline.stores import migrations, rates, rulebook
from pipeline.stores.database import Database
from stack import rabbitmq, servers
from stack.servers import LOOPBACK, Program
from tests.conftest import ROOT, broker_answers
from tests.faults import proxy
from tests.faults.proxy import Proxy
from tests.journeys.conftest import House

BrokerKind = Literal["redis", "rabbitmq"]

PASSWORD: Final = "for-tests-only"
ACCESS_KEY: Final = "testadmin"

#: Short, so that what got lost is missed soon.
QUICK: Final = {
    "SOHOA_LEASE_SECONDS": "4",
    "SOHOA_MESSAGE_PATIENCE_SECONDS": "3",
    "SOHOA_DRAIN_SECONDS": "20",
    "SOHOA_PROCESSES": "1",
    "SOHOA_PROGRESS_SECONDS": "6",
    "SOHOA_TASK_SECONDS": "20",
    "SOHOA_CHILD_MEMORY": str(512 << 20),
    "SOHOA_FREE_BYTES": str(4 << 20),
    # A consumer that lost its server looks for it again after so many milliseconds.
    "dramatiq_restart_delay": "500",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Files that the system took in."""

    files: tuple[str, ...]
    pages: int
    #: What sending said last: 0, or 4 when it was told to come later.
    code: int = 0


#: Debian's; None where it is not installed.
LIBFAKETIME: Final = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)


class Server:
    """One server that can be ended, killed and started again."""

    def __init__(self, program: Program, is_ready: Callable[[], bool], *, seconds: float = 90) -> None:
        self.program = program
        self._is_ready = is_ready
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it is ready; one that ends at once, as its port was still taken, is started anew."""
        end = time.monotonic() + self._seconds
        self._launch()
        while not self._is_ready():
            if time.monotonic() > end:
                raise servers.ServerFailed(f"{self.program.name} is not ready:\n{self._last_words()}")
            if self._process is None or self._process.poll() is not None:
                time.sleep(1)
                self._launch()
            time.sleep(0.05)

    def _launch(self) -> None:
        with (self.program.folder / "output.log").open("ab") as log:
            self._process = subprocess.Popen(
                self.program.command,
                cwd=self.program.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _last_words(self) -> str:
        return (self.program.folder / "output.log").read_text("utf-8", errors="replace")[-2000:]

    def mend(self) -> None:
        """Start it unless it runs."""
        if self._process is None or self._process.poll() is not None:
            self.start()

    def end(self, how: signal.Signals | None = None) -> None:
        """Send a signal to all of it, and wait until it is gone."""
        process = self._process
        if process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(process.pid, how or self.program.stop_signal)
        try:
            process.wait(self.program.stop_seconds)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._process = None


@dataclass
class Crew:
    """The house's processes, each started again when it ends, as a supervisor does."""

    folder: Path
    environment: dict[str, str]
    #: Name → command and what its environment has besides.
    wanted: dict[str, tuple[Sequence[str], dict[str, str]]] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def want(self, name: str, *command: str, **besides: str) -> None:
        """Keep a process alive under a name."""
        with self._lock:
            self.wanted[name] = (command, besides)

    def retire(self, name: str) -> None:
        """End a process in good order and do without it."""
        with self._lock:
            self.wanted.pop(name)
            process = self.processes.pop(name)
        process.terminate()
        process.wait(60)

    def end(self) -> None:
        """End all."""
        self._over.set()
        self._thread.join()
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.wait(60)

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            with self._lock:
                for name, (command, besides) in self.wanted.items():
                    if name not in self.processes or self.processes[name].poll() is not None:
                        self.processes[name] = self._start(name, command, besides)

    def _start(self, name: str, command: Sequence[str], besides: dict[str, str]) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                ["setpriv", "--pdeathsig=TERM", sys.executable, *command],
                env={**self.environment, **besides},
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stderr=log,
                stdout=log,
            )


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Servers, processes and the command line of one run."""

    broker_kind: BrokerKind
    folder: Path
    postgresql: Server
    broker: Server
    seaweedfs: Server
    proxy: Proxy
    crew: Crew
    house: House
    #: Seen from here, past the proxy.
    database: Database
    #: Where children find what they are to do.
    orders: Path
    #: Where workers put temporary files: a small disk of its own, where this machine allows one.
    disk: Path | None
    #: What the clocks of workers and sweeps are ahead, in seconds.
    clock: Path
    #: What a fault sent in besides the batch that it was given.
    seen: list[Batch] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        return self.house.environment

    @property
    def ballast(self) -> Path | None:
        """What fills the small disk, while it lies there."""
        return self.disk and self.disk / "ballast"

    def mend(self) -> None:
        """Put every cause right, so that a trial that broke off costs no other."""
        for server in (self.postgresql, self.broker, self.seaweedfs):
            server.mend()
        self.clock.write_text("+0")
        for left in (*self.orders.iterdir(), *filter(None, [self.ballast])):
            left.unlink(missing_ok=True)

    def workers(self) -> list[str]:
        return [name for name in self.crew.wanted if name.startswith("worker")]

    def worker(self, name: str) -> None:
        """Have one more worker."""
        real = self.environment["SOHOA_FAULTS_REAL"] == "1"
        command = ("-m", "workers", "work") if real else ("-m", "tests.faults.engine")
        self.crew.want(name, *command, **self._clock())

    def sweep(self, name: str) -> None:
        """Have one more sweep."""
        self.crew.want(name, "-m", "workers", "sweep", **self._clock())

    def _clock(self) -> dict[str, str]:
        if LIBFAKETIME is None:
            return {}
        return {
            "LD_PRELOAD": str(LIBFAKETIME),
            "FAKETIME_TIMESTAMP_FILE": str(self.clock),
            "FAKETIME_CACHE_DURATION": "1",
            # Waits of threads go by another clock, which does not jump on a real machine either.
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "PYTHONPATH": f"{ROOT}:{Path(__file__).parent / 'clock'}",
        }


@contextmanager
def laid(
    kind: BrokerKind,
    *,
    real: bool = False,
    pace: float = 0.1,
    workers: int = 2,
    durable: bool = False,
    acknowledged_within: float = rabbitmq.ACKNOWLEDGED_WITHIN,
    **besides: str,
) -> Iterator[Ground]:
    """Everything started. ``real``: with Tesseract. ``pace``: seconds that the other engine takes for a page.
    ``durable``: flushed to the disk, as where somebody's data is kept. ``besides``: settings."""
    folder = Path(tempfile.mkdtemp(prefix="sohoa-faults-"))
    folder.chmod(0o711)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        postgresql, database_address = _postgresql(folder, durable=durable)
        broker, broker_address = _broker(folder, kind, durable=durable, acknowledged_within=acknowledged_within)
        seaweedfs, s3 = _seaweedfs(folder, durable=durable)
        for server in (postgresql, broker, seaweedfs):
            stack.callback(server.end)
            server.start()
        migrations.upgrade(database_address)
        port = servers.free_ports(1)[0]
        wire = stack.enter_context(proxy.running(port, f"{LOOPBACK}:{s3}"))
        orders = folder / "orders"
        orders.mkdir()
        (clock := folder / "clock").write_text("+0")
        disk = _disk(stack, folder / "disk")
        environment = {
            **os.environ,
            **QUICK,
            "SOHOA_DATABASE": database_address,
            "SOHOA_BROKER": broker_address,
            "SOHOA_OBJECTS": f"http://{LOOPBACK}:{port}",
            "SOHOA_OBJECTS_ACCESS_KEY": ACCESS_KEY,
            "SOHOA_OBJECTS_SECRET_KEY": PASSWORD,
            "SOHOA_BUCKET": "faults",
            "SOHOA_LANGUAGE": "en",
            "SOHOA_FAULTS": str(orders),
            "SOHOA_FAULTS_PACE": str(pace),
            "SOHOA_FAULTS_REAL": "1" if real else "0",
            "PYTHONPATH": str(ROOT),
            **({"TMPDIR": str(disk)} if disk else {}),
            **besides,
        }
        assembly.objects(settings.load(environment)).make_bucket()
        database = Database(database_address, patience=30)
        stack.callback(database.close)
        rates.keep_rules(database, rulebook.digitized_rules(counting.CONFIG))
        crew = Crew(folder=folder, environment=environment)
        stack.callback(crew.end)
        ground = Ground(
            broker_kind=kind,
            folder=folder,
            postgresql=postgresql,
            broker=broker,
            seaweedfs=seaweedfs,
            proxy=wire,
            crew=crew,
            house=House(environment=environment, folder=folder),
            database=database,
            orders=orders,
            disk=disk,
            clock=clock,
        )
        ground.sweep("sweep-1")
        for number in range(workers):
            ground.worker(f"worker-{number + 1}")
        yield ground


def _postgresql(folder: Path, *, durable: bool) -> tuple[Server, str]:
    port = servers.free_ports(1)[0]
    program = servers.postgresql(folder / "postgresql", port=port, password=PASSWORD, durable=durable)
    address = f"postgresql://postgres:{PASSWORD}@{LOOPBACK}:{port}/postgres"
    return Server(program, lambda: _connects(address)), address


def _connects(address: str) -> bool:
    with suppress(psycopg.OperationalError):
        psycopg.connect(address, connect_timeout=2).close()
        return True
    return False


def _broker(folder: Path, kind: BrokerKind, *, durable: bool, acknowledged_within: float) -> tuple[Server, str]:
    if kind == "redis":
        port = servers.free_ports(1)[0]
        program = servers.redis(folder / "redis", port=port, password=PASSWORD, durable=durable)
        address = f"redis://:{PASSWORD}@{LOOPBACK}:{port}/0"
        return Server(program, lambda: broker_answers(address)), address
    ports = servers.free_ports(3)
    program = rabbitmq.rabbitmq(
        folder / "rabbitmq", ports=ports, password=PASSWORD, acknowledged_within=acknowledged_within
    )
    address = f"amqp://{rabbitmq.USER}:{PASSWORD}@{LOOPBACK}:{ports[0]}/"
    return Server(program, lambda: servers.accepts(ports[0]) and broker_answers(address)), address


def wipe_broker(ground: Ground) -> None:
    """Start the broker anew with nothing in it."""
    ground.broker.end(signal.SIGKILL)
    if ground.broker_kind == "rabbitmq":
        rabbitmq.wipe(ground.broker.program.folder)
    else:
        shutil.rmtree(ground.broker.program.folder / "appendonlydir", ignore_errors=True)
    ground.broker.start()


def _seaweedfs(folder: Path, *, durable: bool) -> tuple[Server, int]:
    ports = servers.free_ports(5)
    program = servers.seaweedfs(
        folder / "seaweedfs", ports=ports, access_key=ACCESS_KEY, secret_key=PASSWORD, durable=durable
    )
    chosen = settings.load(
        {
            "SOHOA_OBJECTS": f"http://{LOOPBACK}:{ports[0]}",
            "SOHOA_OBJECTS_ACCESS_KEY": ACCESS_KEY,
            "SOHOA_OBJECTS_SECRET_KEY": PASSWORD,
            "SOHOA_BUCKET": "faults",
        }
    )

    def keeps() -> bool:
        objects = assembly.objects(chosen, patience=2)
        try:
            objects.make_bucket()
            objects.put("ready", b"", media_type="text/plain")
        except PipelineError:
            return False
        return True

    return Server(program, lambda: servers.accepts(ports[0]) and keeps()), ports[0]


def _disk(stack: ExitStack, folder: Path) -> Path | None:
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode:
        return None
    stack.callback(subprocess.run, ["umount", "-l", str(folder)], check=False)
    return folder

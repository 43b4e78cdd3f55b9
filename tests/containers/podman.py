"""Podman and podman-compose, as far as the checks need them. Where images are kept is podman's own business."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

STANDINS: Final = Path(__file__).parent / "standins"


def run(*arguments: str, data: bytes | None = None, seconds: float = 900, check: bool = True) -> str:
    """Run ``podman ARGUMENTS``; what it wrote to stdout."""
    done = subprocess.run(["podman", *arguments], input=data, capture_output=True, timeout=seconds, check=False)
    if check and done.returncode:
        raise SystemExit(f"podman {arguments[0]} {arguments[-1]}: exit code {done.returncode}\n{done.stderr.decode()}")
    return done.stdout.decode()


def has(image: str) -> bool:
    """Whether an image is in the local store."""
    return subprocess.run(["podman", "image", "exists", image], check=False).returncode == 0


def build(tag: str, context: Path, *, file: Path) -> None:
    """Build an image from what is in the local store; nothing is asked of a registry."""
    options = ["--format", "docker", "--pull=never", "--network", "host", "--tag", tag, "--file", str(file)]
    if subprocess.run(["podman", "build", "--quiet", *options, str(context)], check=False, timeout=1800).returncode:
        raise SystemExit(f"{tag} cannot be built")


def megabytes(image: str) -> float:
    """Size of an image with everything below it."""
    (told,) = json.loads(run("image", "inspect", image))
    return float(told["Size"]) / 1e6


def stand_in(image: str, name: str) -> None:
    """Make an image that compose.yaml names, unless the store has it: a registry may be out of reach."""
    if has(image):
        return
    print(f"→ {image} is not in the local store: standing in for it", flush=True)
    with tempfile.TemporaryDirectory(prefix="sohoa-") as folder:
        context = Path(folder)
        shutil.copytree(STANDINS, context, dirs_exist_ok=True)
        if name == "seaweedfs":
            shutil.copy(Path(sys.executable).parent / "weed", context / "weed")
        build(image, context, file=context / f"{name}.Dockerfile")


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """The stack of a compose file under a project's name of its own.

    Podman before 4.6 knows no conditions of ``depends_on`` and stumbles over dependencies of dependencies; so the file
    is given to it without them, and what they ask for is waited for here.
    """

    file: Path
    project: str
    environment: Mapping[str, str]
    folder: Path

    def up(self) -> None:
        """Start every service once what it depends on is as it has to be."""
        services = yaml.safe_load(self.file.read_text(encoding="utf-8"))["services"]
        begun: set[str] = set()
        while len(begun) < len(services):
            for name, service in services.items():
                needs = _needs(service)
                if name not in begun and needs.keys() <= begun:
                    for need, condition in needs.items():
                        self._await(need, condition)
                    self.compose("up", "-d", "--no-build", name)
                    begun.add(name)

    def compose(self, *arguments: str, check: bool = True) -> None:
        """Run ``podman-compose ARGUMENTS``."""
        command = [sys.executable, "-m", "podman_compose", "-p", self.project, "-f", str(self._plain())]
        done = subprocess.run(
            [*command, *arguments], env=dict(self.environment), capture_output=True, timeout=600, check=False
        )
        if check and done.returncode:
            raise SystemExit(f"podman-compose {arguments[0]}: exit code {done.returncode}\n{done.stderr.decode()}")

    def container(self, service: str, number: int = 1) -> str:
        """The name of a service's container."""
        return f"{self.project}_{service}_{number}"

    def execute(self, service: str, *command: str, data: bytes | None = None, check: bool = True) -> str:
        """Run a command in a running container."""
        return run("exec", "-i", self.container(service), *command, data=data, seconds=400, check=check)

    def is_healthy(self, service: str) -> bool:
        """Run the service's own health check: there is no systemd here that would do it every few seconds."""
        command = ["podman", "healthcheck", "run", self.container(service)]
        return subprocess.run(command, check=False, capture_output=True).returncode == 0

    def logs(self, services: Sequence[str]) -> str:
        """The last lines that services wrote."""
        return "\n".join(f"{one}: {run('logs', '--tail', '15', self.container(one), check=False)}" for one in services)

    def _plain(self) -> Path:
        told = yaml.safe_load(self.file.read_text(encoding="utf-8"))
        for service in told["services"].values():
            service.pop("depends_on", None)
            service.pop("build", None)
        plain = self.folder / "compose.yaml"
        plain.write_text(yaml.safe_dump(told), encoding="utf-8")
        return plain

    def _await(self, service: str, condition: str) -> None:
        end = time.monotonic() + 120
        while not self._is(service, condition):
            if time.monotonic() > end:
                raise SystemExit(f"{service} is not {condition}\n{self.logs([service])}")
            time.sleep(0.5)

    def _is(self, service: str, condition: str) -> bool:
        if condition == "service_healthy":
            return self.is_healthy(service)
        state = run("inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", self.container(service))
        return state.strip() == "exited 0" if condition == "service_completed_successfully" else True


def _needs(service: Mapping[str, Any]) -> Mapping[str, str]:
    needs = service.get("depends_on", {})
    if isinstance(needs, list):
        return dict.fromkeys(needs, "service_started")
    return {name: told["condition"] for name, told in needs.items()}

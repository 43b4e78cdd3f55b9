"""supervisord's configuration, and that it keeps programs alive and leaves none behind."""

from __future__ import annotations

import configparser
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from stack.place import taken
from stack.servers import Program, ServerFailed
from stack.supervision import configured, supervised, wait_for


def test_the_house_ends_before_the_servers_that_it_writes_to(tmp_path):
    with taken(tmp_path / "var") as place:
        text = configured(place, first=[_program("server", tmp_path)], later=[_program("worker", tmp_path)])

    parser = configparser.RawConfigParser()
    parser.read_string(text)
    # supervisord ends the highest priority first.
    assert int(parser["group:house"]["priority"]) > int(parser["group:servers"]["priority"])
    assert parser["program:worker"]["autostart"] == "false"


def test_a_folder_that_supervisord_would_misread_is_named(tmp_path):
    with taken(tmp_path / "a #1") as place, pytest.raises(ServerFailed, match="comment"):
        configured(place, first=[], later=[])


@pytest.mark.slow
def test_a_child_that_dies_is_restarted_and_none_is_left_behind(tmp_path):
    folder = tmp_path / "với dấu cách 100%"
    folder.mkdir()
    programs = {"first": [_program("sleeper", folder)], "later": [_program("later", folder)]}
    with (
        taken(folder) as place,
        supervised(place, **programs, environment={**os.environ, "SIGN": "\"%'"}) as supervisor,
    ):
        wait_for(lambda: len(_started(folder)) == 1, what="a first start", seconds=10, log=folder)
        os.kill(_started(folder)[0], signal.SIGKILL)
        wait_for(lambda: len(_started(folder)) == 2, what="a second start", seconds=10, log=folder)
        assert supervisor.states()["later"] == "STOPPED"

        supervisor.start_later()
        wait_for(lambda: len(_started(folder)) == 3, what="the later one", seconds=10, log=folder)

    assert not any(_lives(process) for process in _started(folder))


def _program(name: str, folder: Path) -> Program:
    note = "import os, time; open('started', 'a').write(f'{os.getpid()}\\n'); time.sleep(60)"
    return Program(name=name, command=(sys.executable, "-c", note), folder=folder)


def _started(folder: Path) -> list[int]:
    notes = folder / "started"
    return [int(line) for line in notes.read_text().split()] if notes.exists() else []


def _lives(process: int) -> bool:
    time.sleep(0.05)
    return Path(f"/proc/{process}").exists()

"""The local stack's folder: ports and secrets chosen once, one stack at a time."""

from __future__ import annotations

import socket

import pytest

from stack import servers
from stack.place import PlaceBusy, taken


def test_ports_and_secrets_are_kept(tmp_path):
    with taken(tmp_path / "var") as first:
        pass
    with taken(tmp_path / "var") as second:
        assert second == first


def test_a_port_that_somebody_took_is_given_up_and_the_others_are_kept(tmp_path):
    with taken(tmp_path / "var") as first:
        pass
    with socket.create_server((servers.LOOPBACK, first.ports["redis"])), taken(tmp_path / "var") as second:
        assert {name for name in first.ports if first.ports[name] != second.ports[name]} == {"redis"}


def test_two_clones_do_not_share_a_secret(tmp_path):
    with taken(tmp_path / "one") as one, taken(tmp_path / "two") as two:
        assert not set(one.secrets.values()) & set(two.secrets.values())


def test_a_second_stack_on_the_same_folder_is_told_who_has_it(tmp_path):
    with (
        taken(tmp_path / "var") as place,
        pytest.raises(PlaceBusy, match=str(place.ports["web"])),
        taken(tmp_path / "var"),
    ):
        pass


def test_what_holds_a_secret_is_for_its_owner_only(tmp_path):
    with taken(tmp_path / "var"):
        modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "var").iterdir() if path.is_file()}

    assert modes == {"lock": 0o600, "sohoa.env": 0o600, "stack.json": 0o600}

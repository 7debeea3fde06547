"""The command line, the folder's lock, and ports."""

import socket
from itertools import islice
from pathlib import Path

import pytest

from deploy.local.options import read_options
from deploy.local.ports import FIRST, LAST, free_port, is_free
from deploy.local.run import FolderInUseError, held
from deploy.local.services import ports


def test_without_arguments_it_stays_up_in_var_local() -> None:
    options = read_options([])

    assert (options.once, options.folder) == (False, Path("var/local"))


def test_every_port_can_be_given() -> None:
    ports_given = ["--nats-port=1", "--monitor-port=2", "--mongo-port=3", "--http-port=4"]
    options = read_options([*ports_given, "--speed=60", "--once"])

    assert (options.nats_port, options.monitor_port, options.mongo_port, options.http_port) == (1, 2, 3, 4)
    assert (options.speed, options.once) == (60, True)


def test_a_folder_belongs_to_one_run_at_a_time(tmp_path: Path) -> None:
    with held(tmp_path), pytest.raises(FolderInUseError, match=str(tmp_path)), held(tmp_path):
        pass
    with held(tmp_path):
        assert (tmp_path / "lock").exists()


def test_a_taken_port_is_replaced_by_a_free_one_outside_the_range_of_clients() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not is_free(port)
        assert FIRST <= free_port(port) <= LAST


def test_services_get_ports_of_their_own_next_to_the_first() -> None:
    first = free_port()
    four = list(islice(ports(first), 4))

    assert four[0] == first
    assert len(set(four)) == 4

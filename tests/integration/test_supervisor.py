"""The supervisor starts in order, starts again what dies, gives up in time, and stops in reverse."""

import asyncio
import os
import signal
import sys
from functools import partial
from pathlib import Path

import pytest

from deploy.local.child import Child, Listener
from deploy.local.health import is_ok
from deploy.local.ports import free_port
from deploy.local.servers import Server
from deploy.local.supervisor import GaveUpError, Supervisor, run_once


def web_server(folder: Path, say: Listener | None = None) -> Server:
    """The smallest server there is: Python's own, in the folder."""
    port = free_port()
    command = [sys.executable, "-u", "-m", "http.server", "--bind", "127.0.0.1", "--directory", str(folder), str(port)]
    url = f"http://127.0.0.1:{port}"
    return Server(url, port, Child("web", command, folder / "web.log", on_line=say), partial(is_ok, f"{url}/"))


def sure_to_end(folder: Path, code: int = 3) -> Server:
    """Says it is ready, and ends."""

    async def always() -> bool:
        return True

    child = Child("short", [sys.executable, "-c", f"print('so long'); exit({code})"], folder / "short.log")
    return Server("", 0, child, always)


class Said:
    """Everything that was said, in order; `next` waits for a word nobody asked for yet."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._new: asyncio.Queue[str] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()

    def __call__(self, text: str) -> None:
        self.texts.append(text)
        self._loop.call_soon_threadsafe(self._new.put_nowait, text)

    async def next(self) -> str:
        return await asyncio.wait_for(self._new.get(), 10)


async def test_a_server_that_dies_is_reported_and_started_again(tmp_path: Path) -> None:
    said = Said()
    async with Supervisor(said, pause=0.01) as supervisor:
        server = web_server(tmp_path)
        await supervisor.start(server)
        first = server.process.pid
        os.kill(first, signal.SIGKILL)
        assert (await said.next()).startswith("web ended (signal 9), starting it again in 0.01 s")
        assert await said.next() == "web is ready again"
        assert server.process.pid != first
        assert await is_ok(server.url)


async def test_a_server_that_dies_again_and_again_is_given_up(tmp_path: Path) -> None:
    said = Said()
    async with Supervisor(said, restarts=2, pause=0.01) as supervisor:
        await supervisor.start(sure_to_end(tmp_path))
        with pytest.raises(GaveUpError, match=r"short ended \(exit 3\) after 2 restarts:\n(.*\n)*so long"):
            await asyncio.wait_for(supervisor.gave_up(), 10)
    assert len([text for text in said.texts if "starting it again" in text]) == 2


async def test_all_stop_in_reverse_order(tmp_path: Path) -> None:
    ended: list[str] = []
    async with Supervisor(Said()) as supervisor:
        servers = {name: web_server(tmp_path) for name in ("first", "second", "third")}
        for server in servers.values():
            await supervisor.start(server)
        notes = [asyncio.create_task(note_end(name, server, ended)) for name, server in servers.items()]
        await asyncio.sleep(0)
    await asyncio.gather(*notes)
    assert ended == ["third", "second", "first"]


async def note_end(name: str, server: Server, ended: list[str]) -> None:
    await server.process.ended()
    ended.append(name)


async def test_a_command_that_fails_is_told_in_its_own_words(tmp_path: Path) -> None:
    child = Child("provision", [sys.executable, "-c", "exit('no broker there')"], tmp_path / "log")
    with pytest.raises(GaveUpError, match=r"provision failed \(exit 1\):\nno broker there"):
        await run_once(child)


async def test_every_line_of_a_child_is_heard_and_kept(tmp_path: Path) -> None:
    said = Said()
    child = Child("talker", [sys.executable, "-c", "print('one'); print('two')"], tmp_path / "log", on_line=said)
    await run_once(child)
    assert said.texts == ["one", "two"]
    assert (tmp_path / "log").read_text() == "one\ntwo\n"


async def test_a_program_deaf_to_sigterm_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.local.child.SECOND_TERM_AFTER", 0.1)
    monkeypatch.setattr("deploy.local.child.KILL_AFTER", 0.2)
    said = Said()
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    child = Child("deaf", [sys.executable, "-c", deaf], tmp_path / "log", on_line=said)
    child.start()
    assert await said.next() == "deaf"
    assert await child.stop() == -signal.SIGKILL

"""A process that cannot outlive the one that started it."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from threading import Thread

LEASH = Path(__file__).with_name("leash.py")
SECOND_TERM_AFTER = 3.0
KILL_AFTER = 10.0
TAIL = 2_000

Listener = Callable[[str], None]


class Child:
    """One process in a session of its own, tied to the thread that starts it; its output goes to a log file.

    `on_line` hears every line of output, in a thread of its own. `cores` bounds how many it may use, 0 for all.
    Usable from any event loop.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        log: Path,
        *,
        env: Mapping[str, str] | None = None,
        on_line: Listener | None = None,
        cores: int = 0,
    ) -> None:
        self.name = name
        self.log = log
        self._command = command
        self._env = env or {}
        self._on_line = on_line
        self._leash = [sys.executable, "-I", "-S", str(LEASH), str(os.getpid()), str(cores)]
        self._process: subprocess.Popen[str] | None = None
        self._end: Future[int] = Future()

    @property
    def pid(self) -> int:
        return self._started().pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self._end = Future()
        with self.log.open("a", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [*self._leash, *self._command],
                stdin=subprocess.DEVNULL,
                stdout=log if self._on_line is None else subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self._env},  # noqa: TID251 - handed on, not read
                text=True,
                errors="replace",
                start_new_session=True,
            )
        Thread(target=self._follow, args=(self._process, self._end), name=f"child-{self.name}", daemon=True).start()

    async def ended(self) -> int:
        """Waits for the end and returns the exit code, negative for a signal."""
        return await asyncio.shield(asyncio.wrap_future(self._end))

    async def stop(self) -> int:
        """SIGTERM, once more for a program that was too young to hear it, then SIGKILL."""
        for patience in (SECOND_TERM_AFTER, KILL_AFTER - SECOND_TERM_AFTER):
            self._send(signal.SIGTERM)
            try:
                return await asyncio.wait_for(self.ended(), patience)
            except TimeoutError:
                continue
        return await self.kill()

    async def kill(self) -> int:
        self._send(signal.SIGKILL)
        return await self.ended()

    def last_words(self) -> str:
        """The end of the log."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-TAIL:] if self.log.exists() else ""

    def _send(self, sign: signal.Signals) -> None:
        self._started().send_signal(sign)

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None:
            raise RuntimeError(f"{self.name} was never started")
        return self._process

    def _follow(self, process: subprocess.Popen[str], end: Future[int]) -> None:
        if process.stdout is not None and self._on_line is not None:
            with self.log.open("a", encoding="utf-8") as log, process.stdout:
                for line in process.stdout:
                    log.write(line)
                    log.flush()
                    self._on_line(line.rstrip("\n"))
        end.set_result(process.wait())

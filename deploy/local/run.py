"""Everything on one machine: `python -m deploy.local.run`."""

import asyncio
import fcntl
import signal
import sys
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import nats
from nats.js import JetStreamContext

from deploy.local.example_day import load_day
from deploy.local.health import NotReadyError
from deploy.local.options import Options, Terminal, read_options
from deploy.local.play import Play, summary_rows
from deploy.local.screen import Screen
from deploy.local.supervisor import GaveUpError, Supervisor
from deploy.local.system import Running, bring_up


class FolderInUseError(RuntimeError):
    """Another run keeps its data there."""


async def run(options: Options, screen: Screen) -> int:
    """Until it is cancelled, or with `once` until the example day is over; returns the exit code."""
    async with Supervisor(screen.say) as supervisor:
        screen.title("Banyuwangi Melayani")
        running = await bring_up(supervisor, options, screen)
        async with connected(running.nats.url) as jetstream:
            play = Play(jetstream, screen, load_day(), options.folder / "example-day-sent")
            try:
                missing = await _unless(supervisor.gave_up(), play.perform())
                _tell(play, missing, screen)
                if options.once:
                    return 1 if missing else 0
                _show_addresses(running, screen)
                await supervisor.gave_up()
            finally:
                play.stop()
    return 0


def main() -> None:
    screen = Screen(colours=not Terminal().no_color)
    sys.exit(asyncio.run(_main(read_options(), screen)))


async def _main(options: Options, screen: Screen) -> int:
    _stop_on_signals(screen)
    try:
        with held(options.folder):
            return await run(options, screen)
    except asyncio.CancelledError:
        screen.say("semua proses sudah berhenti / everything has stopped")
        return 130 if options.once else 0
    except (GaveUpError, NotReadyError, FolderInUseError, FileNotFoundError) as error:
        screen.say(f"tidak bisa lanjut / cannot go on: {error}")
        return 1


def _stop_on_signals(screen: Screen) -> None:
    """The first Ctrl-C or SIGTERM stops everything; more of them change nothing."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    signs = (signal.SIGINT, signal.SIGTERM)

    def stop() -> None:
        for sign in signs:
            loop.add_signal_handler(sign, screen.say, "sedang berhenti / already stopping")
        if task:
            task.cancel()
        screen.say("berhenti / stopping …")

    for sign in signs:
        loop.add_signal_handler(sign, stop)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keeps a second run out of the folder; the kernel lets go when this process ends, however it ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise FolderInUseError(f"another run uses {folder}; stop it, or give --folder") from None
        yield


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[JetStreamContext]:
    """JetStream for as long as the block lasts, through restarts of the broker."""
    client = await nats.connect(url, max_reconnect_attempts=-1, reconnect_time_wait=0.5, error_cb=_unheard)
    try:
        yield client.jetstream()
    finally:
        await client.close()


async def _unheard(error: Exception) -> None:
    """The supervisor tells of a broker that went away; the client need not repeat it."""
    del error


async def _unless(failure: Coroutine[None, None, None], work: Coroutine[None, None, list[str]]) -> list[str]:
    """The result of `work`, or what `failure` raises before that."""
    doing, failing = asyncio.create_task(work), asyncio.create_task(failure)
    try:
        await asyncio.wait({doing, failing}, return_when=asyncio.FIRST_COMPLETED)
        if failing.done():
            failing.result()
        return await doing
    finally:
        doing.cancel()
        failing.cancel()


def _tell(play: Play, missing: list[str], screen: Screen) -> None:
    screen.title("Ringkasan / summary")
    screen.table(summary_rows(play.summary()))
    if missing:
        screen.title(f"{len(missing)} laporan belum seperti seharusnya / not as they should be")
        for line in missing:
            screen.say(f"  {line}")


def _show_addresses(running: Running, screen: Screen) -> None:
    screen.title("Alamat / addresses (Ctrl-C untuk berhenti / to stop)")
    door, *_ = running.services
    health = [(f"{s.process.name} health, metrics", f"{s.url}/readyz  {s.url}/metrics") for s in running.services]
    screen.table(
        [
            ("pintu / door", f"POST {door.url}/complaints"),
            *health,
            ("NATS", f"{running.nats.url}  {running.nats.monitor_url}"),
            ("kotak keluar / outbox", running.outbox),
        ]
    )


if __name__ == "__main__":
    main()

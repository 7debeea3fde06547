"""kill -9 of each service in turn, of the broker and of the database, while the example day is played.

`python -m tests.chaos.example_day`: the run itself is the judge, for it fails when one complaint did not arrive, one
liaison's answer or one rung of a silent one's ladder is missing. The supervisor starts again what dies.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

VICTIMS = {
    "intake": ("serve", "intake"),
    "router": ("serve", "router"),
    "notifier": ("serve", "notifier"),
    "sla": ("serve", "sla"),
    "nats": ("nats-server",),
    "mongo": ("secantusd-py",),
}
FIRST_AFTER = 40  # lines: the day has begun, and liaisons answer
NEXT_AFTER = 30
ENDED = 240.0


def process(run: psutil.Process, words: tuple[str, ...]) -> psutil.Process:
    """The process below the run whose command holds these words."""
    for child in run.children(recursive=True):
        command = [Path(part).name for part in child.cmdline()]
        if all(word in command for word in words):
            return child
    raise LookupError(f"no process {' '.join(words)} below the run")


async def lines(stream: asyncio.StreamReader) -> AsyncIterator[str]:
    while line := await stream.readline():
        yield line.decode().rstrip()


async def play(folder: Path) -> int:
    """The exit code of a run whose every part was killed once."""
    run = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "deploy.local.run", "--once", "--folder", str(folder)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert run.stdout
    waiting, patience = list(VICTIMS.items()), FIRST_AFTER
    async with asyncio.timeout(ENDED):
        async for line in lines(run.stdout):
            print(line, flush=True)
            patience -= 1
            if patience <= 0 and waiting:
                name, words = waiting.pop(0)
                process(psutil.Process(run.pid), words).kill()
                print(f"--- killed {name}", flush=True)
                patience = NEXT_AFTER
        code = await run.wait()
    if waiting:
        raise RuntimeError(f"the day was over before {', '.join(name for name, _ in waiting)} could be killed")
    return code


def main() -> None:
    with TemporaryDirectory() as folder:
        code = asyncio.run(play(Path(folder)))
    print(f"six kills, exit {code}: {'every story ended as it should' if code == 0 else 'something is missing'}")
    sys.exit(code)


if __name__ == "__main__":
    main()

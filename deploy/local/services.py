"""The four services as servers of this machine."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import deploy
from deploy.local.child import Child
from deploy.local.health import is_ok
from deploy.local.ports import free_port
from deploy.local.servers import Server

DIRECTORY = Path(deploy.__path__[0]) / "directory" / "banyuwangi"
LOUD = frozenset({"warning", "error", "critical"})

Say = Callable[[str], None]


def environment(folder: Path, nats: Server, mongo: Server, public_url: str, speed: float) -> dict[str, str]:
    """What every service and command of this run is told."""
    return {
        "MELAYANI_NATS_URL": nats.url,
        "MELAYANI_MONGO_URL": mongo.url,
        "MELAYANI_MONGO_DATABASE": "melayani",
        "MELAYANI_DIRECTORY": str(DIRECTORY),
        "MELAYANI_SPEED": str(speed),
        "MELAYANI_CHANNELS": "outbox",
        "MELAYANI_OUTBOX_FOLDER": str(folder / "outbox"),
        "MELAYANI_VAULT_KEY_FILE": str(folder / "vault.key"),
        "MELAYANI_PUBLIC_URL": public_url,
        "PYTHONUNBUFFERED": "1",
    }


def service(name: str, port: int, env: Mapping[str, str], folder: Path, say: Say) -> Server:
    """One service, not yet started, ready when its /readyz says so; its warnings are said, its whole log is kept."""
    url = f"http://127.0.0.1:{port}"

    def hear(line: str) -> None:
        if text := warning(line):
            say(f"{name}: {text}")

    process = Child(
        name,
        melayani("serve", name),
        folder / f"{name}.log",
        env={**env, "MELAYANI_HTTP_PORT": str(port)},
        on_line=hear,
    )
    return Server(url=url, port=port, process=process, healthy=partial(is_ok, f"{url}/readyz"))


def melayani(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "services.cli", *arguments]


def ports(first: int) -> Iterator[int]:
    """Free ports, from `first` on where those are free."""
    given: set[int] = set()
    while True:
        port = free_port(first)
        first += 1
        if port not in given:
            given.add(port)
            yield port


def warning(line: str) -> str | None:
    """A warning, or worse, in one line for people; what else a service prints is for its log alone."""
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    if not isinstance(entry, dict) or entry.get("level") not in LOUD:
        return None
    rest = (f"{key}={value}" for key, value in entry.items() if key not in {"event", "level", "timestamp", "service"})
    return " ".join((str(entry.get("event")), *rest))

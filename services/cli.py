"""The `melayani` command; the only file that may import every service, and it does so only when asked to."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from nats.errors import Error as NatsError

from services import (
    act_commands,
    audit_commands,
    case_commands,
    check_commands,
    directory_commands,
    due_commands,
    holiday_commands,
    live_commands,
    operate,
    procedure_commands,
    simulate_commands,
    sorting_commands,
    ticket_commands,
    training_commands,
    triage_commands,
)
from services.commands import CommandError, Commands
from services.operate import connected
from shared.contracts.streams import SERVICES
from shared.directory.load import DirectoryError, load
from shared.runtime.bus import Bus, NoAnswerError
from shared.runtime.hold import Hold
from shared.runtime.provision import ProvisionError
from shared.runtime.settings import RuntimeSettings, SettingsError, read_settings

# Each adds its commands.
MODULES = (
    act_commands,
    operate,
    audit_commands,
    case_commands,
    check_commands,
    directory_commands,
    due_commands,
    holiday_commands,
    live_commands,
    procedure_commands,
    simulate_commands,
    sorting_commands,
    ticket_commands,
    training_commands,
    triage_commands,
)
FAILED = 1


def serve(given: argparse.Namespace) -> None:
    chosen = {"sectors": given.sectors, "stage": given.stage, "http_port": given.port}
    overrides = {name: value for name, value in chosen.items() if value is not None}
    import_module(f"services.{given.service}.app").main(**overrides)


def create_vault_key(given: argparse.Namespace) -> None:
    import_module("services.intake.vault").create_key(given.file)
    print(f"A new key is in {given.file}; keep a copy apart from the database, without it no identity can be read.")


async def import_backlog(given: argparse.Namespace) -> None:
    settings = read_settings(RuntimeSettings)
    known = load(settings.directory, settings.contacts).sources
    if given.source not in known:
        raise CommandError(f"unknown source {given.source!r}; the directory knows {', '.join(known)}")
    backlog: Any = import_module("services.intake.doors.backlog")
    if not given.file.is_file():
        raise CommandError(f"there is no file {given.file}")
    async with connected(settings) as connection:
        bus = Bus("import", lambda: connection, Hold())
        try:
            report = await backlog.send(backlog.read_rows(given.file), bus, given.source, given.per_second, print)
        except (NatsError, TimeoutError) as error:
            reason = f"the broker does not take it ({type(error).__name__}); run it again, nothing is admitted twice"
            raise CommandError(reason) from None
    print(report)
    if report.errors:
        raise CommandError(f"{len(report.errors)} rows were not sent")


def add(commands: Commands) -> None:
    one = commands.command("serve", serve, "run one service until it is told to stop")
    one.add_argument("service", choices=SERVICES)
    one.add_argument("--sectors", help="queues this process consumes, comma-separated, or all")
    one.add_argument("--stage", help="stages this process consumes, comma-separated, or all")
    one.add_argument("--port", type=int, help="port of health, metrics and the door")
    init = commands.group("vault", "the vault of identities").command("init", create_vault_key, "create its key")
    init.add_argument("file", type=Path)
    load_csv = commands.command("import", import_backlog, "send a CSV of old complaints, quietly and paced")
    load_csv.add_argument("file", type=Path)
    load_csv.add_argument("--source", required=True, help="the source they came from, as the directory calls it")
    load_csv.add_argument("--per-second", type=float, default=20.0)


def parser() -> argparse.ArgumentParser:
    """Every command with its help."""
    top = argparse.ArgumentParser("melayani", description="Banyuwangi Melayani: run it, check it, look after it.")
    commands = Commands(top)
    add(commands)
    for module in MODULES:
        module.add(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> None:
    given = parser().parse_args(arguments)
    try:
        result = given.run(given)
        if asyncio.iscoroutine(result):
            asyncio.run(result)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read along has seen enough, such as head
        _hush()
        sys.exit(FAILED)
    except (SettingsError, DirectoryError, ProvisionError, CommandError, NoAnswerError) as error:
        print(f"melayani: {error}", file=sys.stderr)
        sys.exit(FAILED)


def _hush() -> None:
    """What is still to be printed goes nowhere, instead of failing once more at the end."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()

"""The directory that is live: apply an edition, and see which one it is."""

import argparse
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext

from services.commands import CommandError, Commands
from services.notifier.domain.wording import Wording
from services.operate import connected
from shared.contracts.edition import Edition, EditionError, digest
from shared.contracts.question import AskHeld, Tickets
from shared.directory.difference import differences
from shared.directory.folder import CONTACTS, contacts_of, texts_in
from shared.directory.load import DirectoryError, build
from shared.directory.model import Directory
from shared.runtime import clock
from shared.runtime.bucket import Bucket, Kept, NoBucketError, OvertakenError
from shared.runtime.bus import Bus, NoAnswerError
from shared.runtime.hold import Hold
from shared.runtime.provisioned import unprovisioned
from shared.runtime.settings import RuntimeSettings, read_settings

NO_CONTACTS = {CONTACTS: 'default: {email: "{post}@contacts.invalid"}'}
DIGITS = 12


def add(commands: Commands) -> None:
    directory = commands.group("directory", "the directory")
    applying = directory.command("apply", apply, "make it live: running services go by it at once")
    showing = directory.command("show", show, "which edition is live, and how the folder differs from it")
    for parser in (applying, showing):
        parser.add_argument("folder", nargs="?", type=Path, help="its folder; MELAYANI_DIRECTORY when left out")
    applying.add_argument("--dry-run", action="store_true", help="check it and tell what would change, no more")


async def apply(given: argparse.Namespace) -> None:
    settings = read_settings(RuntimeSettings)
    folder = given.folder or settings.directory
    texts = texts_in(folder)
    directory = build(texts | contacts_of(folder, settings.contacts))
    Wording(directory, settings.public_url)  # notifier would refuse it
    async with _broker(settings) as client:
        bucket = Bucket(client)
        room, kept = await bucket.largest(), await bucket.read()
        await _refuse_other_queues(client.jetstream(), directory)
        live = _read(kept)
        edition = Edition.after(live, directory.edition, texts, clock.now())
        _refuse_too_large(edition, room)
        before = _without_contacts(live.texts) if live else None
        await _refuse_if_held(client, [post for post in before.posts if post not in directory.posts] if before else [])
        print("\n".join(_changes(live, edition)))
        if given.dry_run:
            print("this was a dry run: nothing is applied")
            return
        await bucket.put(edition, kept)
    print(f"edition {edition.edition} is live: services that run take it up at once, the others when they start")


async def show(given: argparse.Namespace) -> None:
    settings = read_settings(RuntimeSettings)
    async with _broker(settings) as client:
        kept = await Bucket(client).read()
    if not kept.value:
        print("no edition was applied yet: each service goes by the folder it was given")
        return
    live = Edition.unpacked(kept.value)
    folder = given.folder or settings.directory
    texts = texts_in(folder)
    print(f"edition {live.edition}, applied {live.applied_at:%Y-%m-%d %H:%M} UTC, digest {live.digest[:DIGITS]}")
    print(f"applied before: {', '.join(name for name in live.digests if name != live.edition) or 'none'}")
    if digest(texts) == live.digest:
        print(f"{folder} is the same")
    else:
        print("\n".join((f"{folder} differs:", *_differences(live.texts, texts))))


@asynccontextmanager
async def _broker(settings: RuntimeSettings) -> AsyncIterator[Client]:
    """Whatever goes wrong there is told in a sentence."""
    try:
        async with connected(settings) as connection:
            yield connection
    except NoBucketError as error:
        raise CommandError(f"{error}; run `melayani provision` first") from None
    except OvertakenError:
        raise CommandError("somebody applied another edition at the same moment; look at it and try again") from None
    except EditionError as error:
        raise CommandError(str(error)) from None
    except (NatsError, TimeoutError) as error:
        reason = f"the broker did not answer ({type(error).__name__}); `melayani directory show` tells what is live"
        raise CommandError(reason) from None


async def _refuse_other_queues(jetstream: JetStreamContext, directory: Directory) -> None:
    new, gone = await unprovisioned(jetstream, directory)
    if new:
        reason = f"the broker does not know the queues or sources {', '.join(new)}"
        raise CommandError(f"{reason}; run `melayani provision` first, and restart the services after applying")
    if gone:
        reason = f"the broker still has the queues or sources {', '.join(gone)}, which the directory has no more"
        raise CommandError(f"{reason}; none is taken away live, see the runbook on provisioning")


async def _refuse_if_held(client: Client, posts: Sequence[str]) -> None:
    """A post that is gone could not act on what it holds."""
    bus = Bus("cli", lambda: client, Hold())
    for post in posts:
        try:
            held = await bus.ask(AskHeld.SUBJECT, AskHeld(post=post, limit=1), Tickets)
        except NoAnswerError:
            raise CommandError(f"post {post} goes, and router does not answer whether it holds tickets") from None
        if held and held.tickets:
            reason = f"post {post} goes, but holds open tickets ({held.tickets[0].ticket})"
            raise CommandError(f"{reason}; call it vacant in roster.yaml first, and router passes them on")


def _refuse_too_large(edition: Edition, room: int) -> None:
    size = len(edition.packed())
    if size > room:
        raise CommandError(
            f"the edition has {size:,} bytes, compressed, and the broker takes {room:,}: "
            "give it a larger max_payload, or raise MELAYANI_STORE_BYTES and provision"
        )


def _read(kept: Kept) -> Edition | None:
    try:
        return Edition.unpacked(kept.value) if kept.value else None
    except EditionError as error:
        print(f"{error}; it is replaced")
        return None


def _changes(live: Edition | None, edition: Edition) -> Iterator[str]:
    if live is None:
        yield f"edition {edition.edition} is the first: until now each service went by the folder it was given"
    elif live.digest == edition.digest:
        yield "nothing changes; applied again, each service reads its contacts anew"
    else:
        yield from _differences(live.texts, edition.texts)


def _differences(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    before, after = _without_contacts(old), _without_contacts(new)
    if before is None or after is None:
        return ["they cannot be compared: one of them has faults for this program"]
    restart = ["restart the services afterwards: queues or sources change"] if _ways(before) != _ways(after) else []
    return [*(differences(before, after) or ["only comments and order"]), *restart]


def _without_contacts(texts: Mapping[str, str]) -> Directory | None:
    """Two editions are compared so: the contacts are each service's own. None for what has faults."""
    try:
        return build({**texts, **NO_CONTACTS})
    except DirectoryError:
        return None


def _ways(directory: Directory) -> tuple[set[str], set[str]]:
    return {*directory.queues}, {*directory.sources}

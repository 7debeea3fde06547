"""The directory that is live: read from the broker's bucket, watched there, and taken up whole or not at all."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial, wraps
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.errors import APIError, ServiceUnavailableError

from shared.contracts.edition import BUCKET_CHANGED, Edition
from shared.directory.folder import contacts_of
from shared.directory.load import DirectoryError, build
from shared.directory.model import Directory
from shared.runtime.bucket import NOTHING, Bucket, Kept, NoBucketError
from shared.runtime.bus import SERVER, passes
from shared.runtime.hold import Hold
from shared.runtime.logging import log, where
from shared.runtime.metrics import EDITION, REFUSED_EDITIONS
from shared.runtime.provision import ProvisionError
from shared.runtime.settings import RuntimeSettings

# The net under the broker's word, which nobody repeats for whoever did not hear it.
LOOK_EVERY = 60.0
PROBLEMS_TOLD = 5

T = TypeVar("T")
Given = ParamSpec("Given")
Done = TypeVar("Done")


class PerEdition(Generic[T]):
    """One `T` for each edition of the directory; a call that began with one ends with it."""

    def __init__(self, make: Callable[[Directory], T], directory: Directory) -> None:
        self._make = make
        self.current = make(directory)

    def do(self, method: Callable[Concatenate[T, Given], Awaitable[Done]]) -> Callable[Given, Awaitable[Done]]:
        """That method of the one that is current when it is called."""

        @wraps(method)
        async def done(*given: Given.args, **named: Given.kwargs) -> Done:
            return await method(self.current, *given, **named)

        return done

    def made_of(self, directory: Directory) -> Callable[[], None]:
        """Makes another one; it is current once what is returned is called. Raises what stands in its way."""
        return partial(setattr, self, "current", self._make(directory))


class LiveDirectory:
    """The edition one service goes by; once it has begun, its queues and sources stay as they are."""

    def __init__(
        self, service: str, settings: RuntimeSettings, directory: Directory, client: Callable[[], Client], hold: Hold
    ) -> None:
        self.directory = directory
        self._service = service
        self._settings = settings
        self._client = client
        self._hold = hold
        self._parts: list[PerEdition[Any]] = []
        self._seen = NOTHING
        self._refused: tuple[Kept, Mapping[str, str] | None] | None = None
        self._begun = False
        self._look = asyncio.Event()

    def per_edition(self, make: Callable[[Directory], T]) -> PerEdition[T]:
        """What `make` makes of the directory now, and, in a thread, of each edition that goes live.

        Where it raises, that edition is refused and everything stays as it was.
        """
        part = PerEdition(make, self.directory)
        self._parts.append(part)
        return part

    async def begin(self) -> None:
        """Takes up the bucket's edition if there is one; raises ProvisionError when the bucket is not there."""
        try:
            await self._held(self._bucket().largest)
            await self._client().subscribe(BUCKET_CHANGED, cb=self._on_changed)
            await self._take_up(await self._held(self._bucket().read))
        except NoBucketError as error:
            raise ProvisionError(f"run `melayani provision`: {error}") from None
        EDITION.labels(self._service, self.directory.edition).set(1)
        self._begun = True

    async def watch(self) -> None:
        """Endless: takes up what is put into the bucket."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._look.wait(), LOOK_EVERY)
            self._look.clear()
            try:
                await self._take_up(await self._held(self._bucket().read))
            except (NoBucketError, APIError) as error:
                log.error("directory cannot be read", edition=self.directory.edition, reason=str(error))

    def look(self) -> None:
        """Has the bucket read soon: what the broker said meanwhile was not heard."""
        self._look.set()

    async def _take_up(self, kept: Kept) -> None:
        """Every part at once, or none of them; what was refused is tried again once the contacts are others."""
        if kept == self._seen:
            return
        tried: tuple[Kept, Mapping[str, str] | None] = (kept, None)
        try:
            contacts = await asyncio.to_thread(contacts_of, self._settings.directory, self._settings.contacts)
            tried = kept, contacts
            if tried == self._refused:
                return
            directory, turns = await asyncio.to_thread(self._made_of, kept, contacts)
        except Exception as error:  # noqa: BLE001 -- whatever is wrong with it, the service goes on with what it has
            self._refuse(tried, error)
            return
        self._seen, self._refused = kept, None
        for turn in turns:
            turn()
        with suppress(KeyError):
            EDITION.remove(self._service, self.directory.edition)
        self.directory = directory
        EDITION.labels(self._service, directory.edition).set(1)
        log.info("directory is live", edition=directory.edition, revision=kept.revision)

    def _refuse(self, tried: tuple[Kept, Mapping[str, str] | None], error: Exception) -> None:
        """Says once why this edition does not go live with these contacts; None are those that cannot be read."""
        if tried == self._refused:
            return
        self._refused = tried
        REFUSED_EDITIONS.labels(self._service).inc()
        log.error("directory refused", revision=tried[0].revision, stays=self.directory.edition, reason=_told(error))

    def _made_of(self, kept: Kept, contacts: Mapping[str, str]) -> tuple[Directory, list[Callable[[], None]]]:
        """Runs in a thread: reading and building take longer than other queues should wait."""
        texts = {**Edition.unpacked(kept.value).texts}
        directory = build({**texts, **contacts})
        if self._begun:
            _check_queues(self.directory, directory)
        return directory, [part.made_of(directory) for part in self._parts]

    async def _held(self, operation: Callable[[], Awaitable[T]]) -> T:
        return await self._hold.through(SERVER, operation, _passes)

    def _bucket(self) -> Bucket:
        return Bucket(self._client())

    async def _on_changed(self, _: Msg) -> None:
        self.look()


def _passes(error: Exception) -> bool:
    return passes(error) or isinstance(error, ServiceUnavailableError)


def _check_queues(old: Directory, new: Directory) -> None:
    """Raises DirectoryError: what nobody hears yet is heard after a restart."""
    different = {*old.queues} ^ {*new.queues} | {*old.sources} ^ {*new.sources}
    if different:
        raise DirectoryError([f"other queues or sources need a restart: {', '.join(sorted(different))}"])


def _told(error: Exception) -> str:
    if isinstance(error, DirectoryError):
        more = len(error.problems) - PROBLEMS_TOLD
        return "; ".join(error.problems[:PROBLEMS_TOLD]) + (f"; and {more} more" if more > 0 else "")
    return f"{error} ({where(error)})"

"""Creates and updates streams and durables from the directory; nobody else may. Refuses what would destroy."""

from collections.abc import Awaitable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from string import Formatter

from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DiscardPolicy, RePublish, RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import APIError, NotFoundError

from shared.contracts import edition
from shared.contracts.streams import HEARS, STREAMS, Hears, Stream
from shared.contracts.words import URGENCIES
from shared.directory.model import Directory

ACK_WAIT = 10.0
MAX_ACK_PENDING = 2_000
SHORTEST_WINDOW = 0.1
USUAL_WINDOW = 120.0
# Half of what the broker carries: whatever a stream took can be parked, with the headers that say why.
LARGEST_MESSAGE = 2**19
NO_ROOM = 10047
COMPARED = ("subjects", "max_age", "max_bytes", "max_msg_size", "discard", "duplicate_window", "num_replicas")
COMPARED_OF_BUCKET = ("max_msgs_per_subject", "republish")


class ProvisionError(Exception):
    """The broker's streams or durables are not what the directory asks for; the message says where."""


@dataclass(frozen=True)
class Durable:
    """One consumer: who hears what, on which queue (or source; by its stream's name what belongs to none)."""

    hears: Hears
    name: str
    filter: str
    queue: str


def durables(directory: Directory, hears: Iterable[Hears] = HEARS) -> Iterator[Durable]:
    """Every durable the directory asks for."""
    for hearing in hears:
        names = _braces(hearing.filter)
        for values in product(*(_values(directory, name) for name in names)):
            chosen = dict(zip(names, values, strict=True))
            queue = chosen.get("queue") or chosen.get("source") or hearing.stream.lower()
            yield Durable(hearing, hearing.durable(**chosen), hearing.filter.format(**chosen), queue)


def _spell(subject: str, directory: Directory) -> Iterator[str]:
    """A subject for each value of its braces: what nobody hears gets no PubAck."""
    names = _braces(subject)
    for values in product(*(_values(directory, name) for name in names)):
        yield subject.format(**dict(zip(names, values, strict=True)))


def _braces(pattern: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(pattern) if name]


def _values(directory: Directory, brace: str) -> tuple[str, ...]:
    return {"queue": directory.queues, "source": tuple(directory.sources), "urgency": tuple(URGENCIES)}[brace]


def consumer_config(durable: Durable) -> ConsumerConfig:
    return ConsumerConfig(
        durable_name=durable.name,
        filter_subject=durable.filter,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=ACK_WAIT,
        max_deliver=-1,
        max_ack_pending=MAX_ACK_PENDING,
    )


def stream_config(stream: Stream, directory: Directory, store_bytes: int, replicas: int) -> StreamConfig:
    subjects = [spelled for subject in stream.subjects for spelled in _spell(subject, directory)]
    return StreamConfig(
        name=stream.name,
        subjects=subjects,
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        num_replicas=replicas,
        max_age=stream.max_age.total_seconds() if stream.max_age else 0,
        max_bytes=int(stream.share * store_bytes) if stream.share else -1,
        max_msg_size=-1 if stream.name == "DEAD" else LARGEST_MESSAGE,
        discard=DiscardPolicy.NEW if stream.share else DiscardPolicy.OLD,
        # Deduplication is per stream and would swallow another source's id: there it is switched off in effect.
        duplicate_window=SHORTEST_WINDOW if stream.name == "COMPLAINTS" else USUAL_WINDOW,
        allow_msg_ttl=stream.schedules or None,
        allow_msg_schedules=stream.schedules or None,
    )


def bucket_config(store_bytes: int, replicas: int) -> StreamConfig:
    """The directory's bucket, as every tool of the broker knows them; its oldest editions make room for a new one."""
    room = int(edition.BUCKET_SHARE * store_bytes)
    return StreamConfig(
        name=edition.BUCKET_STREAM,
        subjects=[edition.BUCKET_SUBJECTS],
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        num_replicas=replicas,
        max_age=0,
        max_bytes=room,
        max_msg_size=min(LARGEST_MESSAGE, room // 2),
        max_msgs_per_subject=edition.BUCKET_HISTORY,
        discard=DiscardPolicy.OLD,
        duplicate_window=USUAL_WINDOW,
        deny_delete=True,
        allow_rollup_hdrs=True,
        republish=RePublish(src=edition.BUCKET_VALUE, dest=edition.BUCKET_CHANGED, headers_only=True),
    )


async def provision(
    jetstream: JetStreamContext, directory: Directory, store_bytes: int, replicas: int
) -> tuple[str, ...]:
    """Creates or updates everything; returns what it did. Raises ProvisionError before the first destructive step."""
    wanted = [stream_config(stream, directory, store_bytes, replicas) for stream in STREAMS]
    wanted.append(bucket_config(store_bytes, replicas))
    existing = {config.name: await _existing(jetstream, config) for config in wanted}
    problems = [problem for config in wanted for problem in _destroys(existing[config.name], config)]
    if problems:
        raise ProvisionError("; ".join(problems))
    done = []
    for config in wanted:
        if existing[config.name] is None:
            await _granted(f"stream {config.name}", jetstream.add_stream(config))
            done.append(f"created stream {config.name}")
        elif _differs(existing[config.name], config):
            await _granted(f"stream {config.name}", jetstream.update_stream(config))
            done.append(f"updated stream {config.name}")
    for durable in durables(directory):
        wish = jetstream.add_consumer(durable.hears.stream, consumer_config(durable))
        await _granted(f"durable {durable.name}", wish)
    return (*done, f"{sum(1 for _ in durables(directory))} durables in place")


async def _granted(what: str, wish: Awaitable[object]) -> None:
    try:
        await wish
    except APIError as error:
        advice = "; lower MELAYANI_STORE_BYTES or give the broker more disk" if error.err_code == NO_ROOM else ""
        raise ProvisionError(f"{what}: the broker refuses: {error.description}{advice}") from error


async def _existing(jetstream: JetStreamContext, config: StreamConfig) -> StreamConfig | None:
    try:
        return (await jetstream.stream_info(str(config.name))).config
    except NotFoundError:
        return None


def _differs(old: StreamConfig | None, new: StreamConfig) -> bool:
    fields = COMPARED if new.republish is None else (*COMPARED, *COMPARED_OF_BUCKET)
    return any(_plain(getattr(old, field)) != _plain(getattr(new, field)) for field in fields)


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, list) else value or 0


def _destroys(old: StreamConfig | None, new: StreamConfig) -> Iterator[str]:
    if old is None:
        return
    for subject in sorted(set(old.subjects or ()) - set(new.subjects or ())):
        yield f"stream {new.name}: subject {subject} would be dropped with what waits on it"
    if old.retention != new.retention or old.storage != new.storage:
        yield f"stream {new.name}: retention and storage cannot change"
    if new.max_age and (not old.max_age or new.max_age < old.max_age):
        yield f"stream {new.name}: max_age would shrink from {old.max_age} s to {new.max_age} s"
    if new.max_bytes and new.max_bytes > 0 and not 0 < (old.max_bytes or 0) <= new.max_bytes:
        yield f"stream {new.name}: max_bytes would shrink from {old.max_bytes} to {new.max_bytes}"


async def verify(jetstream: JetStreamContext, wanted: Iterable[Durable]) -> None:
    """Raises ProvisionError naming every durable that is missing or not as the directory asks."""
    problems = []
    for durable in wanted:
        try:
            found = (await jetstream.consumer_info(durable.hears.stream, durable.name)).config
        except NotFoundError:
            problems.append(f"durable {durable.name} is missing")
            continue
        expected = consumer_config(durable)
        problems += [
            f"durable {durable.name}: {field} is {getattr(found, field)}"
            for field in ("filter_subject", "ack_policy", "ack_wait", "max_deliver", "max_ack_pending")
            if getattr(found, field) != getattr(expected, field)
        ]
    if problems:
        raise ProvisionError(f"run `melayani provision`: {'; '.join(problems)}")

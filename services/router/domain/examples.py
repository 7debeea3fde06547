"""Whether each topic's example sentences are sorted to it, and surely, by the directory's words alone."""

from collections.abc import Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from services.router.domain.sorting import Sorter
from services.router.domain.unadmitted import complaint_of
from shared.contracts.admitted import MaskedComplaint
from shared.contracts.sorted import Sorting
from shared.directory.model import Directory, Sector, Topic

NOON = time(12)


def failures(directory: Directory) -> list[str]:
    """A line for each example that is sorted elsewhere, naming file, topic and sentence; each read on its last day."""
    sorter, zone = Sorter(directory), ZoneInfo(directory.zone)
    return [
        f"sectors/{sector.slug}.yaml: topic {topic.slug!r}: example {example!r} sorts to {_name(found)}"
        for sector, topic, example in _examples(directory)
        if not _belongs(found := sorter.sort(_complaint(example, topic, zone)), sector, topic)
    ]


def _examples(directory: Directory) -> Iterator[tuple[Sector, Topic, str]]:
    for sector in directory.sectors.values():
        for topic in sector.topics.values():
            for example in topic.examples:
                yield sector, topic, example


def _complaint(example: str, topic: Topic, zone: ZoneInfo) -> MaskedComplaint:
    """The example as a complaint admitted on the topic's last day."""
    at = datetime.combine(topic.valid_to or date.max, NOON, zone)
    return complaint_of(example, None, "complaint", at)


def _belongs(found: Sorting, sector: Sector, topic: Topic) -> bool:
    """Whether it is known where it belongs; an emergency is so beside its own queue."""
    return (found.sector, found.topic) == (sector.slug, topic.slug)


def _name(found: Sorting) -> str:
    return f"{found.sector}/{found.topic}" if found.sector else f"{found.queue}: {found.reason}"

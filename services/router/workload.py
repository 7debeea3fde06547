"""How many open tickets the posts hold that share a topic, so that a new one goes to whoever has the fewest."""

from collections.abc import Iterator, Mapping

from services.router.standing import Standing
from shared.contracts.words import Slug
from shared.directory.model import Directory

# Beyond so many the counts only say that there are many; what comes is shared out all the same.
MOST_COUNTED = 500


class Workload(Mapping[Slug, int]):
    """By post; counted anew by the sweep, and between two of its turns each ticket that this process assigns."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self._counts: dict[Slug, int] = {}

    def __getitem__(self, post: Slug) -> int:
        return self._counts[post]

    def __iter__(self) -> Iterator[Slug]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)

    def add(self, post: Slug) -> None:
        """One more for this post, if it shares its work with anybody."""
        if post in self._counts:
            self._counts[post] += 1

    async def refresh(self, directory: Directory) -> None:
        """Counts what each of them holds now."""
        self._counts = {post: len(await self._standing.held_by(post, MOST_COUNTED)) for post in _sharing(directory)}


def _sharing(directory: Directory) -> list[Slug]:
    """The posts of the topics that several liaisons answer for."""
    topics = (topic for sector in directory.sectors.values() for topic in sector.topics.values() if topic.colleagues)
    return sorted({post for topic in topics for post in (topic.liaison, *topic.colleagues)})

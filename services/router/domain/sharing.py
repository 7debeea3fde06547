"""Which of several colleagues holds a ticket: the one with the fewest, and for all of a case the same one."""

from collections.abc import Mapping
from datetime import date
from zlib import crc32

from shared.contracts.sorted import Sorting
from shared.contracts.words import Slug, TicketNumber
from shared.directory.model import Directory
from shared.policy.roster import NO_LOAD, Seat, asked, least_loaded


def shared_out(
    directory: Directory, sorting: Sorting, case: TicketNumber | None, day: date, load: Mapping[Slug, int] = NO_LOAD
) -> Seat | None:
    """Who holds what is sorted so that day; None when nobody is there to. `load` counts the open tickets of a post.

    What is in no case goes to whoever holds fewest. Those of a case move one by one, in several turns and processes,
    while the counts change: a lot that the case alone draws keeps them together, and moves them only if who it fell
    to is away.
    """
    posts = asked(directory, sorting, day)
    if case is None:
        return least_loaded(directory, posts, day, load)
    return least_loaded(directory, sorted(posts, key=lambda post: _lot(case, post)), day, NO_LOAD)


def _lot(case: TicketNumber, post: Slug) -> int:
    return crc32(f"{case}|{post}".encode())

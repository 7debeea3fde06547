"""Which chain of people owns a complaint: the agencies', or the heads of villages and districts."""

from datetime import date

from shared.contracts.sorted import Sorting
from shared.contracts.words import Chain, Privacy
from shared.directory.model import Directory
from shared.policy.roster import area_head, owner_of, topic_of

# What may hold in place of a chain that was wished for, where the village is not known.
INSTEAD: dict[Chain, tuple[Chain, ...]] = {
    "sector": (),
    "district": ("district",),
    "village": ("village", "district"),
}


def in_its_chain(
    directory: Directory, sorting: Sorting, source: str | None, day: date, privacy: Privacy = "open"
) -> Sorting:
    """The same, saying which chain owns it; `source` is None where a person chose the topic, whatever came before.

    A secret complaint stays with the agency's people: it may be about the head of the place it comes from.
    """
    chain = "sector" if privacy == "secret" else owning(directory, sorting, source, day)
    return sorting if chain == sorting.chain else sorting.model_copy(update={"chain": chain})


def owning(directory: Directory, sorting: Sorting, source: str | None, day: date) -> Chain:
    """What belongs outside the regency is its tracker's; else the source decides, then the owner, then the topic.

    The head of the village holds it where the village is known, else the head of the district; where the place is not
    known at all, the agency's people do.
    """
    topic = topic_of(directory, sorting, day)
    if topic is None:
        return "sector"
    owner = owner_of(topic, sorting, day)
    if directory.agencies[owner.agency if owner else topic.agency].is_outside:
        return "sector"
    wished = _of_source(directory, source)
    if wished == "sector" and owner is None:
        wished = topic.chain
    return next((chain for chain in INSTEAD[wished] if area_head(directory, sorting, chain)), "sector")


def _of_source(directory: Directory, source: str | None) -> Chain:
    known = directory.sources.get(source or "")
    return known.chain if known else "sector"

"""A text that intake never took, as the sorter reads complaints."""

from datetime import datetime

from shared.contracts.admitted import MaskedComplaint
from shared.contracts.complaint import TEXT_LIMIT, Place
from shared.contracts.words import Kind


def complaint_of(text: str, place: Place | None, kind: Kind, at: datetime) -> MaskedComplaint:
    """What intake would hand on, as far as sorting is concerned: nothing is masked, and the sorter finds emergencies.

    A text that is too long is read as far as intake would take it.
    """
    # Not validated: everything in it is ours but text and place, and thousands are made each second.
    return MaskedComplaint.model_construct(
        ticket="BWI-0000-0000-0000",
        source="web",
        kind=kind,
        urgency="normal",
        urgency_reason="",
        text=text[:TEXT_LIMIT],
        place=place,
        pseudonym="warga",
        privacy="open",
        reported_at=at,
        admitted_at=at,
    )

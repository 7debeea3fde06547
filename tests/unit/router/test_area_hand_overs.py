"""How the head of a district or village comes to a ticket that somebody decides on, and how they pass it on."""

from typing import Any

import pytest

from services.router.domain.deed import Deed
from services.router.domain.handover import decide, hand_over
from services.router.domain.revision import Refusal
from shared.contracts.ticket import TicketHandedOver
from shared.directory.model import Directory
from tests.builders import LATER, TRIAGE_DESK, action, complaint, sorting, ticket

KEMIREN = {"district": "Glagah", "village": "Kemiren"}
LETTERS = {"sector": "pemerintahan-desa", "topic": "layanan-desa"}
LAMP = {"sector": "infrastruktur", "topic": "lampu-jalan"}


def decided(directory: Directory, target: dict[str, str], source: str, **change: Any) -> str:
    """Who holds what was said of Kemiren, after triage decided where it belongs."""
    known = {"queue": "triage", "state": "awaiting_triage", "holder": TRIAGE_DESK, "promises": ()}
    waiting = sorting("triage").model_copy(update=KEMIREN)
    before = ticket(**{**known, "sorting": waiting, "complaint": complaint(source=source), **change})
    after = decide(Deed(before, action("decide", actor=TRIAGE_DESK.post, **target), directory, LATER))
    assert isinstance(after, TicketHandedOver), after
    return after.holder.post


@pytest.mark.parametrize(
    ("target", "source", "hand_overs", "post"),
    [
        (LETTERS, "lapor", 0, "kades-glagah-kemiren"),
        (LETTERS, "lapor-camat", 0, "camat-glagah"),
        (LAMP, "lapor", 0, "narahubung-lampu-jalan"),
        (LAMP, "lapor-camat", 0, "camat-glagah"),
        (LAMP, "lapor-camat", 1, "narahubung-lampu-jalan"),
    ],
)
def test_what_is_decided_goes_to_the_chain_that_owns_it_and_back_to_no_source_that_handed_it_over(
    directory: Directory, target: dict[str, str], source: str, hand_overs: int, post: str
) -> None:
    assert decided(directory, target, source, hand_overs=hand_overs) == post


def handed(directory: Directory, holder: str, chain: str, held: dict[str, str], target: dict[str, str]) -> str | None:
    """Who holds what a district's or village's head held and handed over; None when it stays."""
    sorted_so = sorting(held["sector"], held["sector"], held["topic"]).model_copy(update={**KEMIREN, "chain": chain})
    before = ticket(
        queue=held["sector"],
        sorting=sorted_so,
        holder=directory.holder(holder),
        complaint=complaint(source="lapor-camat"),
    )
    after = hand_over(
        Deed(before, action("hand_over", actor=holder, words="Ini urusan dinas.", **target), directory, LATER)
    )
    return None if isinstance(after, Refusal) else after.holder.post


@pytest.mark.parametrize(
    ("holder", "chain", "held", "target", "post"),
    [
        ("camat-glagah", "district", LAMP, LAMP, "narahubung-lampu-jalan"),
        ("camat-glagah", "district", LAMP, LETTERS, "kades-glagah-kemiren"),
        ("camat-glagah", "district", LAMP, {}, "meja-pilah"),
        ("kades-glagah-kemiren", "village", LETTERS, LETTERS, "narahubung-layanan-desa"),
        ("kades-glagah-kemiren", "village", LETTERS, LAMP, "narahubung-lampu-jalan"),
        ("kades-glagah-kemiren", "village", LETTERS, {"sector": LETTERS["sector"], "topic": "rt-rw"}, None),
    ],
)
def test_an_areas_head_hands_over_to_the_agency_or_to_whom_the_topic_belongs(
    directory: Directory, holder: str, chain: str, held: dict[str, str], target: dict[str, str], post: str | None
) -> None:
    assert handed(directory, holder, chain, held, target) == post

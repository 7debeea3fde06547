"""A letter about a ticket of an older edition can be written, whatever the directory has lost since."""

import pytest

from services.notifier.domain.audiences import AUDIENCES
from services.notifier.domain.wording import Wording
from shared.contracts.ticket import TicketEvent
from shared.contracts.words import Audience
from shared.directory.model import Directory
from tests.builders import ticket
from tests.unit.later import without_anybody, without_topic

EVERY_LETTER = [(kind, told.audience) for kind, concerned in AUDIENCES.items() for told in concerned]


@pytest.fixture(scope="module", params=[without_topic, without_anybody])
def wording(request: pytest.FixtureRequest, directory: Directory) -> Wording:
    return Wording(request.param(directory), "https://melayani.banyuwangi.example")


@pytest.mark.parametrize(("kind", "audience"), EVERY_LETTER)
def test_every_letter_can_be_written(wording: Wording, kind: type[TicketEvent], audience: Audience) -> None:
    words = wording.render(ticket(kind), audience)
    assert "None" not in words.subject + words.body

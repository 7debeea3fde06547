"""The example day is whole, invented, and lands where its author says."""

import re
from collections import Counter
from pathlib import Path

import pytest
from pydantic import ValidationError

from deploy.local.example_day import Example, load_day
from services.router.domain.sorting import Sorter
from shared.contracts.complaint import Complaint, Reporter
from shared.contracts.event import read
from shared.contracts.words import EMERGENCY, TRIAGE
from shared.directory.model import Directory
from shared.policy.urgency import urgency
from tests.builders import complaint

DAY = load_day()
INVENTED_PHONE = re.compile(r"0811000\d{4}")
INVENTED_NIK = re.compile(r"351000\d{10}")


@pytest.mark.parametrize("example", DAY, ids=lambda example: f"{example.source}-{example.id}")
def test_the_door_takes_all_but_what_it_must_refuse(example: Example) -> None:
    if example.refused:
        with pytest.raises(ValidationError):
            read(Complaint, example.body())
    else:
        assert read(Complaint, example.body()).reporter == example.reporter


def test_a_day_is_forty_complaints_of_every_kind_from_every_side() -> None:
    assert len(DAY) >= 40
    assert {example.kind for example in DAY} == {"complaint", "information", "aspiration", "thanks"}
    assert {example.source for example in DAY} == {"call112", "smartkampung", "lapor", "web", "whatsapp", "loket"}
    assert {example.privacy for example in DAY} == {"open", "anonymous", "secret"}


def test_every_sector_hears_of_something(directory: Directory) -> None:
    assert {example.queue[0] for example in DAY if example.queue} == {*directory.sectors, EMERGENCY, TRIAGE}


def test_publishers_are_only_human() -> None:
    assert sum(example.sent > 1 for example in DAY) == 1
    assert 2 in Counter(example.id for example in DAY).values(), "two sources, one id"
    assert sum(example.refused for example in DAY) == 1


def test_some_liaisons_close_some_only_take_and_some_are_silent() -> None:
    told = [example for example in DAY if not example.refused]
    assert sum(bool(example.liaison and example.liaison.resolve) for example in told) >= 10
    assert sum(bool(example.liaison and not example.liaison.resolve) for example in told) >= 10
    assert sum(example.liaison is None for example in told) >= 8


def test_nobody_in_it_exists() -> None:
    for example in DAY:
        phone, nik = (example.reporter.phone, example.reporter.nik) if example.reporter else (None, None)
        assert phone is None or INVENTED_PHONE.fullmatch(phone), example.id
        assert nik is None or INVENTED_NIK.fullmatch(nik), example.id
        for number in re.findall(r"\d{10,}", example.text):
            assert INVENTED_PHONE.fullmatch(number) or INVENTED_NIK.fullmatch(number), example.id


def test_some_texts_name_their_reporter_and_number() -> None:
    def tells(example: Example) -> bool:
        reporter = example.reporter or Reporter()
        return all(part is not None and part in example.text for part in (reporter.name, reporter.phone))

    assert sum(map(tells, DAY)) >= 4


def test_no_liaison_names_whom_they_cannot_know() -> None:
    for example in DAY:
        named = (example.reporter.name or "").split() if example.reporter else []
        words = " ".join(filter(None, (example.liaison.reply, example.liaison.resolve))) if example.liaison else ""
        places = " ".join(filter(None, (example.place.village, example.place.note))) if example.place else ""
        assert not {name for name in named if len(name) > 3 and name in words and name not in places}, example.id


def test_every_place_is_in_the_regency(directory: Directory) -> None:
    villages = {d.name: {village.name for village in d.villages} for d in directory.districts.values()}
    for example in DAY:
        if example.place:
            assert example.place.village in villages[str(example.place.district)], example.id


@pytest.mark.parametrize("example", [e for e in DAY if not e.refused], ids=lambda e: f"{e.source}-{e.id}")
def test_it_lands_where_its_author_says(example: Example, directory: Directory) -> None:
    how_urgent, why = urgency(example.text, False, directory)
    heard = complaint(text=example.text, place=example.place, urgency=how_urgent, urgency_reason=why)
    assert Sorter(directory).sort(heard).queue in example.queue


def test_what_triage_decides_in_it_is_a_topic_of_the_directory(directory: Directory) -> None:
    decisions = [example.decision for example in DAY if example.decision]
    assert len(decisions) >= 2
    assert all(directory.topic(decision.sector, decision.topic) for decision in decisions)


def test_two_examples_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "day.yaml"
    path.write_text("complaints: [{id: a, source: lapor, text: x}, {id: a, source: lapor, text: y}]")
    with pytest.raises(ValueError, match="sent: 2"):
        load_day(path)

"""What letters say of who spoke, of a chair that is empty, of a broken date, and of the stage that is waited for."""

import pytest

from services.notifier.domain.wording import Wording
from tests.builders import LIAISON, NOW, pause, rostered
from tests.unit.directory.reading import hard_to_read
from tests.unit.notifier.letters import LETTERS, LOADED, STAND_IN, event, reading

HEAD = "kepala-dpu-ckpp"
ENDINGS = [name for name in LETTERS if name.startswith("resolved") and name != "resolved-incomplete"]
SPOKEN = ("updated", "asked", "paused-authority", "paused-safety", "paused-stage", "resumed", *ENDINGS)

SORRY = "Mohon maaf, ini sudah lewat dari waktu yang kami janjikan."
LATE = ("acknowledged", "updated", "resumed", "reclassified", "objected", "handed_over", "handed_over-roster")
STAGES = [(one.slug, stage) for one in LOADED.procedures.values() for stage in one.stages]


@pytest.mark.parametrize("name", SPOKEN)
def test_a_citizen_reads_who_really_spoke_and_who_still_holds_it(name: str) -> None:
    text = reading(name, actor=HEAD)
    assert "kepala dinas" in text
    assert f"{LIAISON.title} di {LIAISON.agency}" in text
    assert "kepala dinas" not in reading(name, actor=LIAISON.post)


def test_a_holder_reads_what_somebody_above_answered_in_their_place() -> None:
    text = reading("updated", "liaison", actor=HEAD, words="Saya ikut memantau.")
    for said in (f"Bapak/Ibu {LIAISON.title}", "sudah dijawab kepala dinas", "“Saya ikut memantau.”", "tetap Anda"):
        assert said in text


@pytest.mark.parametrize(
    ("roster", "said"),
    [
        ("{sittings: [{kind: vacant}]}", ", jabatan yang sedang kosong."),
        ("{sittings: [{kind: acting, by: narahubung-jembatan}]}", ", jabatan yang sedang kosong."),
        ("{leaves: [{first: 2026-11-20, last: 2026-11-27}]}", " yang sedang tidak di tempat."),
    ],
)
def test_an_empty_chair_is_told_otherwise_than_a_leave(roster: str, said: str) -> None:
    wording = Wording(rostered(LOADED, f"{LIAISON.post}: {roster}"), "https://x")
    assert f"menggantikan {LIAISON.title}{said}" in wording.render(event("routed", holder=STAND_IN), "citizen").body


@pytest.mark.parametrize("name", LATE)
def test_a_citizen_reads_that_the_promised_day_has_passed(name: str) -> None:
    assert SORRY in reading(name, changed_at=NOW.replace(year=2028))
    assert SORRY not in reading(name)


@pytest.mark.parametrize(("procedure", "stage"), STAGES)
def test_a_citizen_reads_on_one_screen_what_the_stage_is_that_is_waited_for(procedure: str, stage: str) -> None:
    text = reading("paused-stage", pause=pause("stage", procedure=procedure, stage=stage))
    assert LOADED.procedures[procedure].stages[stage].name in text
    assert [problem for problem in hard_to_read(text) if "long" not in problem] == []


def test_a_citizen_reads_of_a_stage_where_it_is_and_until_when() -> None:
    text = reading("paused-stage")
    assert "Usulan semua desa dibahas di kecamatan." in text
    assert "Biasanya sampai akhir Februari 2027, di kantor kecamatan." in text

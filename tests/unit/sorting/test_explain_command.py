"""`melayani explain`: where a complaint would go, to whom, by when, and why."""

import json
from dataclasses import replace

import pytest

from services.router.domain.sorting import Sorter
from services.router.explanation import Explainer, Explanation, Said, Unsaid
from services.router.explanation_page import as_text, bar, percent
from shared.contracts.sorted import Sorting, Suggestion
from shared.directory.model import Directory
from tests.builders import NOW, with_parts
from tests.unit.sorting.command import Run

LAMP = "Lampu jalan di Desa Kemiren, Kecamatan Glagah, mati sejak Jumat."


@pytest.fixture(scope="module")
def explainer(directory: Directory) -> Explainer:
    return Explainer(Sorter(directory), directory)


@pytest.fixture(scope="module")
def lamp(explainer: Explainer) -> Explanation:
    return explainer.explain(LAMP, NOW)


def facts(text: str) -> dict[str, str]:
    """The lines of an explanation by their names."""
    return {line[:18].strip(): line[18:] for line in text.splitlines() if line[:18].strip()}


def test_it_tells_people_where_to_whom_by_when_and_why(run: Run) -> None:
    ran = run("explain", "--rules-only", LAMP)
    said = facts(ran.out)
    assert said["Sektor"] == "Infrastruktur (infrastruktur)"
    assert said["Pokok masalah"] == "lampu jalan (lampu-jalan)"
    assert said["Narahubung"] == "narahubung lampu jalan, Dinas Pekerjaan Umum (PU CKPP) (narahubung-lampu-jalan)"
    assert said["Yang berwenang"].startswith("Dinas Pekerjaan Umum Cipta Karya")
    assert said["Jenis"] == "pengaduan"
    assert said["Tempat"] == "Kemiren, Kecamatan Glagah"
    assert "lampu jalan" in said["Alasan"]
    assert "“lampu jalan" in said["Kata pendukung"]
    assert said["Darurat"].startswith("tidak: ")
    assert said["Janji"].startswith("disanggupi paling lambat ")
    assert "dijawab paling lambat " in ran.out
    assert "selesai paling lambat " in ran.out
    assert said["Dipilah dengan"].endswith("tanpa model")
    assert (ran.code, ran.err) == (0, "")


def test_to_programs_it_says_what_sort_says_and_the_rest_beside_it(run: Run) -> None:
    said = json.loads(run("explain", "--rules-only", "--json", LAMP).out)
    assert (said["sector"], said["topic"], said["queue"]) == ("infrastruktur", "lampu-jalan", "infrastruktur")
    assert said["liaison"] == "narahubung-lampu-jalan"
    assert said["speaks_for"][0]["topic"] == "lampu-jalan"
    assert said["urgency"] == "normal"


def test_the_same_text_at_the_same_moment_has_the_same_explanation(explainer: Explainer, lamp: Explanation) -> None:
    assert explainer.explain(LAMP, NOW) == lamp


def test_a_complaint_nobody_can_sort_is_held_by_triage_and_says_so(explainer: Explainer) -> None:
    unsure = explainer.explain("Mohon perhatiannya, Pak.", NOW)
    said = facts(as_text(unsure))
    assert said["Antrean"].startswith("triage: ")
    assert said["Sektor"] == said["Pokok masalah"] == "belum tentu"
    assert unsure.liaison == "meja-pilah"
    assert said["Janji"].startswith("dipilah paling lambat ")
    assert said["Kata pendukung"] == said["Kata penolak"] == "tidak ada"


def test_an_emergency_is_called_one_and_goes_to_its_crew(explainer: Explainer) -> None:
    emergency = explainer.explain("Tolong, ada kebakaran rumah!", NOW)
    assert emergency.liaison == "regu-siaga-112"
    assert facts(as_text(emergency))["Darurat"].startswith("ya: menyebut keadaan darurat")


def test_words_that_only_look_like_a_topics_own_are_named_with_their_reason(directory: Directory) -> None:
    sector = directory.sectors["infrastruktur"]
    changes = {"look_alikes": {"lampu hias": "lampu rumah sendiri"}, "anti_words": {"tagihan": "tentang uang"}}
    topic = sector.topics["lampu-jalan"].model_copy(update=changes)
    taught = sector.model_copy(update={"topics": {**sector.topics, "lampu-jalan": topic}})
    changed = with_parts(directory, sectors={**directory.sectors, "infrastruktur": taught})
    explainer = Explainer(Sorter(changed), changed)
    look_alike = Unsaid("infrastruktur", "lampu-jalan", "lampu hias", "lampu rumah sendiri", is_look_alike=True)
    against = Unsaid("infrastruktur", "lampu-jalan", "tagihan", "tentang uang", is_look_alike=False)

    def of_lamps(text: str) -> tuple[Unsaid, ...]:
        return tuple(one for one in explainer.explain(text, NOW).speaks_against if one.topic == "lampu-jalan")

    assert of_lamps("Lampu hias saya rusak.") == (look_alike,)
    assert of_lamps("Lampu jalan mati, tagihan tetap.") == (against,)
    assert of_lamps("Tagihan saya naik.") == ()
    said = "infrastruktur / lampu-jalan: “lampu hias”, lampu rumah sendiri"
    assert said in as_text(explainer.explain("Lampu hias saya rusak.", NOW))


def test_several_facts_of_one_name_stand_under_each_other(lamp: Explanation) -> None:
    top3 = (
        Suggestion(sector="infrastruktur", topic="lampu-jalan", confidence=0.62),
        Suggestion(sector="perhubungan", confidence=0.3),
    )
    sorting = Sorting(
        queue="triage", confidence=0.62, top3=top3, reason="dua urusan", edition="1", place_question="Yang mana?"
    )
    page = as_text(replace(lamp, sorting=sorting, speaks_for=(Said("a", "b", ("c", "d")),)))
    assert "1. ██████░░░░  62 %  infrastruktur / lampu-jalan\n" + " " * 18 + "2. ███░░░░░░░  30 %  perhubungan" in page
    assert facts(page)["Tempat"] == "perlu ditanyakan: Yang mana?"
    assert facts(page)["Kata pendukung"] == "a / b: “c”, “d”"


@pytest.mark.parametrize(
    ("share", "drawn", "said"), [(0.0, "░" * 10, "0 %"), (0.44, "████░░░░░░", "44 %"), (1.0, "█" * 10, "100 %")]
)
def test_a_share_is_drawn_and_said(share: float, drawn: str, said: str) -> None:
    assert (bar(share), percent(share)) == (drawn, said)

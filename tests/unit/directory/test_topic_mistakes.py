"""What may not stand in a sector's file, each named with the line it stands on."""

import pytest

from shared.directory.load import build
from tests.unit.directory.files import SHIPPED, changed, line_of
from tests.unit.directory.test_mistakes import problems_of

FILE = "sectors/percobaan.yaml"
SECTOR = """\
name: Percobaan
otherwise: taman
topics:
  taman:
    name: taman
    agency: dlh
    liaison: narahubung-pohon
    resolution: normatif
    words: [bangku]
    phrases: [taman bermain]
    hints: [taman]
    together: [[ayunan, patah]]
    look_alikes:
      bank bangku: nama orang
    owners:
      - agency: kai
        words: [stasiun, taman stasiun]
        reason: taman stasiun dirawat KAI
        valid_to: 2020-12-31
      - agency: dishub
        liaison: narahubung-parkir
        words: [terminal]
        reason: taman terminal dirawat Dishub
      - agency: kai
        words: [peron]
        reason: peron dirawat KAI
        valid_from: 2021-01-01
    examples: [Bangku taman patah., Taman bermain rusak.]
  pagar:
    name: pagar
    agency: dlh
    liaison: narahubung-pohon
    resolution: normatif
    words: [pagar]
    valid_from: 2024-01-01
    valid_to: 2024-12-31
    examples: [Pagar patah., Pagar rusak.]
"""

# what is replaced, by what, where the line is that is named, and what is said of it
PERON = "- agency: kai\n        words: [peron]"
MISTAKES = [
    ("otherwise: taman", "otherwise: kolam", "otherwise:", "otherwise: unknown topic 'kolam'"),
    ("otherwise: taman", "otherwise: pagar", "otherwise:", "otherwise: topic 'pagar' ends on 2024-12-31"),
    ("otherwise: taman\n", "", "name: Percobaan", "otherwise: Field required"),
    ("agency: dlh", "agency: dhl", "agency: dhl", "topic 'taman': unknown agency 'dhl'"),
    ("agency: dlh", "agency: pln", "liaison: narahubung-pohon", "its tracker 'pengawal-pusat' is the liaison"),
    ("agency: kai", "agency: kia", "agency: kia", "topic 'taman': unknown agency 'kia'"),
    ("narahubung-parkir", "tukang", "liaison: tukang", "topic 'taman': unknown post 'tukang'"),
    ("narahubung-parkir", "narahubung-sampah", "liaison: narahubung-sampah", "sits in 'dlh', not in 'dishub'"),
    ("        liaison: narahubung-parkir\n", "", "agency: dishub", "'dishub' is the regency's own; name the liaison"),
    ("agency: kai", "liaison: pengawal-pusat\n        agency: kai", "liaison: pengawal-pusat", "its tracker holds"),
    ("[terminal]", "[]", "words: []", "owners.1.words: Tuple should have at least 1 item"),
    ("[terminal]", "['?!']", "words: ['?!']", "'?!' holds no word"),
    ("[terminal]", "[terminal, jln tol]", "words: [terminal, jln tol]", "'jln' is read as 'jalan'; list it so"),
    ("reason: peron dirawat KAI", "", PERON, "owners.2.reason: Field required"),
    ("2021-01-01", "2020-12-31", PERON, "agency 'kai' owns it twice on the same days"),
    ("        valid_to: 2020-12-31\n", "", PERON, "'kai' owns it twice on the same days"),
    ("2020-12-31", "2020-12-31\n        valid_from: 2021-01-01", "- agency: kai", "owners.0: ends before it begins"),
    ("valid_to: 2024-12-31", "valid_to: 2023-12-31", "  pagar:", "topic 'pagar': ends before it begins"),
    ("hints: [taman]", "hints: [bangku]", "hints: [bangku]", "topic 'taman': 'bangku' is listed twice"),
    ("words: [bangku]", "words: [bangku, Bangku]", "words: [bangku,", "topic 'taman': 'Bangku' is listed twice"),
    ("words: [pagar]", "words: [lampu, lmpu]", "words: [lampu, lmpu]", "topic 'pagar': 'lmpu' is listed twice"),
    ("bank bangku:", "bank kursi:", "bank kursi:", "look-alike 'bank kursi' holds nothing that is listed"),
]


def with_sector(text: str) -> dict[str, str]:
    return {**SHIPPED, FILE: text}


def test_the_sector_these_mistakes_are_made_in_has_none() -> None:
    assert "percobaan" in build(with_sector(SECTOR)).sectors


@pytest.mark.parametrize(("old", "new", "at", "said"), MISTAKES)
def test_a_topics_mistake_is_named_with_its_line(old: str, new: str, at: str, said: str) -> None:
    assert old in SECTOR
    text = SECTOR.replace(old, new, 1)
    place = f"{FILE}:{line_of(text, at)}: "
    problems = problems_of(with_sector(text))
    assert [problem for problem in problems if problem.startswith(place) and said in problem], problems


@pytest.mark.parametrize("kept", ["ayunan di bangku", "ayunan taman", "taman bermain kata", "ayunan baru"])
def test_a_look_alike_may_hold_a_word_a_phrase_a_hint_or_a_part_of_what_stands_together(kept: str) -> None:
    look_alikes = (
        build(with_sector(SECTOR.replace("bank bangku", kept))).sectors["percobaan"].topics["taman"].look_alikes
    )
    assert list(look_alikes) == [kept]


def test_a_day_without_any_topic_is_named() -> None:
    text = SECTOR.replace("    words: [bangku]\n", "    words: [bangku]\n    valid_from: 2025-06-01\n")
    line = line_of(text, "topics:")
    assert problems_of(with_sector(text)) == (f"{FILE}:{line}: no topic is in force on 2025-01-01",)


def test_a_sector_may_begin_and_its_topics_may_follow_each_other_day_by_day() -> None:
    text = SECTOR.replace("    words: [bangku]\n", "    words: [bangku]\n    valid_from: 2025-01-01\n")
    assert "percobaan" in build(with_sector(text)).sectors


KAI = "  name: PT Kereta Api Indonesia"
DLH = "  ladder: [sekretaris-dlh,"
OUTSIDE = "an agency outside the regency has a tracker, a resolution class and no ladder"
OURS = "an agency of the regency has a ladder, no tracker and no resolution class"

# what is put before which line, whose line is named, and what is said of it
OFFICES = [
    ("agencies.yaml", KAI, "  ladder: [bupati]\n", "kai:\n  ladder", OUTSIDE),
    ("agencies.yaml", DLH, "  tracker: bupati\n", "dlh:\n  name", OURS),
    ("agencies.yaml", DLH, "  resolution: normatif\n", "dlh:\n  name", OURS),
    ("agencies.yaml", DLH, "  level: village\n", "dlh:\n  name", OUTSIDE),
    ("agencies.yaml", DLH, "  level: kingdom\n", "  level: kingdom", "agency 'dlh': level: Input should be"),
    (
        "posts.yaml",
        "kepala-dlh:",
        "masinis: {title: masinis, agency: kai}\n",
        "masinis:",
        "'kai' is outside the regency",
    ),
]


@pytest.mark.parametrize(("file", "before", "put", "at", "said"), OFFICES)
def test_an_office_is_either_ours_with_a_ladder_or_outside_with_a_tracker(
    file: str, before: str, put: str, at: str, said: str
) -> None:
    texts = changed(file, before, put + before)
    place = f"{file}:{line_of(texts[file], at)}: "
    assert [problem for problem in problems_of(texts) if problem.startswith(place) and said in problem]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("agencies.yaml", "tracker: narahubung-angkutan", "tracker: masinis", "agency 'kai': unknown post 'masinis'"),
        ("agencies.yaml", "resolution: luar-wewenang", "resolution: nanti", "unknown resolution class 'nanti'"),
        ("regency.yaml", "arbiter_post: asisten-administrasi", "arbiter_post: wasit", "unknown post 'wasit'"),
    ],
)
def test_whoever_watches_over_what_is_not_ours_is_known(file: str, old: str, new: str, said: str) -> None:
    texts = changed(file, old, new)
    place = f"{file}:{line_of(texts[file], new)}: "
    assert [problem for problem in problems_of(texts) if problem.startswith(place) and said in problem]

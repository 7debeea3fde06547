"""What may not stand in a procedure's file, each named with the line it stands on."""

import pytest

from shared.directory.load import build
from tests.unit.directory.files import SHIPPED, changed, line_of
from tests.unit.directory.test_mistakes import problems_of

FILE = "procedures/garden.yaml"
SEASONAL = """\
title: taman baru
brief: Taman baru diusulkan di rapat.
result: Tamannya dibangun
entry: meeting
odds: {text: Belum tentu., basis: kebiasaan}
sooner:
  - {text: Pohonnya bisa dipangkas., basis: kebiasaan}
stages:
  meeting:
    name: rapat
    window: {opens: "12-01", opens_year: -2, closes: "01-31", closes_year: -1}
    basis: kebiasaan
  decision:
    name: keputusan
    window: {opens: "03-01", opens_year: -1, closes: "03-31", closes_year: -1}
    basis: kebiasaan
  letter:
    name: surat
    basis: kebiasaan
    sure: false
  works:
    name: pengerjaan
    window: {opens: "01-01", closes: "12-31"}
    basis: kebiasaan
"""
AT_ANY_TIME = """\
title: izin taman
brief: Izin taman diurus di kantor.
result: Izinnya terbit
entry: check
stages:
  check:
    name: pemeriksaan
    takes: {least: PT7H30M, most: PT15H}
    basis: kebiasaan
  payment:
    name: pembayaran
    basis: kebiasaan
    sure: false
"""

# what is replaced, by what, where the line is that is named, and what is said of it
IN_SEASON = [
    ("entry: meeting", "entry: party", "entry:", "entry: unknown stage 'party'"),
    ("entry: meeting", "entry: letter", "entry:", "entry: stage 'letter' has no window; nobody could be told when"),
    ("entry: meeting\n", "", "title:", "entry: Field required"),
    ("result: Tamannya dibangun\n", "", "title:", "result: Field required"),
    ("brief:", "briefly:", "briefly:", "briefly: Extra inputs are not permitted"),
    ("Belum tentu.", "", "odds:", "odds.text: Input should be a valid string"),
    (", basis: kebiasaan}\nstages", "}\nstages", "  - {text", "sooner.0.basis: Field required"),
    ("    sure: false\n", "", "  letter:", "stage 'letter': nobody can be sure of a stage without a window"),
    ("name: rapat\n    window:", "window:", "  meeting:", "stage 'meeting': name: Field required"),
    ('"12-01"', '"12-32"', '    window: {opens: "12-32"', "'12-32' is no day of the year"),
    ('"12-01"', '"02-30"', '    window: {opens: "02-30"', "'02-30' is no day of the year"),
    ('"12-01"', "1 Desember", "    window: {opens: 1 Desember", "'1 Desember' is no day of the year"),
    ("opens_year: -2", "opens_year: -1", "    window: {opens:", "stage 'meeting': window: closes before it opens"),
    ("opens_year: -2", "opens_year: -2000", "    window: {opens:", "window.opens_year: Input should be greater"),
    ('"03-01", opens_year: -1', '"03-01", opens_year: -3', "  decision:", "opens before 'meeting', which it follows"),
    ('"01-01", closes', '"01-01", opens_year: -1, closes', "  works:", "opens before 'decision', which it follows"),
    ("  letter:\n", "  letter:\n    takes: {least: PT1H, most: PT1H}\n", "  letter:", "while others have a window"),
    ("  works:\n", "  works:\n    takes: {least: PT1H, most: PT1H}\n", "  works:", "either a window in the year or"),
    ("  letter:\n", "  meeting:\n", "  meeting:\n    name: surat", "'meeting' stands here twice"),
]
WITHOUT_SEASON = [
    ("entry: check", "entry: payment", "entry:", "stage 'payment' comes after 'check'; without windows the first"),
    ("least: PT7H30M", "least: PT30H", "    takes:", "stage 'check': takes: the least is more than the most"),
    (
        "least: PT7H30M",
        "least: satu hari",
        "    takes:",
        "stage 'check': takes.least: Input should be a valid timedelta",
    ),
]


def with_procedure(text: str) -> dict[str, str]:
    return {**SHIPPED, FILE: text}


@pytest.mark.parametrize("text", [SEASONAL, AT_ANY_TIME])
def test_the_procedures_these_mistakes_are_made_in_have_none(text: str) -> None:
    assert "garden" in build(with_procedure(text)).procedures


@pytest.mark.parametrize(
    ("procedure", "old", "new", "at", "said"),
    [(SEASONAL, *mistake) for mistake in IN_SEASON] + [(AT_ANY_TIME, *mistake) for mistake in WITHOUT_SEASON],
)
def test_a_procedures_mistake_is_named_with_its_line(procedure: str, old: str, new: str, at: str, said: str) -> None:
    assert old in procedure
    text = procedure.replace(old, new, 1)
    place = f"{FILE}:{line_of(text, at)}: "
    problems = problems_of(with_procedure(text))
    assert [problem for problem in problems if problem.startswith(place) and said in problem], problems


def test_a_procedure_without_a_stage_is_named() -> None:
    text = f"{AT_ANY_TIME.partition('stages:')[0]}stages: {{}}\n"
    place = f"{FILE}:{line_of(text, 'stages:')}: "
    assert any(
        problem.startswith(place) and "at least 1 item" in problem for problem in problems_of(with_procedure(text))
    )


def test_a_stage_that_does_not_fit_is_not_unknown_besides() -> None:
    problems = problems_of(with_procedure(SEASONAL.replace('"12-01"', '"12-32"', 1)))
    assert not any("unknown stage" in problem for problem in problems)


def test_stages_may_overlap_and_one_may_end_within_another() -> None:
    text = SEASONAL.replace('"03-01", opens_year: -1', '"12-15", opens_year: -2')
    text = text.replace('"03-31", closes_year: -1', '"12-20", closes_year: -2')
    assert "garden" in build(with_procedure(text)).procedures


def test_a_topics_procedure_that_is_not_there_is_named_where_the_topic_names_it() -> None:
    file = "sectors/infrastruktur.yaml"
    texts = changed(file, "procedure: road-damage", "procedure: road-damge")
    line = line_of(texts[file], "procedure: road-damge")
    assert problems_of(texts) == (f"{file}:{line}: topic 'jalan-rusak-berat': unknown procedure 'road-damge'",)


def test_a_topic_may_go_the_way_of_a_procedure_whose_file_holds_another_mistake() -> None:
    texts = changed("procedures/road-damage.yaml", "entry: musrenbangdes", "entry: musrenbang")
    line = line_of(texts["procedures/road-damage.yaml"], "entry:")
    assert problems_of(texts) == (f"procedures/road-damage.yaml:{line}: entry: unknown stage 'musrenbang'",)

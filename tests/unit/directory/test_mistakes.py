from pathlib import Path

import pytest

from shared.directory.load import DirectoryError, build, load
from tests.conftest import DIRECTORY
from tests.unit.directory.files import SHIPPED, changed, line_of

ROADS = "sectors/infrastruktur.yaml"
HOLIDAYS = "holidays/nasional/2026.yaml"

# file, what is replaced, by what, and what is said of the line that changed
MISTAKES = [
    ("regency.yaml", "meja-pilah", "meja-x", "triage_post: unknown post 'meja-x'"),
    ("regency.yaml", "regu-siaga-112", "regu-x", "emergency_post: unknown post 'regu-x'"),
    ("regency.yaml", ": siaga", ": malam", "always_open: unknown calendar 'malam'"),
    ("regency.yaml", ": siaga", ": kantor", "always_open: calendar 'kantor' is closed at times"),
    ("regency.yaml", "office_hours: kantor", "office_hours: toko", "office_hours: unknown calendar 'toko'"),
    ("regency.yaml", "Asia/Jakarta", "Asia/Osing", "zone: unknown time zone 'Asia/Osing'"),
    ("regency.yaml", "0, calendar: kantor", "0, calendar: kantin", "spot_checks: unknown calendar 'kantin'"),
    ("regency.yaml", "], calendar: kantor", "], calendar: kantin", "digests: unknown calendar 'kantin'"),
    ("regency.yaml", "[asisten-ekbang,", "[asisten-x,", "digests: unknown post 'asisten-x'"),
    ("regency.yaml", "weekly: 0", "weekly: -1", "spot_checks.weekly: Input should be greater than or equal to 0"),
    ("regency.yaml", "zone:", "zonne:", "zonne: Extra inputs are not permitted"),
    ("sources.yaml", "lapor:", "dead:", "source 'dead': slug: 'dead' is a reserved word"),
    ("agencies.yaml", "kepala-dlh", "kepala-x", "agency 'dlh': unknown post 'kepala-x'"),
    ("agencies.yaml", "kepala-dlh,", "sekretaris-dlh,", "post 'sekretaris-dlh' stands on the ladder twice"),
    ("posts.yaml", "agency: dlh}", "agency: dhl}", "unknown agency 'dhl'"),
    ("posts.yaml", "title: bupati", "titel: bupati", "post 'bupati': titel: Extra inputs are not permitted"),
    ("contacts.yaml", "bupati@banyuwangi", "bupati banyuwangi", "post contact 'bupati': email: String should"),
    ("contacts.yaml", "\nposts:", "\nothers: {}\nposts:", "others: Extra inputs are not permitted"),
    ("calendars.yaml", "13:00-16:00", "16:00-13:00", "opens after it closes"),
    ("calendars.yaml", "13:00-16:00", "1pm-4pm", "'1pm-4pm' is not written like"),
    ("calendars.yaml", "holidays: nasional", "holidays: nasionl", "'kantor': unknown holiday list 'nasionl'"),
    (HOLIDAYS, "2026-08-25:", "2026-08-32:", "national.2026-08-32.[key]: Input should be a valid date"),
    (HOLIDAYS, "2026-08-25:", "2026-08-17:", "'2026-08-17' stands here twice"),
    (HOLIDAYS, "2026-08-25:", "2025-08-25:", "2025-08-25 is no day of 2026"),
    (HOLIDAYS, "2026-12-24:", "2026-12-25:", "2026-12-25 stands here twice, as a national holiday too"),
    (HOLIDAYS, "checked: true", "checked: perhaps", "checked: Input should be a valid boolean"),
    (HOLIDAYS, "checked: true", "confirmed: true", "confirmed: Extra inputs are not permitted"),
    ("promises.yaml", "valid_from: 2025-06-19", "valid_from: 2025-06-31", "valid_from: Input should be a valid date"),
    ("promises.yaml", "calendar: kantor", "calendar: loket", "unknown calendar 'loket'"),
    ("promises.yaml", "queues: [triage]", "queues: [triag]", "unknown queue 'triag'"),
    ("promises.yaml", "sources: [lapor]", "sources: [lapur]", "promise policy 'pilah-lapor': unknown source 'lapur'"),
    ("promises.yaml", "track: lapor", "track: L", "promise policy 'pilah-lapor': track: String should match pattern"),
    (
        "promises.yaml",
        "times: 3}",
        "times: 0}",
        "'kenali-darurat': again.times: Input should be greater",
    ),
    ("promises.yaml", "{every: PT10M,", "{every: -PT10M,", "again.every: Input should be greater than 0"),
    ("promises.yaml", "spread: PT75H", "spread: -PT75H", "promise policy 'kenali-laporan-lama': spread: Input should"),
    ("promises.yaml", "span: PT4H", "span: empat jam", "promise policy 'kenali': span: Input should be"),
    ("promises.yaml", "[PT4H, PT7H30M]", "[PT4H]", "but the longest ladder has 3 rungs"),
    ("promises.yaml", "warn: [0.5, 0.8]", "warn: [0.5, 1.5]", "promise policy 'kenali': warn.1: Input should"),
    ("areas.yaml", "Gladag: [Gladak]", "Gladag: [Mangir]", "'Mangir' for 'Gladag' is a name of 'Mangir' too"),
    ("areas.yaml", "Jajag: [Jajak]", "Jajag: [Gladak]", "'Gladak' for 'Jajag' is a name of 'Gladag' too"),
    ("areas.yaml", "look_alikes: [karatan]", "look_alikes: [karetan]", "'karetan' is a name of 'Karetan'"),
    ("areas.yaml", "[-8.6481, 114.4271]", "[114.4271, -8.6481]", "centre.0: Input should be less than or equal to 90"),
    ("regency.yaml", "[-8.79, 113.83,", "[-7.79, 113.83,", "bounds: should be south, west, north, east"),
    ("spellings.yaml", "[smpah,", "[sampah,", "'sampah' for 'sampah' is a word of this list"),
    ("spellings.yaml", "[smpah,", "[jln,", "'jln' for 'sampah' is listed for 'jalan' too"),
    ("spellings.yaml", "[smpah,", "[Sam pah,", "'Sam pah' for 'sampah' is not one word in small letters"),
    ("spellings.yaml", "  sampah: [", "  Sampah: [", "'Sampah' is not one word in small letters"),
    ("emergency.yaml", "words: [", "werds: [", "werds: Extra inputs are not permitted"),
    (ROADS, "liaison: narahubung-jalan", "liaison: tukang", "topic 'jalan-berlubang': unknown post 'tukang'"),
    (ROADS, "liaison: narahubung-jalan", "liaison: narahubung-pohon", "'narahubung-pohon' sits in 'dlh', not in"),
    (ROADS, "  agency: pudam\n", "  agency: pdam\n", "topic 'air-bersih': unknown agency 'pdam'"),
    (ROADS, "resolution: normatif", "resolution: cepat", "unknown resolution class 'cepat'"),
    (ROADS, "words: [berlubang,", "words: [jalan bolong,", "'jalan bolong' is not one word"),
    (ROADS, "phrases: [jalan berlubang,", "phrases: [jalan,", "'jalan' is no phrase"),
    (ROADS, "name: Infrastruktur", "nama: Infrastruktur", "nama: Extra inputs are not permitted"),
    (ROADS, "posts:\n", "posts:\n  bupati: {title: a, agency: dlh}\n", "'bupati' stands in another file too"),
]

# the same, and where else the line is that is named
MISTAKES_ELSEWHERE = [
    ("areas.yaml", "Kandangan,", "Sarongan,", '"35.10.01"', "'Sarongan' stands here twice"),
    ("areas.yaml", "    Jajag: [", "    Jajog: [", '"35.10.07"', "'Jajog' is no village of it"),
    ("areas.yaml", "ordinary: [Tampo]", "ordinary: [Tampi]", '"35.10.06"', "'Tampi' is no name of it"),
    ("calendars.yaml", '"13:00-16:00"', '"11:00-16:00"', "mon:", "spans overlap or are out of order"),
    ("calendars.yaml", "last: 2026-03-20", "last: 2025-03-20", "title: Ramadan 1447", "its first day comes after"),
    (ROADS, "  jembatan:\n", "  drainase:\n", "  drainase:\n    name: saluran", "'drainase' stands here twice"),
    (ROADS, "topics:\n", "topics: [\n", "    name: jalan berlubang", "not YAML: did not find expected"),
    ("sources.yaml", "lapor:", "lapor\x07:", "call112", "not YAML: unacceptable character"),
]


def problems_of(texts: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(DirectoryError) as refused:
        build(texts)
    return refused.value.problems


def changed_line(file: str, text: str) -> int:
    lines = zip(SHIPPED[file].splitlines(), text.splitlines(), strict=False)
    return next(number for number, (old, new) in enumerate(lines, start=1) if old != new)


@pytest.mark.parametrize(("file", "old", "new", "said"), MISTAKES)
def test_a_mistake_is_named_with_its_file_and_line(file: str, old: str, new: str, said: str) -> None:
    texts = changed(file, old, new)
    place = f"{file}:{changed_line(file, texts[file])}: "
    assert [problem for problem in problems_of(texts) if problem.startswith(place) and said in problem]


@pytest.mark.parametrize(("file", "old", "new", "at", "said"), MISTAKES_ELSEWHERE)
def test_a_mistake_that_shows_elsewhere_is_named_there(file: str, old: str, new: str, at: str, said: str) -> None:
    texts = changed(file, old, new)
    place = f"{file}:{line_of(texts[file], at)}: "
    assert [problem for problem in problems_of(texts) if problem.startswith(place) and said in problem]


def test_all_mistakes_of_all_files_are_named_at_once() -> None:
    texts = {**SHIPPED}
    for file, old, new in (
        ("regency.yaml", "meja-pilah", "meja-x"),
        ("calendars.yaml", "Asia/Jakarta", "Asia/Osing"),
        (ROADS, "resolution: normatif", "resolution: cepat"),
    ):
        texts[file] = texts[file].replace(old, new, 1)
    assert [problem.split(":")[0] for problem in problems_of(texts)] == ["calendars.yaml", "regency.yaml", ROADS]


def test_a_mistake_draws_no_others_after_it() -> None:
    texts = changed("posts.yaml", "title: bupati", "titel: bupati")
    line = line_of(texts["posts.yaml"], "titel: bupati")
    assert {problem.rpartition(": post")[0] for problem in problems_of(texts)} == {f"posts.yaml:{line}"}


def test_of_a_file_that_is_no_yaml_nothing_else_is_said() -> None:
    problems = problems_of(changed("agencies.yaml", "ladder: [", "ladder: [["))
    assert [problem.split(":")[0] for problem in problems] == ["agencies.yaml"]


@pytest.mark.parametrize("file", sorted(name for name in SHIPPED if "/" not in name))
def test_a_missing_file_is_named(file: str) -> None:
    texts = {name: text for name, text in SHIPPED.items() if name != file}
    assert problems_of(texts) == (f"{file}:1: the file is missing",)


@pytest.mark.parametrize("content", [None, b"\xff\xfe"], ids=["missing", "no text"])
def test_contacts_that_cannot_be_read_are_named(tmp_path: Path, content: bytes | None) -> None:
    contacts = tmp_path / "real.yaml"
    if content:
        contacts.write_bytes(content)
    with pytest.raises(DirectoryError, match=r"real\.yaml:1: cannot be read"):
        load(DIRECTORY, contacts)


def test_a_file_nobody_reads_is_named() -> None:
    assert problems_of({**SHIPPED, "agency.yaml": "{}"}) == ("agency.yaml:1: nobody reads this file",)


@pytest.mark.parametrize("slug", ["emergency", "triage", "sectors", "outside"])
def test_a_sector_cannot_take_the_name_of_another_queue(slug: str) -> None:
    texts = {**SHIPPED, f"sectors/{slug}.yaml": SHIPPED["sectors/lainnya.yaml"]}
    assert f"sectors/{slug}.yaml:1: a sector cannot be called {slug!r}" in problems_of(texts)


@pytest.mark.parametrize(
    ("policy", "queue", "clock"),
    [
        ("kenali", "lainnya", "acknowledge"),
        ("pilah", "triage", "triage"),
        ("selesai", "lainnya", "resolution"),
        ("kenali-darurat", "emergency", "acknowledge"),
        ("jawab", "triage", "answer"),
        ("kabar", "lainnya", "update"),
        ("kabar-darurat", "emergency", "update"),
        ("tindak", "lainnya", "act"),
        ("tindak-darurat", "emergency", "act"),
    ],
)
def test_a_queue_without_a_promise_is_named(policy: str, queue: str, clock: str) -> None:
    _, _, later = SHIPPED["promises.yaml"].partition(f"\n{policy}:\n")
    entry, gap, _ = later.partition("\n\n")
    texts = changed("promises.yaml", f"\n{policy}:\n{entry}{gap}", "\n")
    assert f"promises.yaml:1: queue {queue!r} has no general promise for {clock!r}" in problems_of(texts)


def test_a_post_without_a_contact_is_named_where_it_is_defined(tmp_path: Path) -> None:
    contacts = tmp_path / "real.yaml"
    contacts.write_text("posts: {bupati: {phone: '+628110009999'}}\n")
    with pytest.raises(DirectoryError) as refused:
        load(DIRECTORY, contacts)
    place = f"{ROADS}:{line_of(SHIPPED[ROADS], '  narahubung-jalan:')}: "
    assert any(problem.startswith(f"{place}post 'narahubung-jalan': cannot") for problem in refused.value.problems)
    assert not any("'bupati'" in problem for problem in refused.value.problems)


def test_a_folder_that_is_not_there_is_named_itself(tmp_path: Path) -> None:
    with pytest.raises(DirectoryError, match="there is no directory at") as refused:
        load(tmp_path / "elsewhere")
    assert len(refused.value.problems) == 1

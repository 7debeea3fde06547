from datetime import date

from services.router.domain.examples import failures
from shared.directory.load import build
from tests.conftest import shipped
from tests.unit.directory.files import changed

LAMP = "Lampu jalan mati sudah dua minggu, malam gelap sekali."
STRAY = "Pohon besar mau roboh menimpa rumah."


def test_every_example_of_the_shipped_directory_is_sorted_to_its_topic() -> None:
    assert failures(shipped()) == []


def test_every_topic_carries_three_examples() -> None:
    sectors = shipped().sectors.values()
    few = [topic.slug for sector in sectors for topic in sector.topics.values() if len(topic.examples) < 3]
    assert few == []


def test_an_example_that_is_sorted_elsewhere_is_named_with_file_topic_and_where_it_goes() -> None:
    directory = build(changed("sectors/infrastruktur.yaml", LAMP, STRAY))
    assert failures(directory) == [
        f"sectors/infrastruktur.yaml: topic 'lampu-jalan': example {STRAY!r} sorts to lingkungan/pohon"
    ]


def test_an_example_that_only_a_person_can_sort_is_named_with_the_reason() -> None:
    directory = build(changed("sectors/infrastruktur.yaml", LAMP, "Selamat sore semuanya."))
    [line] = failures(directory)
    assert line.endswith("sorts to triage: belum ada kata yang menunjuk ke satu urusan")


def test_an_example_that_is_an_emergency_too_only_needs_its_topic() -> None:
    directory = build(changed("sectors/infrastruktur.yaml", LAMP, "Lampu jalan kebakaran, PJU mati."))
    assert failures(directory) == []


def test_a_topic_is_tried_on_a_day_it_is_in_force() -> None:
    texts = changed(
        "sectors/infrastruktur.yaml", "    name: lampu jalan\n", "    name: lampu jalan\n    valid_to: 2026-12-31\n"
    )
    directory = build(texts)
    assert not directory.sectors["infrastruktur"].topics["lampu-jalan"].holds_on(date(2027, 1, 1))
    assert failures(directory) == []

import gc
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from shared.contracts.ticket_record import Holder
from shared.directory.load import build, load
from shared.directory.model import Directory
from tests.conftest import DIRECTORY
from tests.unit.directory.files import SHIPPED

TAXONOMY = {
    *("infrastruktur", "perizinan", "pendidikan", "kesehatan", "kependudukan", "sosial", "lingkungan", "perhubungan"),
    *("ketertiban", "kebencanaan", "ketenagakerjaan", "pertanian-perikanan", "pariwisata", "pajak-retribusi"),
    *("pemerintahan-desa", "lainnya"),
}
MEBIBYTE = 1 << 20


def test_every_sector_of_the_taxonomy_is_a_queue_beside_emergency_and_triage(directory: Directory) -> None:
    assert set(directory.sectors) == TAXONOMY
    assert directory.queues == (*sorted(TAXONOMY), "emergency", "triage")


def test_every_district_and_village_of_the_regency_is_there(directory: Directory) -> None:
    kinds = Counter(village.kind for district in directory.districts.values() for village in district.villages)
    assert len(directory.districts) == 25
    assert kinds == {"desa": 189, "kelurahan": 28}


def test_every_post_can_be_reached_and_only_at_a_placeholder(directory: Directory) -> None:
    contacts = [post.contact for post in directory.posts.values()]
    assert all(contact.email and contact.email.endswith("@banyuwangi.example") for contact in contacts)
    assert all(contact.phone is None or contact.phone.startswith("+62811000") for contact in contacts)


def test_no_two_posts_share_a_contact(directory: Directory) -> None:
    for kind in ("email", "phone"):
        contacts = [getattr(post.contact, kind) for post in directory.posts.values()]
        times = Counter(contact for contact in contacts if contact)
        assert max(times.values()) == 1


def test_a_post_is_told_of_in_a_citizens_words(directory: Directory) -> None:
    assert directory.holder("narahubung-izin-usaha") == Holder(
        post="narahubung-izin-usaha", title="narahubung izin usaha", agency="kantor perizinan (DPMPTSP)"
    )


@pytest.mark.parametrize(("sector", "topic"), [(None, None), ("infrastruktur", None), ("infrastruktur", "gone")])
def test_a_topic_that_is_not_known_is_none(directory: Directory, sector: str | None, topic: str | None) -> None:
    assert directory.topic(sector, topic) is None


def test_the_same_files_in_any_order_give_the_same_directory() -> None:
    one, other = build(SHIPPED), build(dict(sorted(SHIPPED.items(), reverse=True)))
    assert one.model_dump_json() == other.model_dump_json()


def test_a_directory_survives_a_journey_as_json(directory: Directory) -> None:
    assert Directory.model_validate_json(directory.model_dump_json()) == directory


def test_it_takes_less_than_five_mebibytes() -> None:
    build(SHIPPED)
    gc.collect()
    tracemalloc.start()
    kept = build(SHIPPED)
    gc.collect()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept.queues
    assert size < 5 * MEBIBYTE


def test_a_contacts_file_from_outside_replaces_every_placeholder(tmp_path: Path) -> None:
    contacts = tmp_path / "real.yaml"
    contacts.write_text('default: {email: "{post}@office.example"}\nposts: {bupati: {phone: "+628110009999"}}\n')
    posts = load(DIRECTORY, contacts).posts
    assert posts["inspektur"].contact.email == "inspektur@office.example"
    assert posts["bupati"].contact.phone == "+628110009999"
    assert not any("banyuwangi.example" in (post.contact.email or "") for post in posts.values())

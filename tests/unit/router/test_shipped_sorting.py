"""What the shipped directory's words alone make of what people write."""

import pytest

from services.router.domain.sorting import Sorter
from shared.directory.model import Directory
from tests.builders import complaint


@pytest.fixture(scope="module")
def sorter(directory: Directory) -> Sorter:
    return Sorter(directory)


@pytest.mark.parametrize(
    "text", ["dasar anjing kalian pejabat", "tai kucing semua janji bupati", "goblok kabeh", "anjing", "Sapi!"]
)
def test_an_insult_or_a_bare_animal_is_a_persons_to_read(sorter: Sorter, text: str) -> None:
    assert sorter.sort(complaint(text=text)).queue == "triage"


@pytest.mark.parametrize(
    ("text", "sector", "topic"),
    [
        ("Anjing liar berkeliaran di dusun", "pertanian-perikanan", "ternak-hewan"),
        ("Anak saya dibully di SMP Negeri 1", "pendidikan", "anak-aman"),
        ("PIP di SD Negeri 2 belum cair", "pendidikan", "beasiswa-pip"),
        ("Toilet SMP Negeri 2 rusak", "pendidikan", "sarana-sekolah"),
        ("Pungutan liar di SD Negeri 3", "pendidikan", "biaya-sekolah"),
        ("Perawat IGD jutek", "kesehatan", "rumah-sakit"),
        ("IGD RSUD Blambangan penuh", "kesehatan", "rsud-blambangan"),
        ("IGD RSUD Genteng penuh", "kesehatan", "rsud-genteng"),
        ("Bidan judes", "kesehatan", "ibu-anak"),
        ("PJU padam, rawan begal", "infrastruktur", "lampu-jalan"),
        ("Air sawah tidak ngalir", "infrastruktur", "irigasi-sungai"),
        ("Galian C merusak jalan", "lingkungan", "tambang"),
        ("Sampah bau sekali di TPS", "lingkungan", "sampah"),
        ("Bantuan benih lele", "pertanian-perikanan", "nelayan-ikan"),
        ("Gaji saya di pabrik belum dibayar", "ketenagakerjaan", "upah"),
        ("PKH dipotong pendamping", "sosial", "bansos"),
        ("Suami mukul saya tiap hari", "sosial", "perempuan-anak"),
        ("Wifi gratis di balai desa mati", "lainnya", "layanan-daring"),
    ],
)
def test_a_plain_complaint_goes_to_its_topic_whatever_place_it_names(
    sorter: Sorter, text: str, sector: str, topic: str
) -> None:
    found = sorter.sort(complaint(text=text))
    assert (found.queue, found.topic) == (sector, topic)

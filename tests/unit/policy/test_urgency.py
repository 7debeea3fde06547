import pytest

from shared.directory.model import Directory
from shared.policy.urgency import urgency

EMERGENCIES = [
    "Kebakaran di belakang pasar, api sudah besar!",
    "Tolong ada kebakaran rumah di Kebalenan",
    "Omah kobong pak, cepet!!",
    "Ada kecelakaan di tikungan, korbannya tidak sadar",
    "Korban kecelakaan tergeletak di jalan raya",
    "Anak tenggelam di pantai Boom",
    "Ada yang tenggelam di sungai, tolong",
    "Istri saya mau melahirkan, tidak ada kendaraan",
    "Banjir bandang masuk kampung, kami di atas atap",
    "Bapak saya pingsan dan sesak napas",
    "KECELAKAAAAN beruntun, minta ambulans",
    "Ada orang dibacok di depan terminal",
]

NO_EMERGENCIES = [
    "Lampu jalan mati sejak Jumat",
    "Petugasnya kebakaran jenggot waktu ditanya",
    "Pemadam sudah padam, terima kasih petugas",
    "Jalan berlubang, sering terjadi kecelakaan",
    "Rawan kecelakaan, mohon dipasang rambu",
    "Pohon miring, takut menimbulkan kecelakaan",
    "Tolong dipangkas agar tidak terjadi kecelakaan",
    "Puing-puing kebakaran bulan lalu belum dibersihkan",
    "Kapan ada pelatihan pemadam kebakaran untuk warga?",
    "Sungai ini pernah banjir bandang",
    "Foto matahari tenggelam di Pulau Merah bagus",
    "Rumah saya kebakaran tahun lalu, belum dapat bantuan",
]


@pytest.mark.parametrize("text", EMERGENCIES)
def test_an_emergency_is_known_by_its_words(directory: Directory, text: str) -> None:
    assert urgency(text, backlog=False, directory=directory)[0] == "emergency"


@pytest.mark.parametrize("text", NO_EMERGENCIES)
def test_what_is_feared_past_or_a_figure_of_speech_is_none(directory: Directory, text: str) -> None:
    assert urgency(text, backlog=False, directory=directory)[0] == "normal"


def test_the_reason_quotes_the_words(directory: Directory) -> None:
    text = "Ada tabrakan, korbannya pingsan. Tabrakan keras."
    assert urgency(text, backlog=False, directory=directory)[1] == "menyebut keadaan darurat: tabrakan, pingsan"


@pytest.mark.parametrize("text", [EMERGENCIES[0], NO_EMERGENCIES[0]])
def test_an_imported_old_complaint_is_never_an_emergency(directory: Directory, text: str) -> None:
    assert urgency(text, backlog=True, directory=directory) == ("backlog", "laporan lama yang dipindahkan")

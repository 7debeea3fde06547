import pytest

from shared.directory.model import Directory
from shared.policy.roster import first_holder, ladder


@pytest.mark.parametrize(
    ("queue", "sector", "topic", "post"),
    [
        ("infrastruktur", "infrastruktur", "lampu-jalan", "narahubung-lampu-jalan"),
        ("infrastruktur", "infrastruktur", None, "meja-pilah"),
        ("infrastruktur", "infrastruktur", "gone", "meja-pilah"),
        ("triage", None, None, "meja-pilah"),
        ("triage", "infrastruktur", "lampu-jalan", "meja-pilah"),
        ("emergency", None, None, "regu-siaga-112"),
        ("emergency", "kebencanaan", "banjir", "regu-siaga-112"),
    ],
)
def test_the_first_holder_is_the_topics_liaison_or_who_watches_the_queue(
    directory: Directory, queue: str, sector: str | None, topic: str | None, post: str
) -> None:
    assert first_holder(directory, queue, sector, topic).post == post


def test_the_ladder_is_the_holders_agencys(directory: Directory) -> None:
    assert [(rung.post, rung.title) for rung in ladder(directory, "narahubung-lampu-jalan")] == [
        ("sekretaris-dpu-ckpp", "sekretaris dinas"),
        ("kepala-dpu-ckpp", "kepala dinas"),
        ("asisten-ekbang", "asisten perekonomian dan pembangunan"),
    ]


def test_nobody_is_told_of_a_broken_promise_of_their_own(directory: Directory) -> None:
    assert [rung.post for rung in ladder(directory, "kepala-dlh")] == ["sekretaris-dlh", "asisten-ekbang"]

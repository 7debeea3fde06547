"""What may not stand in the roster, and about who stands in for whom, each named with the line it stands on."""

import pytest

from shared.directory.circles import MENDED
from shared.directory.load import build
from shared.directory.model import Directory
from tests.unit.directory.files import SHIPPED, changed, line_of
from tests.unit.directory.test_mistakes import problems_of

FILE = "roster.yaml"
ROSTER = """\
kepala-dlh:
  sittings:
    - {kind: seated, valid_to: 2026-01-31}
    - {kind: vacant, valid_from: 2026-02-01, valid_to: 2026-02-28}
    - {kind: acting, valid_from: 2026-03-01, by: sekretaris-dlh}
narahubung-jalan:
  leaves:
    - {first: 2026-07-01, last: 2026-07-10}
    - {first: 2026-12-21, last: 2026-12-31, substitute: narahubung-gedung}
narahubung-jembatan:
  leaves:
    - {first: 2026-12-28, last: 2027-01-02}
kades-glagah-kemiren:
  sittings:
    - {kind: vacant}
"""
SECOND, THIRD = "    - {kind: vacant,", "    - {kind: acting"
SUMMER, WINTER = "    - {first: 2026-07-01", "    - {first: 2026-12-21"

# what is replaced, by what, where the line is that is named, and what is said of it
MISTAKES = [
    ("kepala-dlh:", "kepala-dhl:", "kepala-dhl:", "roster 'kepala-dhl': unknown post 'kepala-dhl'"),
    ("kades-glagah-kemiren", "kades-glagah", "kades-glagah:", "unknown post 'kades-glagah'"),
    ("by: sekretaris-dlh", "by: sekretaris-dhl", THIRD, "roster 'kepala-dlh': unknown post 'sekretaris-dhl'"),
    ("by: sekretaris-dlh", "by: kepala-dlh", THIRD, "'kepala-dlh' cannot stand in for itself"),
    ("kind: vacant, ", "kind: vacant, by: sekretaris-dlh, ", SECOND, "only who is acting does it beside another post"),
    ("kind: vacant, ", "kind: empty, ", "    - {kind: empty", "sittings.1.kind: Input should be"),
    ("narahubung-gedung", "narahubung-gdung", WINTER, "unknown post 'narahubung-gdung'"),
    ("narahubung-gedung", "narahubung-jalan", WINTER, "'narahubung-jalan' cannot stand in for itself"),
    ("last: 2026-07-10", "last: 2026-06-30", SUMMER, "leaves.0: its last day comes before its first"),
    ("valid_to: 2026-02-28", "valid_to: 2026-01-31", SECOND, "sittings.1: ends before it begins"),
    ("2026-07-10", "2026-12-24", WINTER, "another leave holds from 2026-12-21 to 2026-12-24 too"),
    ("2026-02-28", "2026-03-05", THIRD, "another sitting holds from 2026-03-01 to 2026-03-05 too"),
    (", valid_to: 2026-01-31", "", SECOND, "another sitting holds from 2026-02-01 to 2026-02-28 too"),
    (", valid_to: 2026-01-31", "", THIRD, "another sitting holds from 2026-03-01 on too"),
    ("2026-02-28", "2026-02-27", THIRD, "no sitting holds on 2026-02-28"),
    ("valid_to: 2026-01-31", "valid_to: 2026-01-10", SECOND, "no sitting holds from 2026-01-11 to 2026-01-31"),
    ("narahubung-gedung", "narahubung-jembatan", WINTER, "nobody is there from 2026-12-28 to 2026-12-31: narahubung-"),
    ("narahubung-gedung", "narahubung-jembatan", "    - {first: 2026-12-28", "narahubung-jalan → narahubung-jembatan"),
    (", substitute: narahubung-gedung", "", WINTER, "nobody is there from 2026-12-28 to 2026-12-31: narahubung-"),
    ("  sittings:\n    - {kind: vacant}", "  leafs: []", "  leafs:", "leafs: Extra inputs are not permitted"),
]


def with_roster(text: str) -> dict[str, str]:
    return {**SHIPPED, FILE: text}


def test_the_roster_these_mistakes_are_made_in_has_none() -> None:
    assert len(build(with_roster(ROSTER)).roster) == 4


@pytest.mark.parametrize(("old", "new", "at", "said"), MISTAKES)
def test_a_mistake_of_the_roster_is_named_with_its_line(old: str, new: str, at: str, said: str) -> None:
    assert old in ROSTER
    text = ROSTER.replace(old, new, 1)
    place = f"{FILE}:{line_of(text, at)}: "
    problems = problems_of(with_roster(text))
    assert [problem for problem in problems if problem.startswith(place) and said in problem], problems


@pytest.mark.parametrize(
    ("sitting", "said"),
    [
        ("{kind: vacant}", "nobody sits here from 2026-07-01 to 2026-07-10 who could be on leave"),
        (
            "{kind: acting, by: narahubung-gedung, valid_from: 2026-07-05}",
            "'narahubung-gedung' acts here from 2026-07-05 to 2026-07-10; its leave stands under its own name",
        ),
    ],
)
def test_a_leave_needs_somebody_to_take_it(sitting: str, said: str) -> None:
    text = f"narahubung-jalan:\n  sittings: [{sitting}]\n  leaves:\n    - {{first: 2026-07-01, last: 2026-07-10}}\n"
    assert problems_of(with_roster(text)) == (f"{FILE}:4: roster 'narahubung-jalan': {said}",)


def test_of_a_circle_everybody_in_it_is_named_with_all_its_days_and_nobody_else() -> None:
    text = """\
narahubung-ktp: {leaves: [{first: 2026-01-05, last: 2026-01-09}, {first: 2026-02-02, last: 2026-02-06}]}
narahubung-kk:
  sittings: [{kind: vacant}]
narahubung-pindah: {leaves: [{first: 2026-01-05, last: 2026-01-09}]}
"""
    circle = "from 2026-01-05 to 2026-01-09, from 2026-02-02 to 2026-02-06: "
    posts = "narahubung-kk → narahubung-ktp → narahubung-kk"
    assert problems_of(with_roster(text)) == (
        f"{FILE}:1: roster 'narahubung-ktp': nobody is there {circle}{posts}; {MENDED}",
        f"{FILE}:3: roster 'narahubung-kk': nobody is there {circle}{posts}; {MENDED}",
    )


def test_a_circle_that_never_ends_is_said_to_be_there_every_day() -> None:
    text = "narahubung-ktp: {sittings: [{kind: vacant}]}\nnarahubung-kk: {sittings: [{kind: vacant}]}\n"
    assert all("nobody is there on every day: " in problem for problem in problems_of(with_roster(text)))


@pytest.mark.parametrize("post", ["meja-pilah", "regu-siaga-112", "asisten-administrasi"])
def test_a_circle_that_leads_to_a_desk_is_none(post: str) -> None:
    days = "first: 2026-01-05, last: 2026-01-09"
    away = f"{post}: {{leaves: [{{{days}, substitute: bupati}}]}}\nbupati: {{leaves: [{{{days}, substitute: {post}}}]}}"
    assert build(with_roster(away)).roster


def test_whom_nobody_stands_in_for_is_no_mistake_but_a_gap() -> None:
    assert build(with_roster("camat-glagah: {sittings: [{kind: vacant}]}\nsekcam-glagah: {sittings: [{kind: vacant}]}"))


ROADS = "sectors/infrastruktur.yaml"
COLLEAGUES = "    liaison: narahubung-jalan\n"

# file, what is replaced, by what, where the line is that is named, and what is said of it
ELSEWHERE = [
    (ROADS, "deputy: narahubung-jembatan", "deputy: jembatan", "  narahubung-jalan:", "unknown post 'jembatan'"),
    (
        ROADS,
        "deputy: narahubung-jembatan",
        "deputy: narahubung-jalan",
        "  narahubung-jalan:",
        "post 'narahubung-jalan': 'narahubung-jalan' cannot stand in for itself",
    ),
    (
        ROADS,
        COLLEAGUES,
        f"{COLLEAGUES}    colleagues: [narahubung-gdung]\n",
        "    colleagues:",
        "topic 'jalan-berlubang': unknown post 'narahubung-gdung'",
    ),
    (
        ROADS,
        COLLEAGUES,
        f"{COLLEAGUES}    colleagues: [narahubung-pohon]\n",
        "    colleagues:",
        "colleague 'narahubung-pohon' sits in 'dlh', the liaison in 'dpu-ckpp'",
    ),
    (
        ROADS,
        COLLEAGUES,
        f"{COLLEAGUES}    colleagues: [narahubung-jalan]\n",
        "    colleagues:",
        "'narahubung-jalan' is named twice",
    ),
    (
        ROADS,
        COLLEAGUES,
        f"{COLLEAGUES}    colleagues: [narahubung-gedung, narahubung-gedung]\n",
        "    colleagues:",
        "'narahubung-gedung' is named twice",
    ),
    ("area_chain.yaml", "asisten-pemkesra", "asisten", "ladder:", "ladder: unknown post 'asisten'"),
    ("area_chain.yaml", "camat-{area}", "kepala-kantor-kecamatan-di-daerah-{area}", "# Rantai", "is no slug"),
    *(
        (
            "posts.yaml",
            "\nbupati:",
            f"\n{name}: {{title: a, agency: setda}}\nbupati:",
            f"{name}:",
            f"post {name!r}: a post cannot be called {name!r}",
        )
        for name in ("citizen", "router", "sla", "notifier", "roster")
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "at", "said"), ELSEWHERE)
def test_a_mistake_about_posts_is_named_in_the_file_it_stands_in(
    file: str, old: str, new: str, at: str, said: str
) -> None:
    texts = changed(file, old, new)
    place = f"{file}:{line_of(texts[file], at)}: "
    problems = problems_of(texts)
    assert [problem for problem in problems if problem.startswith(place) and said in problem], problems


def test_every_shipped_liaison_has_a_deputy_of_their_office(directory: Directory) -> None:
    posts = directory.posts
    for post in posts.values():
        if post.slug.startswith(("narahubung-", "pengawal-", "kades-", "lurah-", "camat-")):
            assert post.deputy, post.slug
            assert posts[post.deputy].agency == post.agency, post.slug

"""What an edition says otherwise than the one before is told in words."""

import pytest

from shared.directory.difference import MOST_NAMED, differences
from shared.directory.load import build
from shared.directory.model import Directory
from tests.unit.directory.files import SHIPPED

TEXTS = {**SHIPPED, "roster.yaml": "{}"}
LEAVE = "narahubung-jalan: {leaves: [{first: 2026-12-21, last: 2026-12-31}]}"
LEAVE_TOLD = "roster of narahubung-jalan, leaves: {} (first 2026-12-21, last 2026-12-31)"
POST = "\njuru-tulis: {title: juru tulis, agency: dpu-ckpp}\n"


@pytest.fixture(scope="module")
def before() -> Directory:
    return build(TEXTS)


def with_posts(text: str, **others: str) -> Directory:
    return build(
        {**TEXTS, "posts.yaml": TEXTS["posts.yaml"] + text, **{f"{name}.yaml": others[name] for name in others}}
    )


def test_of_the_same_directory_nothing_is_told(before: Directory) -> None:
    assert differences(before, build(dict(TEXTS))) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        ("regency", 'edition: "2026-11"', 'edition: "2026-12"', "edition: “2026-11” is now “2026-12”"),
        ("emergency", "words: [", "words: [langit runtuh, ", "emergency, words: + “langit runtuh”"),
        ("promises", "span: PT4H", "span: PT5H", "promise kenali, span: 4:00:00 is now 5:00:00"),
        ("roster", "{}", LEAVE, LEAVE_TOLD.format("+")),
        ("sectors/infrastruktur", "name: ", "name: Baru ", "sector infrastruktur, name: "),
    ],
)
def test_a_change_is_one_line_that_says_where(before: Directory, file: str, old: str, new: str, line: str) -> None:
    name = f"{file}.yaml"
    (told,) = differences(before, build({**TEXTS, name: TEXTS[name].replace(old, new, 1)}))
    assert told.startswith(line)


def test_new_wording_is_named_and_not_printed(before: Directory) -> None:
    name = "wording/citizen/routed.txt"
    assert differences(before, build({**TEXTS, name: f"{TEXTS[name]} Matur nuwun."})) == [
        "wording citizen/routed: other words"
    ]


def test_what_comes_one_way_goes_the_other_way(before: Directory) -> None:
    after = with_posts(POST, roster=LEAVE)
    assert differences(before, after) == ["post juru-tulis added", LEAVE_TOLD.format("+")]
    assert differences(after, before) == ["post juru-tulis removed", LEAVE_TOLD.format("-")]


def test_where_a_post_is_reached_is_not_told(before: Directory) -> None:
    elsewhere = 'default: {email: "{post}@lain.example"}'
    assert differences(before, with_posts("", contacts=elsewhere)) == []


def test_a_long_list_is_cut_and_the_rest_is_counted(before: Directory) -> None:
    posts = [f"\njuru-{number}: {{title: juru, agency: dpu-ckpp}}" for number in range(100, 100 + MOST_NAMED + 5)]
    (line,) = differences(before, with_posts("".join(posts)))
    assert line.startswith("post juru-100, juru-101")
    assert line.endswith(" and 5 more added")

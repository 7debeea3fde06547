"""For which posts the alarm is raised that nobody is there."""

from typing import Any

import pytest

from services.router.domain.rostering import Rostering
from services.router.unavailable import unmanned
from shared.directory.model import Directory
from tests.builders import LIAISON, NOW, TRIAGE_DESK, rostered, sorting, ticket

EMPTY = "{sittings: [{kind: vacant}]}"
DESK, SQUAD = "meja-pilah", "regu-siaga-112"
NO_TRIAGE = f"{DESK}: {EMPTY}\nsekretaris-diskominfo: {EMPTY}\n"
NO_SQUAD = f"{SQUAD}: {EMPTY}\nkepala-diskominfo: {EMPTY}\n"
NO_LAMPS = f"{LIAISON.post}: {EMPTY}\nnarahubung-gedung: {EMPTY}\n"
AT_TRIAGE = {"queue": "triage", "state": "awaiting_triage", "holder": TRIAGE_DESK}
UNSORTED = AT_TRIAGE | {"sorting": sorting("triage")}
UNHELD = AT_TRIAGE | {"sorting": sorting("triage", "infrastruktur", "lampu-jalan")}


@pytest.mark.parametrize(
    ("roster", "change", "posts"),
    [
        ("{}", {}, []),
        ("{}", UNSORTED, []),
        (f"{DESK}: {EMPTY}", UNSORTED, []),
        (NO_TRIAGE, UNSORTED, [DESK]),
        (NO_LAMPS, UNHELD, [LIAISON.post]),
        (NO_LAMPS + NO_TRIAGE, UNHELD, [LIAISON.post, DESK]),
        (NO_SQUAD, {"queue": "emergency", "post": SQUAD}, [SQUAD]),
    ],
    ids=[
        "everybody is there",
        "at the desk of triage",
        "at the desk, with a deputy",
        "at an empty desk",
        "at the desk, for an empty post",
        "at an empty desk, for an empty post",
        "with an empty squad",
    ],
)
def test_the_alarm_names_the_post_that_is_missed_and_the_empty_desk_that_has_it(
    directory: Directory, roster: str, change: dict[str, Any], posts: list[str]
) -> None:
    post = change.get("post")
    known = {name: value for name, value in change.items() if name != "post"}
    held = ticket(**known | ({"holder": directory.holder(post)} if post else {}))
    assert unmanned(held, Rostering(rostered(directory, roster), NOW)) == posts

"""What may be waited for, and what closes by itself: each mistake is refused with file and line."""

from typing import get_args

import pytest

from shared.contracts.words import PauseKind
from shared.directory.load import DirectoryError, build
from tests.unit.directory.files import SHIPPED, changed

WINDOW = "  starts: resolved\n"
WAITING = "  waits: [stage]\n"
ANSWER = "jawab:\n  clock: answer\n"
ACKNOWLEDGE = "kenali:\n  clock: acknowledge\n"

# file, what is replaced, by what, and what is said of the line that changed
MISTAKES = [
    ("pauses.yaml", "cap: P14D", "cap: PT0S", "pause policy 'safety': nobody can wait for so little as 0:00:00"),
    ("pauses.yaml", "cap: P14D", "cap: PT23H", "at least a day"),
    ("pauses.yaml", "cap: P14D", "cap: -P14D", "at least a day"),
    ("pauses.yaml", "cap: P14D", "cap: sebentar", "pause policy 'safety': cap: Input should be"),
    ("pauses.yaml", "safety:", "weather:", "pause policy 'weather': slug: Input should be"),
    (
        "promises.yaml",
        WINDOW,
        WINDOW.replace("resolved", "admitted"),
        "objection starts with resolved; act starts with",
    ),
    ("promises.yaml", "starts: delivered", "starts: resolved", "promise policy 'kenali': objection starts with"),
    ("promises.yaml", "starts: told", "starts: admitted", "promise policy 'kabar': objection starts with"),
    ("promises.yaml", "starts: acknowledged", "starts: admitted", "update starts with told"),
    ("promises.yaml", "starts: delivered", "starts: told", "promise policy 'kenali': objection starts with"),
    ("promises.yaml", "starts: delivered", "starts: acknowledged", "act starts with acknowledged"),
    ("promises.yaml", "starts: delivered", "starts: seen", "promise policy 'kenali': starts: Input should be"),
    ("promises.yaml", WAITING, WAITING.replace("stage", "rain"), "promise policy 'kabar-tahap': waits.0: Input should"),
    ("promises.yaml", ANSWER, f"{ANSWER}  waits: [stage]\n", "only how often a citizen is told depends on what"),
    ("promises.yaml", WINDOW, f"  warn: [0.5]\n{WINDOW}", "a citizen's window warns nobody and climbs no ladder"),
    ("promises.yaml", WINDOW, f"  rungs: [PT1H, PT2H]\n{WINDOW}", "what starts with resolved lapses"),
    ("promises.yaml", WINDOW, f"  track: lapor\n{WINDOW}", "no other objection can run that starts with resolved"),
    ("promises.yaml", "starts: delivered", "track: lapor\n  starts: delivered", "no other acknowledge can run"),
    ("promises.yaml", "starts: acknowledged", "rungs: [PT1H]\n  starts: acknowledged", "lapses and climbs no ladder"),
]


def problems_of(texts: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(DirectoryError) as refused:
        build(texts)
    return refused.value.problems


@pytest.mark.parametrize(("file", "old", "new", "said"), MISTAKES)
def test_a_mistake_is_named_with_its_file_and_line(file: str, old: str, new: str, said: str) -> None:
    texts = changed(file, old, new)
    lines = zip(SHIPPED[file].splitlines(), texts[file].splitlines(), strict=False)
    line = next(number for number, (before, after) in enumerate(lines, start=1) if before != after)
    assert [problem for problem in problems_of(texts) if problem.startswith(f"{file}:{line}: ") and said in problem]


@pytest.mark.parametrize("kind", get_args(PauseKind))
def test_nothing_that_may_be_waited_for_goes_without_its_longest_time(kind: str) -> None:
    listed = SHIPPED["pauses.yaml"]
    entry = listed[listed.index(f"{kind}:") :].split("\n  basis:")[0]
    texts = {**SHIPPED, "pauses.yaml": listed.replace(entry, f"# {kind}\nweather:\n  title: hujan\n  cap: P1D")}
    assert f"pauses.yaml:1: nothing says how long a ticket may wait for {kind!r}" in problems_of(texts)


def test_how_long_a_ticket_waits_is_no_promise_of_the_directory() -> None:
    texts = changed("promises.yaml", ACKNOWLEDGE, ACKNOWLEDGE.replace("acknowledge", "review"))
    assert [problem for problem in problems_of(texts) if "see pauses.yaml" in problem]


@pytest.mark.parametrize("queue", ["sectors", "emergency", "triage"])
def test_every_queue_has_a_window_in_which_the_citizen_may_object(queue: str) -> None:
    file = "promises.yaml"
    window = SHIPPED[file].index("keberatan:")
    others = ", ".join(sorted({"sectors", "emergency", "triage"} - {queue}))
    text = SHIPPED[file][:window] + SHIPPED[file][window:].replace("sectors, emergency, triage", others)
    problems = problems_of({**SHIPPED, file: text})
    assert [problem for problem in problems if "no general promise for 'objection'" in problem]

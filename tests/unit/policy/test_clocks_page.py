"""The page of every clock says what the directory promises, and stands in docs as it is."""

from pathlib import Path

from services.clocks_page import MEANS, page
from shared.directory.model import Directory

DOCUMENT = Path(__file__).parents[3] / "docs" / "clocks.md"


def test_every_policy_has_a_row_with_its_basis_under_its_clock(directory: Directory) -> None:
    for policy in directory.promises.values():
        under = page(directory).partition(f"## {policy.clock}\n")[2].partition("\n## ")[0]
        (row,) = [line for line in under.splitlines() if line.startswith(f"| `{policy.slug}` |")]
        assert row.endswith(f"| {policy.valid_from} | {policy.basis} |")
        assert f"| {policy.track} |" in row


def test_a_row_tells_whom_it_is_for_and_who_hears_when(directory: Directory) -> None:
    rows = page(directory).splitlines()
    (camat,) = [row for row in rows if row.startswith("| `kenali-camat` |")]
    assert "every sector; held by the head of a district or village | 2 h | kantor | delivered" in camat
    assert "reminded at 50% and 80%; rungs at the end, + 2 h, + 4 h" in camat


def test_every_clock_is_explained(directory: Directory) -> None:
    assert {policy.clock for policy in directory.promises.values()} <= set(MEANS)


def test_what_lapses_says_who_hears_and_what_is_asked_anew(directory: Directory) -> None:
    rows = page(directory).splitlines()
    (acts,) = [row for row in rows if row.startswith("| `tindak` |")]
    assert "one rung up at the end, and it has to be taken again" in acts
    (objection,) = [row for row in rows if row.startswith("| `keberatan` |")]
    assert "it is over by itself" in objection


def test_the_hours_of_each_calendar_are_listed(directory: Directory) -> None:
    hours = page(directory).partition("## Calendars")[2]
    assert "| kantor | else | mon-thu 07:30-12:00, 13:00-16:00; fri 07:30-11:30, 13:00-16:30 |" in hours
    assert "| siaga | else | mon-sun 00:00-24:00 |" in hours
    for other in directory.calendars["kantor"].overrides:
        assert (
            f"| kantor | {other.title}: {other.first} to {other.last} | mon-thu 08:00-12:00, 12:30-15:00; fri" in hours
        )


def test_each_wait_is_listed_with_how_long_it_may_last(directory: Directory) -> None:
    waits = page(directory).partition("## review")[2]
    for kind in directory.pauses.values():
        assert f"| {kind.slug} | {kind.title} | {kind.cap.days} days | {kind.basis} |" in waits


def test_the_document_is_the_page(directory: Directory) -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == page(directory), "run `make docs`"

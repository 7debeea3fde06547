"""Days, periods and lengths of working time, as people say them."""

from datetime import date, timedelta

import pytest

from shared.directory.model import Directory
from shared.policy.periods import (
    about_in_words,
    as_heading,
    listed,
    period_in_words,
    span_in_words,
    spans_in_words,
    until_in_words,
)

A_WORKING_DAY = timedelta(hours=7, minutes=30)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-12-01", "2027-01-31", "Desember 2026 sampai Januari 2027"),
        ("2027-02-01", "2027-03-31", "Februari sampai Maret 2027"),
        ("2028-02-01", "2028-02-29", "Februari 2028"),
        ("2027-02-01", "2028-02-29", "Februari 2027 sampai Februari 2028"),
        ("2027-05-18", "2027-06-19", "18 Mei sampai 19 Juni 2027"),
        ("2027-05-26", "2027-05-27", "26 sampai 27 Mei 2027"),
        ("2027-05-27", "2027-05-27", "27 Mei 2027"),
        ("2026-12-01", "2027-01-30", "1 Desember 2026 sampai 30 Januari 2027"),
        ("2026-05-27", "2027-05-27", "27 Mei 2026 sampai 27 Mei 2027"),
        ("2027-05-05", "2027-06-05", "5 Mei sampai 5 Juni 2027"),
    ],
)
def test_a_period_says_nothing_twice_and_names_whole_months(first: str, last: str, words: str) -> None:
    assert period_in_words(date.fromisoformat(first), date.fromisoformat(last)) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [("2027-01-31", "akhir Januari 2027"), ("2027-02-28", "akhir Februari 2027"), ("2028-02-28", "28 Februari 2028")],
)
def test_the_last_day_of_a_month_is_its_end(day: str, words: str) -> None:
    assert until_in_words(date.fromisoformat(day)) == words


@pytest.mark.parametrize(
    ("calendar", "span", "words"),
    [
        ("kantor", timedelta(hours=1), "1 jam kerja"),
        ("kantor", timedelta(hours=7, minutes=30), "1 hari kerja"),
        ("kantor", timedelta(hours=8), "8 jam kerja"),
        ("kantor", timedelta(minutes=90), "1 jam 30 menit kerja"),
        ("siaga", timedelta(hours=15), "15 jam"),
        ("siaga", timedelta(minutes=5), "5 menit"),
        ("siaga", timedelta(seconds=4), "4 detik"),
        ("siaga", timedelta(milliseconds=4), "1 detik"),
    ],
)
def test_a_span_is_told_as_people_say_it(directory: Directory, calendar: str, span: timedelta, words: str) -> None:
    assert span_in_words(span, directory.calendars[calendar]) == words


@pytest.mark.parametrize(
    ("calendar", "span", "words"),
    [
        ("kantor", timedelta(hours=8), "8 jam kerja"),
        ("kantor", timedelta(hours=15), "2 hari kerja"),
        ("kantor", timedelta(hours=44, minutes=59), "5 hari kerja"),
        ("siaga", timedelta(hours=49), "48 jam"),
        ("siaga", timedelta(minutes=5), "5 menit"),
    ],
)
def test_what_is_longer_than_two_days_is_told_in_whole_days_never_too_many(
    directory: Directory, calendar: str, span: timedelta, words: str
) -> None:
    assert about_in_words(span, directory.calendars[calendar]) == words


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (3 * A_WORKING_DAY, 25 * A_WORKING_DAY, "3 sampai 25 hari kerja"),
        (A_WORKING_DAY, A_WORKING_DAY, "1 hari kerja"),
        (timedelta(0), 2 * A_WORKING_DAY, "2 hari kerja"),
        (timedelta(hours=2), A_WORKING_DAY, "2 jam kerja sampai 1 hari kerja"),
    ],
)
def test_two_spans_are_told_with_their_unit_once(
    directory: Directory, least: timedelta, most: timedelta, words: str
) -> None:
    assert spans_in_words(least, most, directory.calendars["kantor"]) == words


@pytest.mark.parametrize(
    ("things", "words"),
    [((), ""), (("foto",), "foto"), (("foto", "KTP"), "foto dan KTP"), (("foto", "KTP", "KK"), "foto, KTP dan KK")],
)
def test_a_list_is_told_as_people_say_it(things: tuple[str, ...], words: str) -> None:
    assert listed(things) == words


def test_a_name_may_begin_a_sentence() -> None:
    assert as_heading("surat dari desa (SPM)") == "Surat dari desa (SPM)"

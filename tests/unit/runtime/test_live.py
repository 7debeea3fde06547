"""What a service makes of the directory is made anew for each edition: all of it, or nothing."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest
from nats.aio.client import Client
from structlog.testing import capture_logs

from shared.contracts.edition import Edition, EditionError, digest
from shared.directory.folder import CONTACTS
from shared.directory.model import Directory
from shared.runtime.bucket import Kept
from shared.runtime.hold import Hold
from shared.runtime.live import LiveDirectory, PerEdition
from shared.runtime.settings import RuntimeSettings, SettingsError
from tests.builders import NOW
from tests.unit.directory.files import SHIPPED, changed

TEXTS = {name: text for name, text in SHIPPED.items() if name != CONTACTS}
LATER = 'edition: "2026-12"'


def later(texts: Mapping[str, str] | None = None) -> Kept:
    """The shipped directory under another name."""
    renamed = changed("regency.yaml", 'edition: "2026-11"', LATER)["regency.yaml"]
    return Kept(Edition.after(None, "2026-12", {**TEXTS, **(texts or {}), "regency.yaml": renamed}, NOW).packed(), 7)


def live(directory: Directory, settings: RuntimeSettings | None = None) -> LiveDirectory:
    def nobody() -> Client:
        raise AssertionError

    return LiveDirectory("router", settings or RuntimeSettings(), directory, nobody, Hold())


def name_of(directory: Directory) -> str:
    return directory.edition


async def test_every_part_follows_at_once(directory: Directory) -> None:
    followed = live(directory)
    one, other = followed.per_edition(name_of), followed.per_edition(lambda edition: edition.queues)
    await followed._take_up(later())
    assert (one.current, other.current) == ("2026-12", directory.queues)
    assert followed.directory.edition == "2026-12"


async def test_where_one_part_cannot_be_made_no_part_follows(directory: Directory) -> None:
    followed = live(directory)

    def choosy(edition: Directory) -> str:
        if edition is not directory:
            raise SettingsError("it does not fit")
        return edition.edition

    parts = [followed.per_edition(name_of), followed.per_edition(choosy), followed.per_edition(name_of)]
    await followed._take_up(later())
    assert {part.current for part in parts} == {"2026-11"}
    assert followed.directory is directory


async def test_what_has_faults_is_refused_with_the_first_of_them(directory: Directory) -> None:
    followed = live(directory)
    with capture_logs() as logs:
        await followed._take_up(later({"roster.yaml": "tidak-ada: {leaves: []}"}))
    assert followed.directory is directory
    assert [entry["stays"] for entry in logs if entry["event"] == "directory refused"] == ["2026-11"]
    assert "roster.yaml:1: " in str(logs)


async def test_what_was_looked_at_is_not_made_again(directory: Directory) -> None:
    followed = live(directory)
    made: list[str] = []
    followed.per_edition(lambda edition: made.append(edition.edition))
    for kept in (later(), later(), Kept(b"", 8), Kept(b"", 8)):
        await followed._take_up(kept)
    assert made == ["2026-11", "2026-12"]


async def test_what_was_refused_for_the_contacts_goes_live_once_they_are_mended(
    directory: Directory, tmp_path: Path
) -> None:
    contacts = tmp_path / CONTACTS
    followed = live(directory, RuntimeSettings(contacts=contacts))
    with capture_logs() as logs:
        for text in (None, None, "narahubung-jalan: [", "narahubung-jalan: ["):
            if text:
                contacts.write_text(text)
            await followed._take_up(later())
    assert [entry["event"] for entry in logs] == ["directory refused"] * 2
    contacts.write_text(SHIPPED[CONTACTS])
    await followed._take_up(later())
    assert followed.directory.edition == "2026-12"


async def test_a_call_ends_with_the_part_it_began_with(directory: Directory) -> None:
    class Part:
        def __init__(self, edition: Directory) -> None:
            self.edition = edition.edition

        async def say(self, go_on: asyncio.Event) -> tuple[str, str]:
            before = self.edition
            await go_on.wait()
            return before, self.edition

    part, go_on = PerEdition(Part, directory), asyncio.Event()
    began = asyncio.create_task(part.do(Part.say)(go_on))
    await asyncio.sleep(0)
    part.made_of(directory.model_copy(update={"edition": "2026-12"}))()
    go_on.set()
    assert await began == ("2026-11", "2026-11")
    assert await part.do(Part.say)(go_on) == ("2026-12", "2026-12")


def test_an_edition_is_read_as_it_was_written() -> None:
    edition = Edition.after(None, "2026-12", TEXTS, NOW)
    assert Edition.unpacked(edition.packed()) == edition
    assert edition.digest == digest(dict(sorted(TEXTS.items(), reverse=True)))


@pytest.mark.parametrize("value", [b"", b"{}", b"\x1f\x8b\x08", Edition.after(None, "1", {}, NOW).packed()[:-9]])
def test_what_is_no_edition_is_refused(value: bytes) -> None:
    with pytest.raises(EditionError, match="the bucket's value"):
        Edition.unpacked(value)


def test_a_name_means_one_content_for_ever() -> None:
    first = Edition.after(None, "a", {"x.yaml": "1"}, NOW)
    second = Edition.after(first, "b", {"x.yaml": "2"}, NOW)
    assert Edition.after(second, "a", first.texts, NOW).digests == second.digests
    with pytest.raises(EditionError, match="edition a was applied before with other content"):
        Edition.after(second, "a", {"x.yaml": "3"}, NOW)

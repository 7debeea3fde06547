"""`melayani directory apply` and `show` on a real broker."""

import argparse
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import pytest

from services import live_commands
from services.commands import CommandError
from services.router.domain.answers import open_ticket
from shared.contracts.edition import BUCKET_STREAM, Edition
from shared.contracts.question import AskHeld, Tickets
from shared.directory.folder import CONTACTS
from shared.directory.load import DirectoryError
from shared.directory.model import Directory
from shared.runtime.bucket import Bucket, OvertakenError
from shared.runtime.bus import Bus
from shared.runtime.hold import Hold
from tests.builders import NOW, TICKET, ticket
from tests.integration.editions import instead_of, named, put, texts_for, written
from tests.integration.living import Town

Texts = Mapping[str, str]
Command = Callable[..., Awaitable[str]]
LEAVE = ("{}", "narahubung-jalan: {leaves: [{first: 2026-12-21, last: 2026-12-31}]}")


@pytest.fixture(scope="session")
def texts(small: Directory) -> Texts:
    return texts_for(small)


@pytest.fixture
def melayani(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """`melayani("apply", texts)`: what the command prints about a folder that holds them."""
    monkeypatch.setenv("MELAYANI_NATS_URL", town.broker.url)

    async def run(command: str, texts: Texts, *, dry_run: bool = False) -> str:
        folder = written(texts, tmp_path / "directory")
        given = argparse.Namespace(folder=folder, dry_run=dry_run)
        await (live_commands.apply(given) if command == "apply" else live_commands.show(given))
        return capsys.readouterr().out.replace(str(folder), "FOLDER")

    return run


async def test_applying_tells_what_changes_and_showing_tells_what_is_live(melayani: Command, texts: Texts) -> None:
    assert "no edition was applied yet" in await melayani("show", texts)
    assert "edition 2026-11 is the first" in await melayani("apply", texts)
    later = named(texts, "2026-12", roster=LEAVE)

    tried = await melayani("apply", later, dry_run=True)
    assert "this was a dry run: nothing is applied" in tried
    assert "FOLDER differs" in await melayani("show", later)

    applied = await melayani("apply", later)
    assert "roster of narahubung-jalan, leaves: + (first 2026-12-21, last 2026-12-31)" in applied
    assert "edition 2026-12 is live" in applied
    shown = await melayani("show", later)
    assert "edition 2026-12, applied" in shown
    assert "applied before: 2026-11" in shown
    assert "FOLDER is the same" in shown


async def test_the_contacts_stay_where_they_are_and_are_read_anew_when_it_is_applied_again(
    town: Town, melayani: Command, texts: Texts
) -> None:
    await melayani("apply", texts)
    assert "nothing changes; applied again" in await melayani("apply", texts)
    assert (await Bucket(town.client).read()).revision == 2
    live = Edition.unpacked((await Bucket(town.client).read()).value)
    assert live.texts == {name: text for name, text in texts.items() if name != CONTACTS}


async def test_what_may_not_be_live_is_refused_and_nothing_is_changed(
    town: Town, melayani: Command, texts: Texts
) -> None:
    await put(town, texts, "2026-11")
    before = await Bucket(town.client).read()
    refusals: list[tuple[Texts, type[Exception], str]] = [
        (named(texts, "2026-12", roster=("{}", "x1: {}\n")), DirectoryError, r"roster\.yaml:\d+: "),
        ({**texts, "wording/citizen/routed.txt": "Subject: {{ nama }}\n\nx"}, DirectoryError, "nama"),
        (named(texts, "2026-11", roster=LEAVE), CommandError, "edition 2026-11 was applied before with other content"),
        (named(instead_of(texts, "lapor", "surat"), "2026-12"), CommandError, "does not know .* surat; run `melayani"),
        (instead_of(texts, "lapor", None), CommandError, "still has .* lapor, which"),
    ]
    for refused, kind, words in refusals:
        with pytest.raises(kind, match=words):
            await melayani("apply", refused)
    assert await Bucket(town.client).read() == before


async def test_a_post_goes_only_when_it_holds_nothing(town: Town, melayani: Command, texts: Texts) -> None:
    clerk = {**texts, "posts.yaml": f"{texts['posts.yaml']}\njuru-tulis: {{title: juru tulis, agency: dpu-ckpp}}\n"}
    await put(town, clerk, "2026-11")
    later = named(texts, "2026-12")
    with pytest.raises(CommandError, match="post juru-tulis goes, and router does not answer whether it holds tickets"):
        await melayani("apply", later)

    held = [Tickets(tickets=(open_ticket(ticket()),)), Tickets()]

    async def answer(question: AskHeld) -> Tickets:
        assert question.post == "juru-tulis"
        return held.pop(0)

    await Bus("router", lambda: town.client, Hold()).answer(AskHeld.SUBJECT, AskHeld, answer)
    await town.client.flush()
    with pytest.raises(CommandError, match=rf"holds open tickets \({TICKET}\); call it vacant"):
        await melayani("apply", later)
    assert "post juru-tulis removed" in await melayani("apply", later)


async def test_of_two_who_apply_at_once_the_second_is_told(town: Town) -> None:
    bucket = Bucket(town.client)
    kept = await bucket.read()
    edition = Edition.after(None, "2026-12", {}, NOW)
    await bucket.put(edition, kept)
    with pytest.raises(OvertakenError):
        await bucket.put(edition, kept)


async def test_without_a_bucket_the_provisioner_is_asked_for(town: Town, melayani: Command, texts: Texts) -> None:
    await town.client.jetstream().delete_stream(BUCKET_STREAM)
    for command in ("apply", "show"):
        with pytest.raises(CommandError, match="bucket is missing; run `melayani provision` first"):
            await melayani(command, texts)

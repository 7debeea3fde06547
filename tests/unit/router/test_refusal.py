"""What whoever is refused reads: why, and what to do instead."""

import pytest

from services.router.domain.deed import Deed
from services.router.domain.refusal import MOST_REVISIONS, refused
from services.router.domain.revision import Refusal
from shared.contracts.action import Action, ActionKind
from shared.contracts.ticket import (
    TicketAcknowledged,
    TicketEvent,
    TicketHandedOver,
    TicketReminded,
    TicketUpdated,
)
from shared.contracts.words import CITIZEN, TRIAGE, State
from shared.directory.model import Directory
from tests.builders import LATER, TICKET, action, ticket
from tests.unit.router import deeds
from tests.unit.router.deeds import BRIDGE, done, routed, standing_at

NUMBER = f"sebutkan nomor {TICKET}."
AGAIN = "Lihat dulu yang terbaru, lalu coba lagi."


@pytest.mark.parametrize(
    ("state", "kind", "reason"),
    [
        ("awaiting_triage", "hand_over", "masih menunggu dipilah. Tentukan dulu sektor dan pokok masalahnya."),
        ("awaiting_triage", "acknowledge", "masih menunggu dipilah. Tentukan dulu sektor dan pokok masalahnya."),
        ("acknowledged", "acknowledge", "sudah disanggupi. Tidak perlu disanggupi lagi."),
        ("routed", "decide", "belum disanggupi. Urusannya sudah ditentukan. Bila salah, ubah pokok masalahnya"),
        ("routed", "resume", "belum disanggupi. Tidak ada yang ditunggu. Jawab pelapor, atau selesaikan."),
        ("paused", "ask", "sedang menunggu. Lanjutkan dulu, baru bertanya kepada pelapor."),
        ("resolved", "reply", "sudah selesai dan menunggu jawaban pelapor. Tunggu jawabannya."),
        ("resolved", "resolve", "sudah selesai dan menunggu jawaban pelapor. Tunggu jawabannya."),
        ("confirmed", "reply", "sudah ditutup, pelapor menyatakan beres. Anda hanya bisa menulis catatan."),
        ("withdrawn", "acknowledge", "sudah ditarik pelapornya. Anda hanya bisa menulis catatan."),
    ],
)
def test_who_works_on_it_is_told_how_it_stands_and_what_to_do(
    state: State, kind: ActionKind, reason: str, directory: Directory
) -> None:
    before = standing_at(directory, state)
    assert f"Laporan ini {reason}" in deeds.refused(before, action(kind, actor=before.holder.post), directory)


@pytest.mark.parametrize(
    ("state", "kind", "reason"),
    [
        ("routed", "confirm", "Narahubung lampu jalan masih mengurus laporan Anda. Tunggu kabar hasilnya"),
        ("resolved", "reply", "Bila sudah beres, nyatakan beres. Bila belum beres, sampaikan keberatan."),
        ("confirmed", "reply", "Bila ternyata belum beres, sampaikan keberatan."),
        ("confirmed", "withdraw", "Tidak ada lagi yang perlu ditarik."),
        ("closed_unconfirmed", "confirm", f"Bila belum beres, buat laporan baru dan {NUMBER}"),
        ("closed_unconfirmed", "reply", f"Bila belum beres, buat laporan baru dan {NUMBER}"),
        ("withdrawn", "rate", f"Bila masih perlu, buat laporan baru dan {NUMBER}"),
    ],
)
def test_its_reporter_is_told_what_to_do(state: State, kind: ActionKind, reason: str, directory: Directory) -> None:
    wish = action(kind, actor=CITIZEN)
    assert reason in deeds.refused(standing_at(directory, state), wish, directory)


@pytest.mark.parametrize(
    ("kind", "actor", "reason"),
    [
        ("reply", "narahubung-jalan", "Laporan ini dipegang narahubung lampu jalan di Dinas Pekerjaan Umum (PU CKPP)."),
        ("hand_over", CITIZEN, "Hanya petugas yang bisa memindahkan. Sampaikan maksud Anda lewat pesan."),
        ("confirm", "narahubung-lampu-jalan", "Hanya pelapor yang bisa menyatakan beres."),
    ],
)
def test_who_may_not_is_told_who_may(kind: ActionKind, actor: str, reason: str, directory: Directory) -> None:
    assert reason in deeds.refused(routed(directory), action(kind, actor=actor), directory)


@pytest.mark.parametrize("words", [None, "", "   "])
@pytest.mark.parametrize(
    ("kind", "state", "missing"),
    [
        ("reply", "routed", "Tulis dulu jawaban untuk pelapor."),
        ("ask", "routed", "Tulis dulu apa yang ditanyakan kepada pelapor."),
        ("hand_over", "routed", "Tulis dulu mengapa ini bukan urusan Anda."),
        ("pause", "routed", "Tulis dulu untuk pelapor, mengapa laporannya menunggu."),
        ("forward", "routed", "Tulis dulu untuk pelapor, mengapa laporannya diteruskan."),
        ("resolve", "routed", "Tulis dulu hasilnya untuk pelapor."),
        ("note", "routed", "Tulis dulu catatannya."),
        ("object", "resolved", "Tulis dulu apa yang belum beres."),
    ],
)
def test_words_that_somebody_has_to_read_are_asked_for(
    kind: ActionKind, state: State, missing: str, words: str | None, directory: Directory
) -> None:
    assert deeds.refused(standing_at(directory, state), action(kind, words=words), directory) == missing


def test_what_triage_resolves_needs_no_liaison(directory: Directory) -> None:
    before = standing_at(directory, "awaiting_triage")
    wish = action("resolve", actor=before.holder.post, outcome="done")
    assert deeds.refused(before, wish, directory).startswith("Laporan ini belum punya narahubung. Tentukan dulu")
    assert done(before, action("resolve", actor=before.holder.post, outcome="answered"), directory).outcome


def test_that_a_citizen_never_answered_is_no_persons_word(directory: Directory) -> None:
    wish = action("resolve", outcome="incomplete")
    assert deeds.refused(routed(directory), wish, directory).endswith("Pilih hasil yang lain.")


def history(directory: Directory, *kinds: type[TicketEvent]) -> list[TicketEvent]:
    """What happened after it was routed; each time it is taken to the state that its event leads to."""
    revisions = [routed(directory)]
    changes: dict[type[TicketEvent], dict[str, object]] = {
        TicketAcknowledged: {"state": "acknowledged"},
        TicketUpdated: {"state": "in_progress"},
        TicketHandedOver: {"segment": 2, "former": directory.holder("narahubung-jalan")},
    }
    for kind in kinds:
        known = {name: getattr(revisions[-1], name) for name in TicketEvent.model_fields}
        after = known | {"revision": len(revisions) + 1} | changes.get(kind, {})
        revisions.append(kind.model_validate(after))
    return revisions


def replied(revision: int) -> Action:
    return action("reply", revision=revision)


@pytest.mark.parametrize(
    ("happened", "saw"),
    [
        ([TicketAcknowledged], 1),
        ([TicketAcknowledged, TicketUpdated], 2),
        ([TicketHandedOver], 1),
        ([TicketReminded, TicketHandedOver], 2),
    ],
)
def test_what_was_wished_for_another_ticket_than_it_is_now_is_refused(
    happened: list[type[TicketEvent]], saw: int, directory: Directory
) -> None:
    reason = deeds.refused(history(directory, *happened), replied(saw), directory)
    assert reason.startswith("Laporan ini sudah berubah sejak Anda lihat. Sekarang ")
    assert reason.endswith(f", dipegang narahubung lampu jalan. {AGAIN}")


@pytest.mark.parametrize(
    ("happened", "saw"),
    [([], 1), ([TicketReminded], 1), ([TicketReminded, TicketReminded], 2), ([TicketAcknowledged, TicketReminded], 2)],
)
def test_what_changes_nothing_for_its_actor_overtakes_nobody(
    happened: list[type[TicketEvent]], saw: int, directory: Directory
) -> None:
    assert isinstance(done(history(directory, *happened), replied(saw), directory), TicketUpdated)


def test_a_revision_there_is_not_yet_was_seen_by_nobody(directory: Directory) -> None:
    assert AGAIN in deeds.refused(history(directory, TicketReminded), replied(3), directory)


def test_whoever_may_not_do_it_is_told_so_however_late_they_come(directory: Directory) -> None:
    late = action("reply", actor="narahubung-jalan", revision=1)
    assert deeds.refused(history(directory, TicketHandedOver), late, directory).startswith("Laporan ini dipegang")


def test_a_refusal_is_told_with_the_ticket_as_it_was(directory: Directory) -> None:
    before = ticket(revision=7, state="acknowledged", queue=TRIAGE)
    wish = action("decide", id="wa-9", words="Ke sana saja.", **BRIDGE)
    event = refused(Deed(before, wish, directory, LATER), Refusal("Bukan begitu."))
    assert (event.revision, event.state, event.holder) == (7, "acknowledged", before.holder)
    assert (event.action, event.kind, event.reason, event.words) == ("wa-9", "decide", "Bukan begitu.", "Ke sana saja.")
    assert (event.actor, event.cause, event.changed_at) == (wish.actor, f"action:{TICKET}:wa-9", LATER)
    assert event.key() == f"{TICKET}:7:wa-9"


@pytest.mark.parametrize("kind", ["reply", "note", "rate"])
def test_to_a_long_history_no_more_talk_is_added(directory: Directory, kind: ActionKind) -> None:
    state: State = "resolved" if kind == "rate" else "in_progress"
    assert done(standing_at(directory, state, revision=MOST_REVISIONS - 1), action(kind), directory)
    long = standing_at(directory, state, revision=MOST_REVISIONS)
    assert deeds.refused(long, action(kind), directory).startswith("Riwayat laporan ini sudah penuh.")


def test_to_a_long_history_its_end_is_added_and_the_answer_that_is_waited_for(directory: Directory) -> None:
    at_work, waiting = (standing_at(directory, state, revision=MOST_REVISIONS) for state in ("in_progress", "paused"))
    assert done(at_work, action("resolve"), directory).state == "resolved"
    assert done(waiting, action("reply", actor=CITIZEN), directory).actor == CITIZEN
    told = deeds.refused(at_work, action("reply", actor=CITIZEN), directory)
    assert told.endswith(f"buat laporan baru dan {NUMBER}")

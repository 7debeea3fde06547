"""Why what somebody wishes is not done, and what they can do instead; in words for them."""

from collections.abc import Sequence

from services.router.domain.chart import OUTCOMES, Reader, Way, acts_as, standing, ways
from services.router.domain.deed import Deed
from services.router.domain.revision import Refusal, caused_by
from services.router.domain.terms import ACTIONS, STATES
from services.router.domain.terms import OUTCOMES as OUTCOME_TERMS
from shared.contracts.action import ActionKind
from shared.contracts.ticket import ActionRefused, TicketEvent
from shared.contracts.words import ENDED, State
from shared.policy.periods import as_heading

# All its revisions are read whenever something is done to a ticket; so long a history takes what ends it, and no talk.
MOST_REVISIONS = 200
TALK: frozenset[ActionKind] = frozenset({"reply", "note", "rate"})
TOO_LONG = "Riwayat laporan ini sudah penuh."
LOOK_AGAIN = "Lihat dulu yang terbaru, lalu coba lagi."
# Where a ticket stands, for those who work on it, and for its reporter once it is done.
STANDS: dict[State, str] = {
    "awaiting_triage": "Laporan ini masih menunggu dipilah.",
    "routed": "Laporan ini belum disanggupi.",
    "acknowledged": "Laporan ini sudah disanggupi.",
    "in_progress": "Laporan ini sedang diurus.",
    "paused": "Laporan ini sedang menunggu.",
    "forwarded": "Laporan ini sudah diteruskan ke kantor lain.",
    "resolved": "Laporan ini sudah selesai dan menunggu jawaban pelapor.",
    "objected": "Pelapor keberatan, jadi laporan ini dibuka lagi.",
    "confirmed": "Laporan ini sudah ditutup, pelapor menyatakan beres.",
    "closed_unconfirmed": "Laporan ini sudah ditutup, pelapor tidak menjawab.",
    "withdrawn": "Laporan ini sudah ditarik pelapornya.",
}
CITIZEN_STANDS: dict[State, str] = {
    "resolved": "Laporan Anda sudah dinyatakan selesai.",
    "confirmed": "Laporan ini sudah Anda nyatakan beres.",
    "closed_unconfirmed": "Laporan ini sudah ditutup.",
    "withdrawn": "Laporan ini sudah Anda tarik.",
}
# What those who work on it can do there instead: of this kind, else of any.
INSTEAD: dict[State, str] = {
    "awaiting_triage": "Tentukan dulu sektor dan pokok masalahnya.",
    "resolved": "Tunggu jawabannya. Sementara ini Anda bisa menulis catatan.",
    **dict.fromkeys(ENDED, "Anda hanya bisa menulis catatan."),
}
KIND_INSTEAD: dict[ActionKind, str] = {
    "acknowledge": "Tidak perlu disanggupi lagi. Jawab pelapor, lanjutkan, atau selesaikan.",
    "ask": "Lanjutkan dulu, baru bertanya kepada pelapor.",
    "pause": "Lanjutkan dulu, baru tentukan lagi sampai kapan menunggu.",
    "resume": "Tidak ada yang ditunggu. Jawab pelapor, atau selesaikan.",
    "decide": "Urusannya sudah ditentukan. Bila salah, ubah pokok masalahnya atau pindahkan.",
}
ANEW = "Bila belum beres, buat laporan baru dan sebutkan nomor {ticket}."
# The same for its reporter; while it is open there is one thing to do.
CITIZEN_OPEN = "{holder} masih mengurus laporan Anda. Tunggu kabar hasilnya, atau kirim pesan."
CITIZEN_INSTEAD: dict[State, str] = {
    "resolved": "Bila sudah beres, nyatakan beres. Bila belum beres, sampaikan keberatan.",
    "confirmed": "Bila ternyata belum beres, sampaikan keberatan.",
    "closed_unconfirmed": ANEW,
    "withdrawn": "Bila masih perlu, buat laporan baru dan sebutkan nomor {ticket}.",
}
WORDLESS: dict[tuple[ActionKind, Reader], str] = {
    ("reply", "citizen"): "Tulis dulu jawaban untuk pelapor.",
    ("ask", "citizen"): "Tulis dulu apa yang ditanyakan kepada pelapor.",
    ("pause", "citizen"): "Tulis dulu untuk pelapor, mengapa laporannya menunggu.",
    ("forward", "citizen"): "Tulis dulu untuk pelapor, mengapa laporannya diteruskan.",
    ("resolve", "citizen"): "Tulis dulu hasilnya untuk pelapor.",
    ("reply", "staff"): "Tulis dulu pesan Anda.",
    ("hand_over", "staff"): "Tulis dulu mengapa ini bukan urusan Anda.",
    ("object", "staff"): "Tulis dulu apa yang belum beres.",
    ("note", "staff"): "Tulis dulu catatannya.",
}


def refusal(deed: Deed) -> str | None:
    """By the chart alone; None when nothing in it speaks against this."""
    return not_theirs(deed) or not_now(deed) or overtaken(deed) or _incomplete(deed)


def refused(deed: Deed, refusal: Refusal) -> ActionRefused:
    """What its actor is told; the ticket is as it was."""
    kept = {name: getattr(deed.ticket, name) for name in TicketEvent.model_fields}
    wish = {"action": deed.action.id, "kind": deed.action.kind, "words": deed.action.words}
    by = {"cause": caused_by(deed.action), "actor": deed.action.actor, "changed_at": deed.now}
    return ActionRefused(**kept | wish | by | {"reason": refusal.reason})


def not_theirs(deed: Deed) -> str | None:
    """Who does such a thing to this ticket, when its actor does not."""
    if _theirs(deed):
        return None
    doing, holder = ACTIONS[deed.action.kind], deed.ticket.holder
    if deed.by_citizen:
        return f"Hanya petugas yang bisa {doing}. Sampaikan maksud Anda lewat pesan."
    if all("citizen" in way.who for way in ways(deed.action.kind)):
        return f"Hanya pelapor yang bisa {doing}. Bila pelapor mengatakannya kepada Anda, tulis sebagai catatan."
    return f"Laporan ini dipegang {holder.title} di {holder.agency}. Sampaikan maksud Anda kepadanya."


def not_now(deed: Deed) -> str | None:
    """How the ticket stands, when such a thing is not done to one that stands so."""
    ticket, state = deed.ticket, standing(deed.ticket)
    if any(state in way.states for way in _theirs(deed) or ways(deed.action.kind)):
        return None
    if not deed.by_citizen:
        return f"{STANDS[state]} {INSTEAD.get(state) or KIND_INSTEAD[deed.action.kind]}"
    stands, instead = CITIZEN_STANDS.get(state, ""), CITIZEN_INSTEAD.get(state, CITIZEN_OPEN)
    if (deed.action.kind, state) == ("withdraw", "confirmed"):
        instead = "Tidak ada lagi yang perlu ditarik."
    return f"{stands} {instead.format(ticket=ticket.ticket, holder=as_heading(ticket.holder.title))}".strip()


def overtaken(deed: Deed) -> str | None:
    """That its actor has to look again: they saw another ticket than it is now, or one that is not yet."""
    ticket, seen = deed.ticket, deed.seen
    if deed.action.revision is None:
        return None
    if seen is None:
        return f"Keadaan laporan yang Anda sebut tidak kami kenal. {LOOK_AGAIN}"
    if kept(seen) == kept(ticket):
        return None
    return (
        "Laporan ini sudah berubah sejak Anda lihat. "
        f"Sekarang {STATES[standing(ticket)]}, dipegang {ticket.holder.title}. {LOOK_AGAIN}"
    )


def kept(ticket: TicketEvent) -> tuple[State, int, str]:
    """What has to be as the actor saw it; that somebody was reminded, or wrote something, changes nothing for them."""
    return standing(ticket), ticket.segment, ticket.holder.post


def _incomplete(deed: Deed) -> str | None:
    return _too_long(deed) or _wordless(deed) or _no_outcome(deed)


def _too_long(deed: Deed) -> str | None:
    """That nothing more is written there; an answer that is waited for always is."""
    ticket, is_asked = deed.ticket, deed.ticket.pause is not None and deed.by_citizen
    if ticket.revision < MOST_REVISIONS or deed.action.kind not in TALK or is_asked:
        return None
    if deed.by_citizen:
        return f"{TOO_LONG} Tunggu kabar hasilnya, atau buat laporan baru dan sebutkan nomor {ticket.ticket}."
    return f"{TOO_LONG} Selesaikan laporan ini, dan tulis hasilnya di sana."


def _wordless(deed: Deed) -> str | None:
    needed = next((way.words for way in _here(deed) if way.words), None)
    return WORDLESS[deed.action.kind, needed] if needed and not deed.action.words else None


def _no_outcome(deed: Deed) -> str | None:
    outcome = deed.action.outcome
    can = {kind for way in _here(deed) for kind in way.outcomes}
    if not can or outcome is None or outcome in can:
        return None
    if outcome not in OUTCOMES:
        return "Hasil ini dicatat sendiri bila pelapor tidak menjawab. Pilih hasil yang lain."
    known = ", ".join(OUTCOME_TERMS[kind] for kind in OUTCOMES if kind in can)
    return f"Laporan ini belum punya narahubung. Tentukan dulu urusannya, atau pilih hasil lain: {known}."


def _theirs(deed: Deed) -> Sequence[Way]:
    """The ways its actor may go with some ticket or other."""
    return [way for way in ways(deed.action.kind) if any(acts_as(deed, role) for role in way.who)]


def _here(deed: Deed) -> Sequence[Way]:
    """Those they may go with this one as it stands."""
    return [way for way in _theirs(deed) if standing(deed.ticket) in way.states]

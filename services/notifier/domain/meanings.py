"""What a template may say of an event, in words people understand."""

from datetime import date, datetime
from typing import Any

from services.notifier.domain.late import of_digest
from services.notifier.domain.promised import promised
from services.notifier.domain.wishes import WISHES
from shared.contracts.digest import LateDigest
from shared.contracts.sorted import Sorting, Suggestion
from shared.contracts.spot_check import SpotCheckAsked
from shared.contracts.ticket import (
    ActionRefused,
    TicketEscalated,
    TicketEvent,
    TicketForwarded,
    TicketHandedOver,
    TicketLapsed,
    TicketObjected,
)
from shared.contracts.ticket_record import Holder, Outcome, Pause
from shared.contracts.words import WAITING, Audience
from shared.directory.model import Directory
from shared.directory.roster import absence
from shared.policy.moments import day_in_words
from shared.policy.periods import listed
from shared.policy.procedure import in_letter
from shared.policy.roster import charge
from shared.policy.stage_letter import of_stage

MEANINGS = frozenset(
    {"ticket", "link", "text", "words", "reason", "place", "place_question", "suggestions", "topic", "procedure"}
    | {
        "holder",
        "speaker",
        "absent",
        "former",
        "told",
        "skipped",
        "offered",
        "owner",
        "case",
        "reporters",
    }
    | {"due", "next_word", "late", "answer", "answer_by", "promise", "taken"}
    | {"pause", "outcome", "objections", "score", "action", "digest"}
)

# How it is without the post's own holder, after its title.
EMPTY_POST = "jabatan yang sedang kosong"
AWAY = "yang sedang tidak di tempat"


class Meanings:
    """Each of `MEANINGS` by its name, None when it is not known.

    `holder`, `speaker`, `former`, `told` and `offered` have a title and an agency: `speaker` did what the letter is
    about, the holder where no other post did; `former` where a ticket came to another holder, `told` where somebody
    hears of a broken promise or an objection, `offered` who may have it back. `absent` says for which post the holder
    stands in, and how that is without its own, `skipped` are the titles of the rungs nobody sits on.
    `case` is the number of the first of `reporters` tickets that tell of one trouble. `suggestions` has a line for
    each sector the sorter thought of, `procedure` is a paragraph on the way it has to go by law. What is said of times
    is in `promised`. `pause` has kind, title, review (a day), agency, reference, stage and what that is about,
    `outcome` has kind, words, day, agency, reference and other. `action` is what was wished and refused, `digest` what
    a leader reads of all that is late.
    """

    def __init__(self, directory: Directory, public_url: str) -> None:
        self._directory = directory
        self._tickets = f"{public_url.rstrip('/')}/complaints"

    def of(self, event: TicketEvent, audience: Audience) -> dict[str, Any]:
        return {
            "ticket": event.ticket,
            "case": event.case,
            "reporters": event.reporters,
            "link": f"{self._tickets}/{event.ticket}",
            "text": event.complaint.text,
            "words": event.words,
            "reason": event.reason,
            "place": place(event),
            "place_question": event.sorting.place_question,
            "suggestions": self._suggestions(event.sorting),
            "pause": self._pause(event.pause, event.changed_at) if event.pause and event.state in WAITING else None,
            "outcome": self._outcome(event.outcome) if event.outcome else None,
            "objections": event.objections,
            "score": event.score,
            "action": WISHES[event.kind] if isinstance(event, ActionRefused) else None,
            "digest": None,
            **promised(event, audience, self._directory),
            **self._matter(event, audience),
            **self._people(event),
        }

    def of_check(self, check: SpotCheckAsked) -> dict[str, Any]:
        known = {
            "ticket": check.check,
            "holder": check.holder,
            "absent": self._absent(check.holder, self._directory.day(check.asked_at)),
        }
        return {**dict.fromkeys(MEANINGS), **known}

    def of_digest(self, event: LateDigest) -> dict[str, Any]:
        return {**dict.fromkeys(MEANINGS), **of_digest(event, self._directory, self._tickets)}

    def _matter(self, event: TicketEvent, audience: Audience) -> dict[str, Any]:
        topic = self._directory.topic(event.sorting.sector, event.sorting.topic)
        owner = self._owner(event)
        # What is another office's has its way there; who works on it knows the way.
        has_way = audience == "citizen" and not owner
        return {
            "topic": topic.name if topic else None,
            "owner": owner,
            "procedure": in_letter(self._directory, topic, self._directory.day(event.changed_at)) if has_way else None,
        }

    def _people(self, event: TicketEvent) -> dict[str, Any]:
        return {
            "holder": event.holder,
            "speaker": self._speaker(event),
            "absent": self._absent(event.holder, self._directory.day(event.changed_at)),
            "former": event.former if isinstance(event, TicketHandedOver | TicketForwarded) else None,
            "told": event.told if isinstance(event, TicketEscalated | TicketLapsed | TicketObjected) else None,
            "skipped": (listed(event.skipped) or None) if isinstance(event, TicketEscalated | TicketLapsed) else None,
            "offered": event.offered,
        }

    def _speaker(self, event: TicketEvent) -> Holder:
        is_another = event.actor != event.holder.post and event.actor in self._directory.posts
        return self._directory.holder(event.actor) if is_another else event.holder

    def _absent(self, holder: Holder, day: date) -> str | None:
        post = self._directory.posts.get(holder.stands_in_for or "")
        if post is None:
            return None
        away = absence(post, self._directory.roster.get(post.slug), day)
        is_empty = away is not None and away.kind != "leave"
        return f"{post.title}, {EMPTY_POST}" if is_empty else f"{post.title} {AWAY}"

    def _pause(self, pause: Pause, at: datetime) -> dict[str, str | None]:
        policy = self._directory.pauses.get(pause.kind)
        procedure = self._directory.procedures.get(pause.procedure or "")
        stage = procedure.stages.get(pause.stage or "") if procedure else None
        return {
            "kind": pause.kind,
            "title": policy.title if policy else None,
            "review": day_in_words(self._directory.day(pause.review_at)),
            "agency": self._agency(pause.agency),
            "reference": pause.reference,
            "stage": stage.name if stage else None,
            "about": self._stage(pause, self._directory.day(at)),
        }

    def _stage(self, pause: Pause, day: date) -> str | None:
        procedure = self._directory.procedures.get(pause.procedure or "")
        return of_stage(procedure, pause.stage or "", day, self._directory.office) if procedure else None

    def _outcome(self, outcome: Outcome) -> dict[str, str | None]:
        return {
            "kind": outcome.kind,
            "words": outcome.words,
            "day": day_in_words(outcome.on) if outcome.on else None,
            "agency": self._agency(outcome.agency),
            "reference": outcome.reference,
            "other": outcome.other,
        }

    def _agency(self, slug: str | None) -> str | None:
        found = self._directory.agencies.get(slug or "")
        return found.short if found else slug and "kantor lain"

    def _owner(self, event: TicketEvent) -> dict[str, str | None] | None:
        found = charge(self._directory, event.sorting, self._directory.day(event.complaint.admitted_at))
        if found is None or not found.agency.is_outside:
            return None
        return {"agency": found.agency.short, "reason": found.reason}

    def _suggestions(self, sorting: Sorting) -> str | None:
        """For example: 1. Infrastruktur: lampu jalan (61 %)."""
        lines = (
            f"{place}. {self._subject(suggestion)} ({suggestion.confidence * 100:.0f} %)"
            for place, suggestion in enumerate(sorting.top3, start=1)
        )
        return "\n".join(lines) or None

    def _subject(self, suggestion: Suggestion) -> str:
        sector = self._directory.sectors.get(suggestion.sector)
        topic = self._directory.topic(suggestion.sector, suggestion.topic)
        return f"{sector.name if sector else suggestion.sector}{f': {topic.name}' if topic else ''}"


def place(event: TicketEvent) -> str | None:
    """As the directory spells it where router recognised it, else as it was given."""
    given, sorting = event.complaint.place, event.sorting
    district = sorting.district or (given.district if given else None)
    village = sorting.village or (given.village if given else None)
    parts = (given.note if given else None, village, f"Kecamatan {district}" if district else None)
    return ", ".join(part for part in parts if part) or None

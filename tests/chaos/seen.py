"""What became of complaints, as the streams tell it; hearing a message twice tells nothing new."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from shared.contracts import dead
from shared.contracts.event import HEADER_ID, HEADER_TYPE, read
from shared.contracts.notice import NoticeDelivered, NoticeEvent
from shared.contracts.reply import Accepted, Refused, Reply
from shared.contracts.ticket import ActionRefused, TicketEvent
from shared.contracts.timer import TimerDue
from tests.chaos.book import MARKER, Key
from tests.listening import Heard

STREAMS = ("REPLIES", "TICKETS", "NOTICES", "TIMERS", "DEAD")


@dataclass(frozen=True)
class Parked:
    """A dead letter: who parked it, why, and which message it was; never its payload."""

    service: str
    queue: str
    code: str
    cause: str
    id: str | None


@dataclass
class Seen:
    """`numbers` are the ticket numbers told to a source, `tickets` those with a complaint's marker in their text.

    `revisions` holds for each ticket what was said as each revision, `fates` for each notice what was said of it: one
    thing each, unless something is wrong. `letters` counts what the channel really sent, by notice.
    """

    numbers: defaultdict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))
    refusals: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    tickets: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    revisions: defaultdict[str, defaultdict[int, set[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )
    latest: dict[str, TicketEvent] = field(default_factory=dict)
    clocks: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    notices: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    fates: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    delivered: dict[str, NoticeDelivered] = field(default_factory=dict)
    parked: set[Parked] = field(default_factory=set)
    letters: Counter[str] = field(default_factory=Counter)

    def hear(self, heard: Heard) -> None:
        name = heard.headers.get(HEADER_TYPE)
        match heard.stream:
            case "REPLIES":
                self._reply(read(Reply, heard.data, name))
            case "TICKETS":
                self._ticket(read(TicketEvent, heard.data, name), heard)
            case "NOTICES":
                self._notice(read(NoticeEvent, heard.data, name), heard)
            case "TIMERS":
                timer = TimerDue.model_validate_json(heard.data)  # set or due: either tells that the clock is stored
                self.clocks[timer.ticket].add(timer.clock)
            case "DEAD":
                self.parked.add(_parked(heard))

    def _reply(self, reply: Reply) -> None:
        if isinstance(reply, Accepted):
            self.numbers[reply.source, reply.id or ""].add(reply.ticket)
        elif isinstance(reply, Refused):
            self.refusals[reply.cause].add(reply.code)

    def _ticket(self, event: TicketEvent, heard: Heard) -> None:
        if isinstance(event, ActionRefused):  # it changed nothing, and bears the revision of what was the latest
            return
        for marker in MARKER.findall(event.complaint.text):
            self.tickets[marker].add(event.ticket)
        self.revisions[event.ticket][event.revision].add(_content(heard))
        known = self.latest.get(event.ticket)
        if known is None or event.revision > known.revision:
            self.latest[event.ticket] = event

    def _notice(self, event: NoticeEvent, heard: Heard) -> None:
        self.notices[event.ticket].add(event.notice)
        self.fates[event.notice].add(_content(heard))
        if isinstance(event, NoticeDelivered):
            self.delivered[event.notice] = event


def _content(heard: Heard) -> str:
    return f"{heard.subject} {heard.data.decode()}"


def _parked(heard: Heard) -> Parked:
    _, service, queue = heard.subject.split(".")
    headers = heard.headers
    cause = f"{headers.get(dead.ORIGIN_STREAM)}:{headers.get(dead.ORIGIN_SEQUENCE)}"
    return Parked(service, queue, headers.get(dead.CODE, ""), cause, headers.get(HEADER_ID))

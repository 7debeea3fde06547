"""Wires router."""

from services.router.handlers import RouterHandlers
from services.router.settings import RouterSettings
from services.router.store import Tickets
from shared.contracts.action import Action
from shared.contracts.admitted import Admitted
from shared.contracts.notice import NoticeFailed
from shared.contracts.promise import PromiseEvent
from shared.contracts.question import AskTicket
from shared.contracts.sorted import Sorted
from shared.contracts.ticket import TicketEvent
from shared.directory.load import load
from shared.runtime import clock
from shared.runtime.delivery import Hearing
from shared.runtime.serve import run_forever
from shared.runtime.service import Answering, Service
from shared.runtime.settings import read_settings

SETTINGS = RouterSettings


def build(settings: RouterSettings) -> Service:
    """Router, not yet started."""
    directory = load(settings.directory, settings.contacts)
    service = Service("router", settings, directory)
    tickets = Tickets(service.database.collection("tickets"))
    handlers = RouterHandlers(directory, tickets, clock.now, settings.speed)
    service.prepare = lambda: Tickets.prepare(service.database)
    service.hearings = (
        Hearing("admitted.{urgency}.{source}", Admitted, handlers.sort, "sort"),
        Hearing("sorted.{queue}", Sorted, handlers.assign, "assign"),
        Hearing("actions.{queue}", Action, handlers.act, "lifecycle"),
        Hearing("promises.{queue}.>", PromiseEvent, handlers.on_promise, "lifecycle"),
        Hearing("notices.{queue}.failed", NoticeFailed, handlers.on_undelivered, "lifecycle"),
    )
    service.says = (Sorted, TicketEvent)
    service.answerings = (Answering(AskTicket, handlers.status),)
    return service


def main(**overrides: object) -> None:
    """Runs router until it is told to stop."""
    run_forever(build(read_settings(RouterSettings, **overrides)))

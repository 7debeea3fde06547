"""Wires router."""

from services.router.cases import Cases
from services.router.desk import Desk
from services.router.domain.model import LinearModel, ModelError
from services.router.handlers import RouterHandlers
from services.router.model_file import load_model
from services.router.settings import RouterSettings
from services.router.store import Tickets
from shared.contracts.action import Action
from shared.contracts.admitted import Admitted
from shared.contracts.notice import NoticeFailed
from shared.contracts.promise import PromiseEvent
from shared.contracts.question import AskCase, AskDecisions, AskTicket, AskTriage
from shared.contracts.sorted import Sorted
from shared.contracts.ticket import TicketEvent
from shared.directory.load import load
from shared.directory.model import Directory
from shared.runtime import clock
from shared.runtime.delivery import Hearing
from shared.runtime.serve import run_forever
from shared.runtime.service import Answering, Service
from shared.runtime.settings import SettingsError, read_settings

SETTINGS = RouterSettings


def build(settings: RouterSettings) -> Service:
    """Router, not yet started."""
    directory = load(settings.directory, settings.contacts)
    service = Service("router", settings, directory)
    desk = Desk(service.database.collection("waiting"), service.database.collection("decided"))
    tickets = Tickets(service.database.collection("tickets"), desk)
    sightings, members = service.database.collection("sightings"), service.database.collection("cases")
    cases = Cases(sightings, members, tickets, clock.now)
    model = _model(settings, directory)
    handlers = RouterHandlers(directory, tickets, cases, clock.now, settings.speed, model)

    async def prepare() -> None:
        await Tickets.prepare(service.database)
        await Cases.prepare(service.database)

    service.prepare = prepare
    service.hearings = (
        Hearing("admitted.{urgency}.{source}", Admitted, handlers.sort, "sort"),
        Hearing("sorted.{queue}", Sorted, handlers.assign, "assign"),
        Hearing("actions.{queue}", Action, handlers.act, "lifecycle"),
        Hearing("promises.{queue}.>", PromiseEvent, handlers.on_promise, "lifecycle"),
        Hearing("notices.{queue}.failed", NoticeFailed, handlers.on_undelivered, "lifecycle"),
    )
    service.says = (Sorted, TicketEvent)
    service.answerings = (
        Answering(AskTicket, handlers.status),
        Answering(AskTriage, desk.waitings),
        Answering(AskDecisions, desk.decisions),
        Answering(AskCase, handlers.case),
    )
    return service


def _model(settings: RouterSettings, directory: Directory) -> LinearModel | None:
    try:
        return load_model(settings.model, directory) if settings.model else None
    except ModelError as error:
        raise SettingsError(f"MELAYANI_MODEL: {error}") from None


def main(**overrides: object) -> None:
    """Runs router until it is told to stop."""
    run_forever(build(read_settings(RouterSettings, **overrides)))

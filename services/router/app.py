"""Wires router."""

from services.router.cases import Cases
from services.router.check_sweep import CheckSweep
from services.router.checks import Checks
from services.router.desk import Desk
from services.router.domain.model import LinearModel, ModelError
from services.router.domain.sorting import Sorter
from services.router.handlers import RouterHandlers
from services.router.model_file import fitting, load_model
from services.router.questions import Questions
from services.router.roster_sweep import RosterSweep
from services.router.segment_count import SegmentCount
from services.router.settings import RouterSettings
from services.router.standing import Standing
from services.router.store import Tickets
from services.router.unsaid import Unsaid
from services.router.workload import Workload
from shared.contracts.action import Action
from shared.contracts.admitted import Admitted
from shared.contracts.check_question import AskSpotCheck, AskSpotChecks
from shared.contracts.desk_question import AskCase, AskDecisions, AskTriage
from shared.contracts.notice import NoticeFailed
from shared.contracts.promise import PromiseEvent
from shared.contracts.question import (
    AskHeld,
    AskHistory,
    AskOpen,
    AskTicket,
)
from shared.contracts.sorted import Sorted
from shared.contracts.spot_check import SpotCheckEvent
from shared.contracts.ticket import TicketEvent
from shared.contracts.times_question import AskTimes
from shared.directory.load import load
from shared.directory.model import Directory
from shared.runtime import clock
from shared.runtime.delivery import Hearing
from shared.runtime.live import PerEdition
from shared.runtime.mongo import Database
from shared.runtime.serve import run_forever
from shared.runtime.service import Answering, Service
from shared.runtime.settings import SettingsError, read_settings

SETTINGS = RouterSettings


def build(settings: RouterSettings) -> Service:
    """Router, not yet started."""
    directory = load(settings.directory, settings.contacts)
    service = Service("router", settings, directory)
    desk = Desk(service.database.collection("waiting"), service.database.collection("decided"))
    standing = Standing(service.database.collection("standing"), service.database.collection("standing_posts"))
    count = SegmentCount(lambda: service.live.directory)
    tickets = Tickets(service.database.collection("tickets"), (desk, standing), count.note)
    sightings, members = service.database.collection("sightings"), service.database.collection("cases")
    cases = Cases(sightings, members, tickets, clock.now)
    workload, questions = Workload(standing), Questions(tickets, standing, lambda: service.live.directory, clock.now)
    model = _model(settings, directory)

    def tested(edition: Directory) -> Checks:
        return Checks(service.database.collection("checks"), edition, clock.now)

    def made(edition: Directory) -> RouterHandlers:
        sorter = Sorter(edition, fitting(model, settings.model, edition) if model and settings.model else None)
        return RouterHandlers(edition, tickets, cases, tested(edition), clock.now, settings.speed, sorter, workload)

    checks, handlers = service.live.per_edition(tested), service.live.per_edition(made)
    service.prepare = lambda: _prepare(service.database)
    service.hearings = _hearings(handlers)
    service.says = (Sorted, TicketEvent, SpotCheckEvent)
    service.answerings = _answerings(questions, desk, handlers, checks)
    sweep = CheckSweep(lambda: checks.current, lambda: service.live.directory, service.bus, clock.now)
    roster_sweep = _roster_sweep(service, settings, tickets, standing, workload)
    service.background = (
        lambda: sweep.forever(settings.checks_every),
        lambda: roster_sweep.forever(settings.roster_every),
    )
    return service


def _hearings(handlers: PerEdition[RouterHandlers]) -> tuple[Hearing, ...]:
    return (
        Hearing("admitted.{urgency}.{source}", Admitted, handlers.do(RouterHandlers.sort), "sort"),
        Hearing("sorted.{queue}", Sorted, handlers.do(RouterHandlers.assign), "assign"),
        Hearing("actions.{queue}", Action, handlers.do(RouterHandlers.act), "lifecycle"),
        Hearing("promises.{queue}.>", PromiseEvent, handlers.do(RouterHandlers.on_promise), "lifecycle"),
        Hearing("notices.{queue}.failed", NoticeFailed, handlers.do(RouterHandlers.on_undelivered), "lifecycle"),
    )


def _answerings(
    questions: Questions, desk: Desk, handlers: PerEdition[RouterHandlers], checks: PerEdition[Checks]
) -> tuple[Answering, ...]:
    return (
        Answering(AskTicket, questions.status),
        Answering(AskHistory, questions.history),
        Answering(AskTimes, questions.times),
        Answering(AskHeld, questions.held),
        Answering(AskOpen, questions.open),
        Answering(AskTriage, desk.waitings),
        Answering(AskDecisions, desk.decisions),
        Answering(AskCase, handlers.do(RouterHandlers.case)),
        Answering(AskSpotCheck, checks.do(Checks.begin)),
        Answering(AskSpotChecks, checks.do(Checks.list)),
    )


async def _prepare(database: Database) -> None:
    for store in (Tickets.prepare, Cases.prepare, Desk.prepare, Standing.prepare, Unsaid.prepare, Checks.prepare):
        await store(database)


def _roster_sweep(
    service: Service, settings: RouterSettings, tickets: Tickets, standing: Standing, workload: Workload
) -> RosterSweep:
    unsaid = Unsaid(service.database.collection("unsaid"), tickets, service.bus, clock.now)
    stores = tickets, standing, unsaid, workload
    return RosterSweep(lambda: service.live.directory, *stores, clock.now, settings.speed)


def _model(settings: RouterSettings, directory: Directory) -> LinearModel | None:
    try:
        return load_model(settings.model, directory) if settings.model else None
    except ModelError as error:
        raise SettingsError(f"MELAYANI_MODEL: {error}") from None


def main(**overrides: object) -> None:
    """Runs router until it is told to stop."""
    run_forever(build(read_settings(RouterSettings, **overrides)))

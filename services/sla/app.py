"""Wires sla."""

from collections.abc import Awaitable, Callable

from services.sla.audit import Audit
from services.sla.digest import Digests
from services.sla.handlers import SlaHandlers
from services.sla.horizon import HorizonWatch
from services.sla.settings import SlaSettings
from services.sla.standing import Standing
from services.sla.store import Clocks
from services.sla.sweep import Sweep
from shared.contracts.audit_question import AskAudit
from shared.contracts.digest import LateDigest
from shared.contracts.notice import NoticeDelivered
from shared.contracts.promise import PromiseEvent
from shared.contracts.ticket import TicketEvent
from shared.contracts.timer import TimerDue, TimerSet
from shared.directory.load import load
from shared.runtime import clock
from shared.runtime.delivery import Hearing
from shared.runtime.mongo import Database
from shared.runtime.serve import run_forever
from shared.runtime.service import Answering, Service
from shared.runtime.settings import read_settings

SETTINGS = SlaSettings


def build(settings: SlaSettings) -> Service:
    """Sla, not yet started."""
    directory = load(settings.directory, settings.contacts)
    service = Service("sla", settings, directory)
    clocks = Clocks(service.database.collection("clocks"), service.database.collection("firings"))
    handlers = service.live.per_edition(lambda directory: SlaHandlers(directory, clocks, clock.now))
    sweep = Sweep(handlers.do(SlaHandlers.fire), clocks, service.bus, clock.now)
    service.prepare = lambda: _prepare(service.database)
    service.hearings = (
        Hearing("tickets.{queue}.>", TicketEvent, handlers.do(SlaHandlers.watch), "watch"),
        Hearing("notices.{queue}.delivered", NoticeDelivered, handlers.do(SlaHandlers.begin), "begin"),
        Hearing("timers.due.{queue}", TimerDue, handlers.do(SlaHandlers.ring), "ring"),
    )
    service.says = (PromiseEvent, TimerSet, LateDigest)
    audit = _audit(service, settings)
    service.answerings = (Answering(AskAudit, audit.look),)
    horizon = HorizonWatch(lambda: service.live.directory, clock.now)
    service.background = (
        clocks.moves.forever,
        lambda: sweep.forever(settings.sweep_every, settings.sweep_after),
        lambda: horizon.forever(settings.sweep_every),
        audit.forever,
        *_digests(service, settings, clocks),
    )
    return service


async def _prepare(database: Database) -> None:
    await Clocks.prepare(database)
    await Digests.prepare(database)


def _audit(service: Service, settings: SlaSettings) -> Audit:
    standing = Standing(service.database.collection("clocks"))
    pace = settings.audit_every, settings.audit_settled
    return Audit(standing, lambda: service.live.directory, service.bus, clock.now, *pace)


def _digests(service: Service, settings: SlaSettings, clocks: Clocks) -> tuple[Callable[[], Awaitable[None]], ...]:
    """None while time runs faster to show how it works: what is late there is late for nobody."""
    digests = Digests(
        service.database.collection("digests"), clocks, lambda: service.live.directory, service.bus, clock.now
    )
    return (lambda: digests.forever(settings.sweep_every),) if settings.speed == 1 else ()


def main(**overrides: object) -> None:
    """Runs sla until it is told to stop."""
    run_forever(build(read_settings(SlaSettings, **overrides)))

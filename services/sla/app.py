"""Wires sla."""

from services.sla.handlers import SlaHandlers
from services.sla.settings import SlaSettings
from services.sla.store import Clocks
from services.sla.sweep import Sweep
from shared.contracts.notice import NoticeDelivered
from shared.contracts.promise import PromiseEvent
from shared.contracts.ticket import TicketEvent
from shared.contracts.timer import TimerDue, TimerSet
from shared.directory.load import load
from shared.runtime import clock
from shared.runtime.delivery import Hearing
from shared.runtime.serve import run_forever
from shared.runtime.service import Service
from shared.runtime.settings import read_settings

SETTINGS = SlaSettings


def build(settings: SlaSettings) -> Service:
    """Sla, not yet started."""
    directory = load(settings.directory, settings.contacts)
    service = Service("sla", settings, directory)
    clocks = Clocks(service.database.collection("clocks"), service.database.collection("firings"))
    handlers = service.live.per_edition(lambda directory: SlaHandlers(directory, clocks, clock.now))
    sweep = Sweep(handlers.do(SlaHandlers.fire), clocks, service.bus, clock.now)
    service.prepare = lambda: Clocks.prepare(service.database)
    service.hearings = (
        Hearing("tickets.{queue}.>", TicketEvent, handlers.do(SlaHandlers.watch), "watch"),
        Hearing("notices.{queue}.delivered", NoticeDelivered, handlers.do(SlaHandlers.begin), "begin"),
        Hearing("timers.due.{queue}", TimerDue, handlers.do(SlaHandlers.ring), "ring"),
    )
    service.says = (PromiseEvent, TimerSet)
    service.background = (lambda: sweep.forever(settings.sweep_every, settings.sweep_after),)
    return service


def main(**overrides: object) -> None:
    """Runs sla until it is told to stop."""
    run_forever(build(read_settings(SlaSettings, **overrides)))

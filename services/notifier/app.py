"""Wires notifier."""

from services.notifier.channels import load as load_channels
from services.notifier.courier import Courier
from services.notifier.domain.delivery import Limits
from services.notifier.domain.wording import Wording
from services.notifier.handlers import NotifierHandlers
from services.notifier.settings import NotifierSettings
from services.notifier.store import Notices
from shared.contracts.digest import LateDigest
from shared.contracts.notice import NoticeEvent
from shared.contracts.spot_check import SpotCheckAsked
from shared.contracts.ticket import TicketEvent
from shared.directory.load import load
from shared.directory.model import Directory
from shared.runtime import clock
from shared.runtime.delivery import Hearing
from shared.runtime.serve import run_forever
from shared.runtime.service import Service
from shared.runtime.settings import read_settings

SETTINGS = NotifierSettings


def build(settings: NotifierSettings) -> Service:
    """Notifier, not yet started."""
    directory = load(settings.directory, settings.contacts)
    channels = load_channels(settings.channel_names)
    service = Service("notifier", settings, directory)
    limits = Limits(settings.attempts, settings.claim_lapses)
    notices = Notices(service.database.collection("claims"), service.database.collection("notices"), limits)

    def made(directory: Directory) -> NotifierHandlers:
        wording = Wording(directory, settings.public_url)
        return NotifierHandlers(wording, Courier(channels, directory, service.bus), notices, limits, clock.now)

    handlers = service.live.per_edition(made)
    service.hearings = (
        Hearing("tickets.{queue}.>", TicketEvent, handlers.do(NotifierHandlers.tell), "tell", waits_outside=True),
        Hearing(
            "checks.{queue}.asked", SpotCheckAsked, handlers.do(NotifierHandlers.check), "check", waits_outside=True
        ),
        Hearing("digests.leader", LateDigest, handlers.do(NotifierHandlers.digest), "digest", waits_outside=True),
    )
    service.says = (NoticeEvent,)
    return service


def main(**overrides: object) -> None:
    """Runs notifier until it is told to stop."""
    run_forever(build(read_settings(NotifierSettings, **overrides)))

"""Wires intake."""

from starlette.routing import Mount

from services.intake.doors.http import create_door
from services.intake.handlers import Intake
from services.intake.settings import IntakeSettings
from services.intake.store import Admissions, Identities
from services.intake.vault import Vault, load_key
from shared.contracts.admitted import Admitted
from shared.contracts.complaint import Complaint
from shared.contracts.identity_question import AskAddress
from shared.contracts.reply import Reply
from shared.directory.load import load
from shared.directory.model import Directory
from shared.runtime import clock
from shared.runtime.delivery import Hearing
from shared.runtime.serve import run_forever
from shared.runtime.service import Answering, Service
from shared.runtime.settings import SettingsError, read_settings

SETTINGS = IntakeSettings


def build(settings: IntakeSettings) -> Service:
    """Intake, not yet started."""
    vault, directory = Vault(load_key(settings.vault_key_file)), load(settings.directory, settings.contacts)
    service = Service("intake", settings, directory)
    admissions = Admissions(service.database.collection("admissions"))
    identities = Identities(service.database.collection("identities"))

    def made(directory: Directory) -> Intake:
        if settings.http_source not in directory.sources:
            raise SettingsError(f"MELAYANI_HTTP_SOURCE: the directory has no source {settings.http_source!r}")
        return Intake(admissions, identities, vault, directory, settings.public_url, clock.now)

    intake = service.live.per_edition(made)
    service.hearings = (Hearing("complaints.{source}", Complaint, intake.do(Intake.take), "admit", raw=True),)
    service.says = (Admitted, Reply)
    service.answerings = (Answering(AskAddress, intake.do(Intake.address)),)
    door = create_door(service.bus, admissions, vault.secrets, settings)
    service.routes = (Mount("/", door),)
    return service


def main(**overrides: object) -> None:
    """Runs intake until it is told to stop."""
    run_forever(build(read_settings(IntakeSettings, **overrides)))

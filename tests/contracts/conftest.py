"""The four services as they are wired, none of them started."""

from collections.abc import Iterator
from importlib import import_module

import pytest

from services.intake.vault import create_key
from shared.runtime.service import Service

NAMES = ("intake", "router", "sla", "notifier")


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Service]]:
    key = tmp_path_factory.mktemp("vault") / "vault.key"
    create_key(key)
    apps = {name: import_module(f"services.{name}.app") for name in NAMES}
    built = {name: app.build(app.SETTINGS(vault_key_file=key)) for name, app in apps.items()}
    yield built
    for service in built.values():
        service.database.close()

"""Writes the documents that say what code and directory do, or checks that they do: docs/asyncapi, and two pages."""

import argparse
import sys
from importlib import import_module, metadata
from pathlib import Path
from tempfile import TemporaryDirectory

from services import clocks_page
from shared.contracts.streams import SERVICES
from shared.directory.load import load
from shared.runtime.asyncapi import document

DIRECTORY = Path(__file__).parents[1] / "deploy" / "directory" / "banyuwangi"


def documents() -> dict[str, str]:
    """The AsyncAPI document of each service, the chart of a ticket's life, and every clock, by file name."""
    chart: str = import_module("services.router.chart_page").page()
    return {**_asyncapi(), "lifecycle.md": chart, "clocks.md": clocks_page.page(load(DIRECTORY))}


def _asyncapi() -> dict[str, str]:
    version = metadata.version("banyuwangi-melayani")
    with TemporaryDirectory() as folder:
        key = Path(folder) / "vault.key"
        import_module("services.intake.vault").create_key(key)
        found = {}
        for name in SERVICES:
            app = import_module(f"services.{name}.app")
            service = app.build(app.SETTINGS(vault_key_file=key))
            summary = (import_module(f"services.{name}").__doc__ or "").strip()
            found[f"asyncapi/{name}.json"] = document(service, version, summary) + "\n"
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a file is not as it should be")
    given = parser.parse_args()
    stale = []
    for name, text in documents().items():
        path = given.folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(str(path))
            if not given.check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
    if given.check and stale:
        sys.exit(f"not what the code says: {', '.join(stale)}; run `make docs`")


if __name__ == "__main__":
    main()

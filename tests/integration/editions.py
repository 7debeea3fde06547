"""Editions of a directory as small as the town's broker was provisioned for."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from shared.contracts.edition import Edition
from shared.directory.folder import CONTACTS
from shared.directory.model import Directory
from shared.runtime.bucket import Bucket
from shared.runtime.service import Service
from tests.builders import NOW
from tests.integration.living import Town, until
from tests.unit.directory.files import SHIPPED


def texts_for(small: Directory) -> dict[str, str]:
    """The shipped files with these sectors and sources alone and nobody on leave; the posts of the others stay."""
    texts = dict(SHIPPED)
    posts, sources = yaml.safe_load(texts["posts.yaml"]), yaml.safe_load(texts["sources.yaml"])
    for name in _others(texts, small.sectors):
        posts |= yaml.safe_load(texts.pop(name)).get("posts", {})
    texts["roster.yaml"] = "{}"
    texts["posts.yaml"] = yaml.safe_dump(posts)
    texts["sources.yaml"] = yaml.safe_dump({slug: sources[slug] for slug in small.sources})
    return texts


def _others(texts: Mapping[str, str], sectors: Iterable[str]) -> list[str]:
    kept = {f"sectors/{slug}.yaml" for slug in sectors}
    return [name for name in texts if name.startswith("sectors/") and name not in kept]


def named(texts: Mapping[str, str], edition: str, **replaced: tuple[str, str]) -> dict[str, str]:
    """The same under another name; in the file of each key, its folder's name first, one text is another."""
    changed = dict(texts)
    changes = {"regency": ('edition: "2026-11"', f'edition: "{edition}"'), **replaced}
    for key, (old, new) in changes.items():
        file = f"{key.replace('__', '/')}.yaml"
        assert old in changed[file], f"{file} holds no {old!r} any more"
        changed[file] = changed[file].replace(old, new, 1)
    return changed


def instead_of(texts: Mapping[str, str], source: str, other: str | None) -> dict[str, str]:
    """The same with another source, or with none, in its place; what was promised for it alone is promised to it."""
    sources, promises = yaml.safe_load(texts["sources.yaml"]), yaml.safe_load(texts["promises.yaml"])
    gone = sources.pop(source)
    for name in [name for name, policy in promises.items() if source in policy.get("sources", ())]:
        promises[name]["sources"] = [other]
        if other is None:
            del promises[name]
    sources |= {other: gone} if other else {}
    return {**texts, "sources.yaml": yaml.safe_dump(sources), "promises.yaml": yaml.safe_dump(promises)}


def written(texts: Mapping[str, str], folder: Path) -> Path:
    """A folder that holds them."""
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


async def put(town: Town, texts: Mapping[str, str], name: str) -> None:
    """Puts an edition into the bucket as `directory apply` would, without asking whether it is any good."""
    bucket = Bucket(town.client)
    kept = await bucket.read()
    live = Edition.unpacked(kept.value) if kept.value else None
    without = {file: text for file, text in texts.items() if file != CONTACTS}
    await bucket.put(Edition.after(live, name, without, NOW), kept)


async def becomes(service: Service, edition: str) -> None:
    """Returns when the service goes by it."""

    async def is_it() -> bool:
        return service.live.directory.edition == edition

    await until(is_it)

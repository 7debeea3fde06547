"""Sorting measured beside its floor, on one core: `make bench-sorting` (DATA=FILE of lines, MODEL=FILE).

Without DATA the texts are the directory's own examples, joined to some 300 characters; without MODEL one is trained on
them. The floor is taking the texts apart into words, which every sorter has to. Results go to var/bench/sorting.json.
"""

import argparse
import gc
import json
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any, NamedTuple

from services.router.domain.model import LinearModel, parse
from services.router.domain.places import PlaceFinder
from services.router.domain.rules import Rules
from services.router.domain.sorting import Sorter
from services.router.labelled import examples
from services.router.lines import LineSorter
from services.router.training import train
from shared.directory.load import load
from shared.directory.model import Directory
from shared.policy.words import Speller, tokens
from tests.sorting.split import is_frozen
from tests.sorting.trials import AT

DIRECTORY = Path("deploy/directory/banyuwangi")
RESULTS = Path("var/bench/sorting.json")
LENGTH = 300
ROUNDS = 3
WHOLE = ("whole", "whole_rules_only")
DAY = AT.date()

Step = Callable[[str], object]


def texts_of(data: Path | None, directory: Directory) -> Iterator[str]:
    """Texts without an end, again and again the same ones."""
    if data:
        rows = [json.loads(line) for line in data.read_text(encoding="utf-8").splitlines()]
        yield from cycle(row["text"] for row in rows if not is_frozen(row["id"]))
    sentences = cycle(one.text for one in examples(directory))
    while True:
        text = next(sentences)
        while len(text) < LENGTH:
            text = f"{text} {next(sentences)}"
        yield text


def steps(directory: Directory, model: LinearModel) -> dict[str, tuple[Step, Callable[[str], Any]]]:
    """What is measured by name, and how its argument is made of a text before the watch starts."""
    speller, rules, places = Speller(directory.spellings), Rules(directory), PlaceFinder(directory)
    whole = LineSorter(Sorter(directory, model), AT)
    by_rules = LineSorter(Sorter(directory, None), AT)

    def line(text: str) -> bytes:
        return json.dumps({"id": "x", "text": text}).encode()

    def weighed(text: str) -> tuple[list[str], Any]:
        words = speller.words(text)
        return words, rules.weigh(words, DAY)

    return {
        "whole": (whole.sort, line),
        "whole_rules_only": (by_rules.sort, line),
        "floor": (tokens, str),
        "spelling": (speller.words, str),
        "rules": (lambda words: rules.weigh(words, DAY), speller.words),
        "model": (lambda given: model.confidences(*given), weighed),
        "places": (lambda text: places.find(text, None), str),
    }


class Cost(NamedTuple):
    """CPU seconds for one text: in the first round, when every word is new, and in the best one."""

    first: float
    best: float


def cost(step: Step, given: Sequence[Any]) -> Cost:
    def one_round() -> float:
        gc.collect()
        began = process_time()
        for one in given:
            step(one)
        return (process_time() - began) / len(given)

    rounds = [one_round() for _ in range(ROUNDS)]
    return Cost(rounds[0], min(rounds))


def memory_mb(model: Path) -> dict[str, float]:
    """Resident memory of a new router process, and what it is with directory and sorter, and with the model too."""
    worker = [sys.executable, "-m", "tests.bench.sorting_memory", str(DIRECTORY), str(model)]
    found: dict[str, float] = json.loads(subprocess.run(worker, check=True, capture_output=True).stdout)
    return found


def measure(n: int, data: Path | None, model_file: Path | None) -> dict[str, Any]:
    directory = load(DIRECTORY)
    texts = list(islice(texts_of(data, directory), n))
    with TemporaryDirectory() as folder:
        file = model_file or Path(folder) / "model"
        if model_file is None:
            file.write_text("\n".join(train(examples(directory), directory).lines()) + "\n", encoding="utf-8")
        model = parse(file.read_text(encoding="utf-8").splitlines(), str(file))
        memory = memory_mb(file)
    wanted = steps(directory, model)
    each = {name: cost(step, [make(text) for text in texts]) for name, (step, make) in wanted.items()}
    return {
        "machine": platform.platform(),
        "python": platform.python_version(),
        "n": n,
        "characters": round(sum(map(len, texts)) / n),
        "microseconds": {name: round(found.best * 1e6, 1) for name, found in each.items()},
        "per_second": {name: round(1 / each[name].best) for name in WHOLE},
        "per_second_first_round": {name: round(1 / each[name].first) for name in WHOLE},
        "times_the_floor": round(each["whole"].best / each["floor"].best, 1),
        "rss_mb": memory,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--n", type=int, default=2_000)
    given = parser.parse_args()
    results = json.dumps(measure(given.n, given.data, given.model), indent=2)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(results + "\n", encoding="utf-8")
    print(results)


if __name__ == "__main__":
    main()

"""What a router process weighs before and after it can sort; the benchmark of sorting starts it."""

import gc
import json
import sys
from importlib import import_module
from pathlib import Path

import psutil

MEBIBYTE = 2**20


def resident_mb() -> float:
    gc.collect()
    return round(psutil.Process().memory_info().rss / MEBIBYTE, 1)


def main() -> None:
    folder, model_file = map(Path, sys.argv[1:])
    import_module("services.router.app")
    found = {"router": resident_mb()}
    sorting = import_module("services.router.domain.sorting")
    directory = import_module("shared.directory.load").load(folder)
    kept = [sorting.Sorter(directory, None)]
    found["with_directory_and_sorter"] = resident_mb()
    parse = import_module("services.router.domain.model").parse
    with model_file.open(encoding="utf-8") as lines:
        kept.append(sorting.Sorter(directory, parse(lines, str(model_file))))
    print(json.dumps(found | {"with_model": resident_mb()}))


if __name__ == "__main__":
    main()

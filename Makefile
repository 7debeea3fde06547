# Everything a person does with this project; `make` alone tells what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
RUN_STAMP := $(VENV)/.run-installed
CODE := services shared deploy tests
WITHOUT_PROCESSES := tests/unit tests/handlers tests/contracts
# Tests wait more than they work: three at once keep two cores busy. What takes longest is begun first.
AT_ONCE := -n 3 --no-loadscope-reorder

.PHONY: help run test check format lint types architecture directory docs docs-check unit integration e2e bench bench-sorting sorting-report chaos lock clean

help: ## what there is to do
	@grep -hE '^[a-z0-9-]+:.*?## ' $(MAKEFILE_LIST) | awk -F ':.*?## ' '{printf "  make %-14s %s\n", $$1, $$2}'

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
	  || { echo "Python 3.11, 3.12 or 3.13 is needed; $$($(PYTHON) --version) is $(PYTHON). Try: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "venv is missing. On Debian: apt-get install python3-venv"; rm -rf $(VENV); exit 1; }

$(RUN_STAMP): requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing the locked packages (once) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(STAMP): requirements/dev.txt $(RUN_STAMP)
	@echo "Installing the locked tools for tests and checks (once) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

run: $(RUN_STAMP) ## start everything here and play an example day (ONCE=1: end after it; ARGS="--help" for more)
	@exec $(BIN)/python -m deploy.local.run $(if $(ONCE),--once) $(ARGS)

test: $(STAMP) ## every test: unit, handlers, contracts, integration, e2e (under 5 minutes)
	@$(BIN)/pytest $(AT_ONCE) tests/e2e tests/integration $(WITHOUT_PROCESSES) $(ARGS)

unit: $(STAMP) ## the tests that start no process
	@$(BIN)/pytest $(WITHOUT_PROCESSES) $(ARGS)

integration: $(STAMP) ## the tests against a real broker and a real database
	@$(BIN)/pytest tests/integration $(ARGS)

e2e: $(STAMP) ## the whole journey as a story
	@$(BIN)/pytest tests/e2e $(ARGS)

check: format lint types architecture directory docs-check test ## everything CI asks for

format: $(STAMP) ## is every file formatted? (make format FIX=1 does it)
	@$(BIN)/ruff format $(if $(FIX),,--check) $(CODE)

lint: $(STAMP) ## ruff (FIX=1 mends what it can)
	@$(BIN)/ruff check $(if $(FIX),--fix) $(CODE)

types: $(STAMP) ## mypy, strict
	@$(BIN)/mypy

architecture: $(STAMP) ## who may import whom
	@$(BIN)/lint-imports

directory: $(STAMP) ## is the directory free of mistakes, and does each example sort to its topic?
	@$(BIN)/melayani directory check
	@$(BIN)/melayani directory test

docs: $(STAMP) ## write docs/asyncapi, docs/lifecycle.md and docs/clocks.md from code and directory
	@$(BIN)/python -m services.docs docs

docs-check: $(STAMP) ## are docs/asyncapi, docs/lifecycle.md and docs/clocks.md what code and directory say?
	@$(BIN)/python -m services.docs --check docs

bench: $(STAMP) ## measure the pipeline beside its floor (N=20000; BENCH=actions: what is done to tickets, calendar_cost: working time; results in var/bench)
	@$(BIN)/python -m tests.bench.$(or $(BENCH),pipeline) $(if $(N),--n $(N)) $(ARGS)

bench-sorting: $(STAMP) ## measure sorting beside its floor (DATA=FILE MODEL=FILE; results in var/bench/sorting.json)
	@$(BIN)/python -m tests.bench.sorting $(if $(DATA),"$(DATA)") $(if $(MODEL),--model "$(MODEL)") $(ARGS)

sorting-report: $(STAMP) ## how well is sorted? DATA=FILE of labelled complaints (MODE=rules|trained|sources|all, PART=frozen|tune)
	@$(BIN)/python -m tests.sorting.report $(if $(DATA),"$(DATA)") $(if $(MODE),--mode $(MODE)) $(if $(PART),--part $(PART)) $(ARGS)

chaos: $(STAMP) ## kill everything while complaints flow and account for each one; in the example day; while alarms ring (ROUNDS=1 ALARMS=2000)
	@$(BIN)/python -m tests.chaos.campaign $(if $(ROUNDS),--rounds $(ROUNDS)) $(ARGS)
	@$(BIN)/python -m tests.chaos.example_day
	@$(BIN)/python -m tests.chaos.timers $(if $(ALARMS),--count $(ALARMS))

lock: ## write the locked requirements anew (maintainers; needs uv)
	@for set in "prod:" "run:--extra local" "dev:--extra local --extra train --extra holidays --extra dev"; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	    --custom-compile-command "make lock" $${set#*:} --group build pyproject.toml -o requirements/$${set%%:*}.txt || exit 1; \
	done

clean: ## remove what was installed and what a local run left
	rm -rf $(VENV) var build *.egg-info

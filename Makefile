# Two commands do all of their own set-up on a Debian machine with Python 3.11:
#   make run    the whole system on this machine, with sample papers or your own scans
#   make test   all tests
# Root or sudo is needed only for missing system packages; without either, the set-up says which.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup setup-run run test unit services lint format docs bench bench-rates bench-queue soak
.PHONY: compose-check manifests-check clean

# The first Python that is new enough; a version manager may leave a python3.11 on the path that does not start.
BASE_PYTHON = $(shell for python in python3.11 /usr/bin/python3.11 python3 /usr/bin/python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
PYTHON := .venv/bin/python
# What `make run` is told on its command line, whatever characters it has. VAR is the folder for its data, var/ by default.
export SCANS CENTRE REGISTER ONCE VAR

PYTEST := $(PYTHON) -m pytest

help: ## what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: ## install what the tests need: system packages, .venv, .venv/bin/sohoa
	@[ -n "$(BASE_PYTHON)" ] || { echo "Python 3.11 or newer is needed: apt-get install -y python3" >&2; exit 5; }
	@$(BASE_PYTHON) -m stack.setup reading servers tests

setup-run:
	@[ -n "$(BASE_PYTHON)" ] || { echo "Python 3.11 or newer is needed: apt-get install -y python3" >&2; exit 5; }
	@$(BASE_PYTHON) -m stack.setup reading servers

run: setup-run ## the local stack; SCANS=folder CENTRE=H18.01 [REGISTER=file] for your own scans, ONCE=1 to end by itself
	@exec $(PYTHON) -m stack

test: setup ## all tests: first those without services, then those against real ones
	@$(MAKE) --no-print-directory unit services

unit:
	$(PYTEST) -q -n 2 -m "not services and not browser and not slow"

services:
	$(PYTEST) -q -n 2 --dist loadfile -m "services or browser or slow"

lint: setup ## ruff and mypy
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

format:
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

docs: setup ## write docs/commands.md, docs/settings.md and docs/errors.md from the code
	$(PYTHON) -m tests.house.reference

bench: setup ## speed and error rates on this machine, beside OCRmyPDF
	$(PYTHON) -m tests.bench $(ARGS)

bench-rates: setup ## speed of register imports, counts and reports: ARGS="--dossiers 200000 1000000"
	$(PYTHON) -m tests.bench.rates $(ARGS)

bench-queue: setup ## steps a second through ledger and broker, fairness, intake, memory of a worker, status of a country
	$(PYTHON) -m tests.bench.queue $(ARGS)

soak: setup ## every fault of tests/faults with 300 pages in flight, on both brokers; SIZE=1000 for more. An hour or so
	$(PYTHON) -m tests.faults --size $(or $(SIZE),300) $(ARGS)

compose-check: ## build the image, run compose.yaml with podman, send a paper through, take all down
	@$(BASE_PYTHON) -m stack.setup reading servers containers
	$(PYTHON) -m tests.containers.compose

manifests-check: ## the Kubernetes manifests against the schemas of what they name
	@$(BASE_PYTHON) -m stack.setup reading servers containers
	$(PYTHON) -m tests.containers.manifests

clean: ## take away what the tests and checks left; never var/, which is the local stack's data
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis bench-*.json
	find . -name __pycache__ -not -path './.venv/*' -not -path './var/*' -type d -prune -exec rm -rf {} +

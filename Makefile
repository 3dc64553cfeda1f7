# `make demo` to look at Suluh, `make test` to check it. Both need python3 (3.11 or newer, with
# venv) and make, nothing else. CONTRIBUTING.md says more.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCKED := --require-hashes --only-binary :all:
export PIP_NO_INPUT := 1

RUNTIME := $(VENV)/installed-runtime
DEVELOPMENT := $(VENV)/installed-development
MESSAGES := $(VENV)/compiled-messages
PROJECT := requirements/build.txt pyproject.toml hatch_build.py suluh/__init__.py
CATALOGUES := $(shell find suluh -name '*.po')

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help install demo test fast attack deep bench lint types contracts current lock messages docs wheel \
	browser test-sqlite test-postgresql test-browser

help:  ## say what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 24

# ---- installing -------------------------------------------------------------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| (echo "Suluh needs Python 3.11 or newer: make PYTHON=python3.12 ..." >&2; exit 1)
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements/runtime.txt $(PROJECT) | $(BIN)/python
	@echo "Installing what Suluh needs to run (about a minute)"
	$(PIP) install $(LOCKED) -r requirements/build.txt
	$(PIP) install $(LOCKED) -r requirements/runtime.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEVELOPMENT): requirements/dev.txt $(PROJECT) | $(BIN)/python
	@echo "Installing what Suluh and its tests need (about two minutes)"
	$(PIP) install $(LOCKED) -r requirements/dev.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(RUNTIME)

$(MESSAGES): $(CATALOGUES) hatch_build.py | $(BIN)/python
	$(BIN)/python hatch_build.py
	@touch $@

install: $(DEVELOPMENT) $(MESSAGES)  ## create .venv with everything for development

demo: $(RUNTIME) $(MESSAGES)  ## install the runtime, build the demonstration and serve it
	$(BIN)/suluh demo

# ---- checking ---------------------------------------------------------------------------------

test: install browser lint contracts types current test-sqlite test-postgresql test-browser  ## everything

fast: $(DEVELOPMENT) $(MESSAGES)  ## unit tests in seconds: no database, no files, no browser
	$(BIN)/python -m pytest -q -p tests.database.selection --database none \
		tests/access tests/content tests/directory/domain

deep: install  ## slow suites, an hour and more: wheel, kill -9, attacks, mutants of the guards
	$(BIN)/python -m pytest -q tests/deep
	$(BIN)/python -m pytest -q -n 2 tests/attack
	$(BIN)/python -m tests.deep.mutation --minutes 30

bench: install  ## benchmarks beside peers
	$(BIN)/python -m bench

lint: $(DEVELOPMENT)  ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

contracts: $(DEVELOPMENT)  ## who may import whom
	$(BIN)/lint-imports

attack: install  ## the attack suite alone: every address, person and form, in some minutes
	$(BIN)/python -m pytest -q -n 2 tests/attack

types: $(DEVELOPMENT)  ## mypy, strict
	$(BIN)/mypy

current: $(DEVELOPMENT)  ## are generated pages and migrations up to date?
	$(BIN)/python -m suluh.config.documentation --check
	$(BIN)/python -m tests.asvs --check
	$(BIN)/python -m suluh.config.catalogues --check
	$(BIN)/python -m django makemigrations --check --dry-run \
		--settings suluh.config.settings.testing

test-sqlite: install
	$(BIN)/python -m pytest -q -n 2 -m "not browser and not postgres_only and not sweep" \
		--ignore tests/deep

test-postgresql: install
	$(BIN)/python -m tests.database.postgres -q -n 2 -m "not browser" --ignore tests/deep \
		--ignore tests/attack

test-browser: install browser
	$(BIN)/python -m pytest -q -m browser --ignore tests/deep \
		-o faulthandler_timeout=300 -o faulthandler_exit_on_timeout=true

# Real browser journeys need Chromium and fonts with Khmer and Arabic.
browser:
	@if command -v chromium >/dev/null && ls /usr/share/fonts/truetype/noto >/dev/null 2>&1; then \
		exit 0; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium and fonts for the browser tests"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
			--no-install-recommends chromium fonts-noto-core >/dev/null \
			|| echo "Chromium could not be installed; the browser tests say what would help."; \
	else \
		echo "Without Chromium the browser tests are skipped. To have them:" \
			"sudo apt-get install chromium fonts-noto-core"; \
	fi

# ---- making -----------------------------------------------------------------------------------

wheel: $(DEVELOPMENT) $(MESSAGES)  ## build dist/suluh-*.whl, for machines without a checkout
	$(BIN)/python -m build --wheel --no-isolation --outdir dist .

messages: $(RUNTIME)  ## bring translations up to date with the code, and compile them
	$(BIN)/python -m suluh.config.catalogues
	$(BIN)/python hatch_build.py
	@touch $(MESSAGES)

docs: $(DEVELOPMENT)  ## write the generated pages of docs/
	$(BIN)/python -m suluh.config.documentation
	$(BIN)/python -m tests.asvs

LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --quiet

lock:  ## lock dependencies anew: hashes, and no host names
	$(PIP) install uv
	$(LOCK) requirements/build.in --output-file requirements/build.txt
	$(LOCK) requirements/runtime.in --output-file requirements/runtime.txt
	$(LOCK) requirements/dev.in --output-file requirements/dev.txt

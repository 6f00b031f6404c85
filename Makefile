# Two commands do all the set-up: `make run` starts the app, `make test` passes the tests.
.DELETE_ON_ERROR:
.PHONY: run test test-newest lint types imports unit browser stress bench facts build check clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NEWEST := .venv-newest
RAW ?= ../shared/raw
PORT ?= 8501
CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] + "; set PYTHON=python3.11") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.test: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	@touch $@ $(VENV)/.run

run: $(VENV)/.run
	$(BIN)/nearshore serve --port $(PORT)

# Side by side, as far as there are processors; make names what failed.
test: $(VENV)/.test
	@$(MAKE) --no-print-directory --jobs 5 lint types imports unit browser

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test
	$(BIN)/mypy

imports: $(VENV)/.test
	$(BIN)/lint-imports

# A file is one worker's, with what its tests build once.
unit: $(VENV)/.test build
	$(BIN)/pytest -q -m "not browser and not bench" --ignore tests/bench --durations 10 \
	  --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

# One process and one server for all; apart from the others, since the browser's driver keeps an event loop running.
browser: $(VENV)/.test build .chromium
	$(BIN)/pytest -q -m browser --durations 10

# Laws by breaking, on their large counts and on examples never seen before; bounded, on this machine only.
stress: $(VENV)/.test build .chromium
	$(BIN)/pytest -q -m stress --stress --hypothesis-profile searching --durations 10

# Everything but the browser tests, on the newest versions that pyproject.toml allows; they are asked for anew each time.
test-newest:
	test -x $(NEWEST)/bin/python || $(PYTHON) -m venv $(NEWEST)
	$(NEWEST)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade --upgrade-strategy eager \
	  --editable '.[test]'
	$(NEWEST)/bin/python -m pip list --disable-pip-version-check
	$(NEWEST)/bin/nearshore build
	$(NEWEST)/bin/python -m pytest -q -m "not browser and not bench" --ignore tests/bench --durations 10 \
	  --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

bench: $(VENV)/.test build .chromium
	$(BIN)/pytest -q -s -m bench

facts: $(VENV)/.test
	$(BIN)/nearshore facts --raw $(RAW)

build: $(VENV)/.run
	$(BIN)/nearshore build

check: build
	$(BIN)/nearshore check

.PHONY: .chromium
.chromium:
ifeq ($(CHROMIUM),)
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; \
	else \
	  echo "The browser tests need Chromium: install the package 'chromium' of your system, then run make test again."; exit 1; \
	fi
endif

clean:
	rm -rf $(VENV) $(NEWEST) data/build .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks

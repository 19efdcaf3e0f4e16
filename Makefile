# Two commands matter: `make demo` and `make test`. Everything they need is installed by `make setup`, once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .zhanggui/setup
export ZHANGGUI_HOME ?= $(CURDIR)/.zhanggui
# What Python compiled it keeps: dozens of processes read the same modules.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup demo serve test lint types unit oldest browser test-live nightly bench messages reference clean

setup: $(STAMPS)/python $(STAMPS)/front-end $(STAMPS)/messages

$(STAMPS)/python: requirements.lock pyproject.toml
	@mkdir -p $(STAMPS)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python requirements.lock
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

$(STAMPS)/front-end: package-lock.json tools/vendor.py
	@mkdir -p $(STAMPS)
	npm ci --silent --no-audit --no-fund
	$(PYTHON) tools/vendor.py
	@touch $@

$(STAMPS)/messages: $(STAMPS)/python $(wildcard src/zhanggui/*/locale/*/LC_MESSAGES/*.po src/zhanggui/*/*/locale/*/LC_MESSAGES/*.po)
	$(BIN)/python tools/messages.py --compile
	@touch $@

demo: setup
	$(BIN)/zhanggui demo

serve: setup
	$(BIN)/zhanggui serve

test: lint types unit oldest browser

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check --quiet
	$(BIN)/lint-imports
	$(BIN)/deptry src
	$(BIN)/djlint --lint --quiet src
	$(BIN)/python tools/messages.py --check
	$(BIN)/python -W ignore tools/reference.py --check

types: setup
	$(BIN)/mypy

unit: setup
	$(BIN)/pytest -m "not browser" -n 2 --dist worksteal

# The oldest PostgreSQL we promise, on the rooms that speak SQL of their own: all their tests that have a database.
OLDEST_PG ?= /usr/lib/postgresql/15/bin
oldest: setup
	@test -x $(OLDEST_PG)/postgres || { echo "PostgreSQL 15 is not at $(OLDEST_PG): install postgresql-15 or set OLDEST_PG"; exit 1; }
	ZHANGGUI_PG_BIN=$(OLDEST_PG) ZHANGGUI_TEST_HOME=$(ZHANGGUI_HOME)/test-oldest \
	    $(BIN)/pytest -n 2 --dist worksteal -m "not browser and not slow" --database-only src/zhanggui/inventory src/zhanggui/orders src/zhanggui/fulfilment

# Needs Debian's chromium (or CHROMIUM=path) and CJK fonts; says so when they are missing. Files stay whole: the journeys
# of one file follow each other in one company.
browser: setup
	$(BIN)/pytest -m browser -n 2 --dist loadfile

# A real Medusa and a real Vendure, installed by npm below .zhanggui/live: needs the network, Node 20, some minutes, and a DATABASE_URL whose
# server listens on TCP.
test-live: setup
	$(BIN)/pytest -m live tests/live

# With ten times the examples where a test leaves their number to the profile; too long for every change.
nightly: setup
	HYPOTHESIS_PROFILE=nightly $(BIN)/pytest -m "not browser" -n 2 --dist worksteal

bench: setup
	$(BIN)/python -m bench
	$(BIN)/python -m bench --orders-desk

messages: setup
	$(BIN)/python tools/messages.py

reference: setup
	$(BIN)/python -W ignore tools/reference.py

clean:
	rm -rf $(VENV) node_modules .zhanggui

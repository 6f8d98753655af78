# The one door to this project: `make help` says what there is.

BIN := .venv/bin
PACKAGES := accreditation registry public_api admin fixtures
# These tests meet no database, or are about the page and not about where its data lives: once is enough.
ONCE := tests/accreditation tests/architecture tests/browser
# What meets tables, engines and migrations: by contract nothing else writes SQL, so the other version needs no more.
SQL := tests/registry tests/fixtures tests/journeys

# Which lines were met is asked of the first run only, and not of these: watching takes half as long again, and these
# start processes or read large files that others read as well.
UNWATCHED := tests/architecture tests/browser tests/admin/test_bench.py tests/admin/test_demo.py \
    tests/admin/test_worker_killed.py tests/public_api/test_hostile.py tests/registry/test_file_kinds.py
# Three at a time, each with a database of its own: a test waits a third of its time, for a process or an answer.
SIDE_BY_SIDE := -n 3

.DEFAULT_GOAL := help
.SUFFIXES:
MAKEFLAGS += --no-print-directory

.PHONY: help
help: ## what you can ask for
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## make .venv and install what requirements.lock names
	@./setup

.PHONY: demo
demo: setup ## the register with an invented population on http://127.0.0.1:8000 (PORT=8080 make demo)
	@$(BIN)/loopbaanregister demo

.PHONY: demo-reset
demo-reset: setup ## the same, with new data
	@$(BIN)/loopbaanregister demo --reset

.PHONY: check
check: lint types contracts test ## everything a change must pass

.PHONY: lint
lint: setup ## ruff: mistakes and layout
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

.PHONY: format
format: setup ## let ruff repair what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: types
types: setup ## mypy, strict
	$(BIN)/mypy

.PHONY: contracts
contracts: setup ## import-linter: who may import whom
	$(BIN)/lint-imports

.PHONY: test
test: setup ## all tests, on SQLite and PostgreSQL; what meets the database also on the PostgreSQL of this machine
	@./setup tests
	@rm -f .coverage .coverage.*
	$(BIN)/pytest $(SIDE_BY_SIDE) --db sqlite $(UNWATCHED:%=--ignore=%) --cov --cov-report=
	$(BIN)/pytest -n 2 --db sqlite $(UNWATCHED)
	$(BIN)/pytest $(SIDE_BY_SIDE) --db postgres --pg-bin embedded $(ONCE:%=--ignore=%)
	@if ./setup has-postgres; then set -x; \
	    $(BIN)/pytest $(SIDE_BY_SIDE) --db postgres --pg-bin system $(SQL); fi
	@$(MAKE) coverage

.PHONY: coverage
coverage: # of the test runs together: every branch of the rules, nine in ten of the rest
	@$(BIN)/python tests/coverage_floors.py

.PHONY: bench
bench: ## measure the promises of speed over 100,000 invented people, also against other stacks
	@./setup peers
	@$(BIN)/loopbaanregister bench

.PHONY: load
load: setup ## 50 clients for 180 s on each database, on this machine (LOAD_SECONDS=20: shorter)
	@$(BIN)/python -m benchmarks.load --seconds $(or $(LOAD_SECONDS),180)

.PHONY: texts
texts: setup ## gather the Dutch sentences of the site into each language's messages.po, and compile those
	@mkdir -p build
	$(BIN)/pybabel --quiet extract -F public_api/locales/babel.cfg -k say --no-location --sort-output -o build/messages.pot public_api admin
	$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 100 \
	    -i build/messages.pot -d public_api/locales -l en
	$(BIN)/pybabel --quiet compile -d public_api/locales

.PHONY: lock
lock: ## renew requirements.lock after a change in pyproject.toml (UPGRADE=1: the newest of everything)
	@test -x $(BIN)/uv || ./setup
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --quiet \
	    --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade) -o requirements.lock
	$(BIN)/uv pip compile --group peers --universal --python-version 3.11 --generate-hashes --quiet \
	    --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade) -c requirements.lock -o benchmarks/peers.lock

.PHONY: clean
clean: ## remove what the tools made, also .venv; data stays
	rm -rf .venv build .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

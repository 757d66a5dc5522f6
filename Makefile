# SPDX-License-Identifier: EUPL-1.2
#
#   make run      set up what is missing and serve the site (HOST, PORT; home in ./var)
#   make test     set up, then every check and every test: what CI runs
#   make check    the quick part of it, before each commit
#   make test-whoosh3   the tests of the search room against whoosh3, in an environment of its own
#   make format   put code and imports into their one form
#   make lock     make the locks again from setup.cfg (UPGRADE=1 takes newer versions)
#   make clean    remove .venv and caches; never ./var, which holds an installation's data

HOST ?= 127.0.0.1
PORT ?= 8000
# Two test processes: more only share the database server's and the browser's time.
WORKERS ?= 2
PYTEST_ARGS ?=

bin := .venv/bin
pytest := $(bin)/python -m pytest -n $(WORKERS) --dist worksteal

.PHONY: run test check test-whoosh3 format lock clean environment lint
.NOTPARALLEL:

run:
	@.ci/debian-packages run
	@.ci/environment product
	@exec $(bin)/kravkedjan run --host $(HOST) --port $(PORT)

environment:
	@.ci/debian-packages tests
	@.ci/environment tests

# The cheap checks come first, and pytest last: its closing line ends the output.
test: environment lint
	@$(pytest) $(PYTEST_ARGS)

check: environment lint
	@$(pytest) -m "not postgres and not browser and not slow" $(PYTEST_ARGS)

# Downloads packages, so it is asked for by name.
test-whoosh3:
	@.ci/test-whoosh3 $(PYTEST_ARGS)

lint:
	@$(bin)/ruff format --check --quiet . || { echo "Not in form: make format" >&2; exit 1; }
	@$(bin)/ruff check --quiet .
	@$(bin)/mypy
	@$(bin)/lint-imports --config setup.cfg

format: environment
	@$(bin)/ruff format --quiet .
	@$(bin)/ruff check --fix --quiet .

# An existing lock is the preference: versions move only with UPGRADE=1.
lock: environment
	@.ci/lock $(if $(UPGRADE),--upgrade)

clean:
	rm -rf .venv .venv-whoosh3 build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +

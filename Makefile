# Everything a developer types. `make run` and `make test` need nothing but Python 3.11, make and bash.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup run test lint translations wheel bench environment pages data tools lock clean

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PYTEST_ARGS ?= --numprocesses 3 --dist loadfile --no-loadscope-reorder

export PATH := $(CURDIR)/$(BIN):$(PATH)
unexport PYTHONDONTWRITEBYTECODE # compiled modules halve the time a start takes

help: ## What there is
	@sed -nE 's/^([a-z]+):.*## (.*)$$/\1	\2/p' Makefile | expand -t 14

setup: environment pages data ## Everything that `make run` does before it serves

run: setup ## The demo school at http://localhost:8000
	portfolio serve --demo

test: environment tools ## All checks and all tests, on SQLite and PostgreSQL
	$(MAKE) --no-print-directory --jobs=2 --output-sync=target pages lint
	pg_virtualenv -t -o fsync=off -o full_page_writes=off pytest $(PYTEST_ARGS)

lint: environment ## Style, types, layers, catalogues
	ruff check .
	ruff format --check .
	pyright
	lint-imports
	python -m portfolio_app.catalogues check

translations: environment ## Collect the messages of the sources into the catalogues
	python -m portfolio_app.catalogues update

wheel: environment pages ## dist/polku-….whl with everything the app needs, and the versions it was tested with
	rm -rf dist
	python -m build --wheel --no-isolation
	sed -nE 's/^([A-Za-z0-9._-]+==[^ ]+).*/\1/p' requirements.lock > dist/constraints.txt

bench: environment tools pages ## The numbers in docs/benchmarks.md
	python -m tests.bench

environment: $(VENV)/.installed

$(VENV)/.installed: requirements.lock pyproject.toml
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null \
		|| { echo "Python 3.11 is needed; name it with: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || .ci/packages python3.11-venv
	test -x $(BIN)/pip || "$(PYTHON)" -m venv $(VENV)
	$(BIN)/pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/pip check --quiet
	touch $@

pages: environment
	python -m portfolio_app.build

data: environment
	portfolio migrate
	portfolio demo --if-empty

tools: environment
	@missing=(); \
	command -v chromium >/dev/null || missing+=(chromium); \
	command -v pg_virtualenv >/dev/null && ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql); \
	command -v qpdf >/dev/null || missing+=(qpdf); \
	command -v pdftotext >/dev/null || missing+=(poppler-utils); \
	[ $${#missing[@]} = 0 ] || .ci/packages "$${missing[@]}"
	@cmp --silent tests/browser/package-lock.json tests/browser/node_modules/.of \
		|| { NODE_USE_SYSTEM_CA=1 npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund --silent \
		&& cp tests/browser/package-lock.json tests/browser/node_modules/.of; }

lock: environment ## Renew the lock of the JavaScript packages
	python -m portfolio_app.build --renew-lock

clean: ## Forget the environment and the pages; data in var/ stay
	rm -rf $(VENV) .web .states dist

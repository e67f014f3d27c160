# Two commands: `make chat` opens the console, `make test` runs all checks.
# Everything is kept in .venv; paths are relative, so the folder may have any name.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --quiet
DEPENDENCIES := pyproject.toml

.PHONY: chat test lint types clean

chat: .venv/ready
	@$(BIN)/python -m bot

test: lint types
	$(BIN)/python -m pytest

lint: .venv/ready-test
	$(BIN)/python -m ruff check .

types: .venv/ready-test
	$(BIN)/python -m mypy

.venv/bin/python:
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "This needs Python 3.11 with venv (Debian: python3-venv)."; exit 1; }

# pip install of the project itself brings its dependencies; the code is run from this folder.
.venv/ready: .venv/bin/python $(DEPENDENCIES)
	@echo "Installing (once, a minute or two) ..."
	$(PIP) .
	@touch $@

.venv/ready-test: .venv/bin/python $(DEPENDENCIES)
	@echo "Installing with what the tests need (once, a minute or two) ..."
	$(PIP) ".[test]"
	@touch .venv/ready $@

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist

# Two commands: `make demo` does the main job on the sample, `make test` passes the tests.
# Both need only Python 3.11 or newer and make; everything else goes into .venv.

PYTHON ?= python3
VENV := .venv
# Pins what is installed, and what builds it.
export PIP_CONSTRAINT := constraints.txt
export PIP_BUILD_CONSTRAINT := constraints.txt
BIN := $(VENV)/bin

.PHONY: demo test lint docs bench clean

# The sample's people are dated around this day.
demo: $(VENV)/.installed
	$(BIN)/curriculum needs --totals --as-of 2026-11-22
	$(BIN)/curriculum build --as-of 2026-11-22

test: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

docs: $(VENV)/.installed-test
	$(BIN)/python -m docs.generate

bench: $(VENV)/.installed-test
	$(BIN)/python -m bench

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "curriculum needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	touch $@

clean:
	rm -rf $(VENV) site/.curriculum

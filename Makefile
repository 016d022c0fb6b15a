# make chat: install, index the corpus, open the chat.   make test: lint, types, tests.   make soak: harm.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
INDEX ?= .rapporteur
PORT ?= 7860

.PHONY: chat install test lint types tests soak clean

chat: install
	@test -f $(INDEX)/CURRENT || $(BIN)/rapporteur ingest corpus/documents --index $(INDEX)
	$(BIN)/rapporteur chat --index $(INDEX) --port $(PORT)

install: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Rapporteur needs Python 3.11 or newer: make PYTHON=python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt "torch>=2.10,<3"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[test]"
	@touch $@

test: lint types tests

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy

tests: install
	$(BIN)/python -m pytest

soak: install  # kills, damage, races and full disks at length: about half an hour
	SOAK=1 $(BIN)/python -m pytest -v tests/test_faults.py tests/test_sequences.py

clean:
	rm -rf $(VENV) $(INDEX) .pytest_cache .ruff_cache .mypy_cache

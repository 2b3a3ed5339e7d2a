# Two commands do all the set-up: `make demo` and `make test`. Both need python3 and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: demo test lint bench accept clean

$(VENV)/.demo: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[images,metafile]'
	touch $@

$(VENV)/.dev: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@ $(VENV)/.demo

demo: $(VENV)/.demo  ## convert every sample to build/demo/*.zip and validate it
	$(BIN)/sdconvert convert samples/docx -o build/demo --progress none
	$(BIN)/sdconvert validate build/demo

test: lint  ## linters, types, import contracts, the whole suite with coverage
	$(BIN)/pytest -q -n auto --cov --cov-report=term

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.dev  ## speed as ratios to unzip + parse, to mammoth, to pandoc (docs/performance.md)
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[bench]'
	$(BIN)/python tests/bench/bench.py

accept: $(VENV)/.dev  ## rewrite the golden outputs; review the diff before committing
	$(BIN)/pytest -q tests/golden --accept

clean:
	rm -rf build $(VENV)

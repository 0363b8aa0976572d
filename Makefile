# Everything a newcomer runs. Needs Python 3.11 or later and make; the rest comes from the committed locks.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
export UV_PYTHON_DOWNLOADS := never
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header

.PHONY: run test install lint format quality bench bench-duplicates lock docs clean

run: install ## build the sample corpus in raw/ into warehouse/
	$(BIN)/newsledger build raw --warehouse warehouse --workers $(WORKERS)

test: install ## every test
	$(BIN)/python -m pytest

install: $(VENV)/.installed

$(VENV)/.installed: requirements/bootstrap.txt requirements/lock.txt pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(0 if sys.version_info >= (3, 11) else 'newsledger needs Python 3.11 or later; name one with: make PYTHON=python3.11 ...')"
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --require-hashes -r requirements/bootstrap.txt
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements/lock.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	touch $@

lint: install ## style, imports and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

quality: install ## score every extractor on the development sets
	$(BIN)/python -m benchmarks.quality

bench: install ## speed, each against a named peer in the same run
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/bench.txt
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.parsing
	$(BIN)/python -m benchmarks.duplicates

bench-duplicates: install ## deduplication beside rensa and datasketch, and its cost from 2,000 to 200,000 documents
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/bench.txt
	$(BIN)/python -m benchmarks.duplicates
	$(BIN)/python -m benchmarks.scale

docs: install ## the generated pages
	$(BIN)/newsledger dictionary --output docs

lock: $(VENV)/.installed
	$(COMPILE) --group dev pyproject.toml -o requirements/lock.txt
	$(COMPILE) --group pyproject.toml:bench -c requirements/lock.txt -o requirements/bench.txt
	grep -A 40 '^uv==' requirements/lock.txt | awk 'NR > 1 && /^[a-z]/ { exit } { print }' > requirements/bootstrap.txt

clean: ## remove what builds wrote, keep the environment
	rm -rf warehouse/parquet warehouse/exports warehouse/.work warehouse/newsledger.duckdb

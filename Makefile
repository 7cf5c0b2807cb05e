# make run: installs, loads the demonstration collection on the first start, opens the dashboard.
# make test: installs what the tests need and runs everything. make check: the quick part of it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
export STREAMLIT_BROWSER_GATHER_USAGE_STATS = false
export PYTHONUTF8 = 1

.PHONY: run test check install install-dev programs spark bench torture lock clean

install: $(VENV)/.installed

install-dev: $(VENV)/.installed-dev

# The Python is looked at first: a message that says what to install beats a traceback.
$(VENV)/bin/python:
	@sh scripts/need_python.sh $(PYTHON)
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@ $(VENV)/.installed

run: install
	$(BIN)/jushi demo
	$(BIN)/jushi serve --port $(PORT)

programs:
	@sh scripts/need_programs.sh

# Spark is large and needs Java: it is installed, and its tests run, where Java is.
spark: install-dev
	@if command -v java >/dev/null 2>&1; then $(MAKE) --no-print-directory $(VENV)/.installed-spark; fi

$(VENV)/.installed-spark: requirements-spark.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock
	@touch $@

test: install-dev programs spark
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist loadfile

# Whole commands and pages are left to make test.
WHOLE := --ignore=tests/commands --ignore=tests/ui/test_pages.py --ignore=tests/ui/test_curate.py --ignore=tests/ui/test_intake.py --ignore=tests/ui/test_collection.py --ignore=tests/jobs

check: install-dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -n 2 --dist loadfile -m "not browser and not shared and not slow" $(WHOLE)

# Short: some minutes. Tables go to docs/measured, and from there into docs/performance.md and docs/scale.md.
# DATASETTE=PROGRAM: Datasette, from an environment of its own, to be measured beside the filters.
bench: install-dev
	$(BIN)/python tests/bench/extraction.py --articles 100 --workers 2 --keep
	$(BIN)/python tests/bench/importing.py 300 1000 --keep
	$(BIN)/python tests/bench/queries.py --articles 10000 --rounds 20 --keep
	$(BIN)/python tests/bench/facets.py --articles 33333 --keep
	$(BIN)/python tests/bench/dashboard.py --articles 10000 --changes 6 --keep
	$(BIN)/python tests/bench/sessions.py --articles 10000 --sessions 20 --seconds 15 --keep
	@sed 1d docs/measured/ratios.csv

torture: install-dev
	JUSHI_TORTURE=300 $(BIN)/python -m pytest -q tests -m slow

lock:
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --extra build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --extra build --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --extra build --extra team -c requirements-dev.lock pyproject.toml -o requirements-team.lock
	printf 'pyspark>=4.0,<4.1\n' | $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header -c requirements.lock - -o requirements-spark.lock

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache

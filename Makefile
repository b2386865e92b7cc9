# Everything runs in .venv, set up from pinned packages. `make assess` and `make test` are all a new
# machine needs; they install first where something is missing.

PYTHON ?= python3
BIN := .venv/bin
WAR ?= ukraine-2022
AS_OF ?= 2022-03-21
, := ,
# Tests on Spark where there is a Java runtime for it.
EXTRAS := dev$(,)docs$(if $(shell command -v java),$(,)spark)

.PHONY: assess test check lint types layers docs site package schema bench clean

assess: .venv/.installed
	$(BIN)/standoff assess $(WAR) --as-of $(AS_OF) --html assessment.html

test: .venv/.developing
	$(BIN)/pytest -n 2 --dist loadfile

# In under three minutes: the tests but the slowest, with the examples of README and docs/.
check: lint types layers .venv/.developing
	$(BIN)/pytest -n 2 --dist loadfile -m "not slow and not spark"

lint: .venv/.developing
	$(BIN)/ruff check src tests scripts benchmarks hatch_build.py docs/conf.py
	$(BIN)/ruff format --check src tests scripts benchmarks hatch_build.py docs/conf.py

types: .venv/.developing
	$(BIN)/mypy

layers: .venv/.developing
	$(BIN)/lint-imports --no-cache

docs: .venv/.developing
	$(BIN)/pytest tests/test_docs.py

# Every page of docs/ as a site with search, in build/site/. It loads nothing from elsewhere.
site: .venv/.developing
	$(BIN)/sphinx-build -q -W --keep-going docs build/site

package: .venv/.developing
	$(BIN)/python scripts/try_package.py

schema: .venv/.developing
	$(BIN)/python scripts/schema.py

bench: .venv/.developing
	$(BIN)/python benchmarks/known_at.py
	$(BIN)/python benchmarks/commands.py

clean:
	rm -rf build .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Standoff needs Python 3.11 or later; name one with PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.installed: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

.venv/.developing: .venv/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[$(EXTRAS)]'
	touch $@

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV ?= .venv
# What runs the networks: keras, or litert without TensorFlow; unless given, DIGIT_ENGINE.
ENGINE ?=
BIN = $(VENV)/bin
# Processes that run tests at the same time.
WORKERS ?= 2
IN_PARALLEL = --numprocesses $(WORKERS) --dist loadgroup
PYTEST = $(BIN)/pytest $(IN_PARALLEL)
# Percent of the lines that `make test` runs, a little below what was measured.
MIN_COVERAGE = ml:92 recognizer:98 gallery:98 digitsite:95
MESSAGES = --add-location file --no-wrap --no-obsolete $(foreach name,.venv staticfiles tests node_modules digitsite/documentation/examples,--ignore $(name))
LOCK = --universal --python-version 3.11 --no-header --generate-hashes --quiet
MANAGE = DJANGO_DEBUG=1 $(BIN)/python manage.py

.PHONY: help client run test check check-scale container faults bench coverage lint types scripts format train evaluate export notebook icons messages screenshots snapshots axe hostile lock audit clean
.DEFAULT_GOAL := help

help:  ## List what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## */\t/' | expand -t 12

run: $(VENV)/.run$(if $(filter litert,$(ENGINE)),-light)  ## Serve the site (HOST=0.0.0.0 for the local network, PORT=8000, ENGINE=litert)
	@$(MANAGE) migrate --verbosity 0 --skip-checks
	@$(MANAGE) collectstatic --no-input --verbosity 0 --skip-checks
	@$(MANAGE) announce $(HOST) $(PORT)
	@exec env DJANGO_DEBUG=1 MALLOC_ARENA_MAX=2 $(if $(ENGINE),DIGIT_ENGINE=$(ENGINE)) $(BIN)/gunicorn --config deploy/gunicorn.conf.py --bind $(HOST):$(PORT) digitsite.wsgi

test: $(VENV)/.test  ## Test every part in minutes (WORKERS=2; ARGS="-k exif" selects)
	@$(PYTEST) -m "not slow" $(ARGS)

check: lint types scripts  ## Run lint, types and the tests that take longer (WORKERS, ARGS as above)
	@$(PYTEST) -m slow $(ARGS)

check-scale: $(VENV)/.test  ## Run all tests on PostgreSQL, Redis and Swift, which it starts (root installs them)
	@$(BIN)/python -m tests.support.scale $(IN_PARALLEL) $(ARGS)

container:  ## Build the container, start it and ask it for a reading (ENGINE=keras; needs buildah)
	@$(if $(ENGINE),ENGINE=$(ENGINE)) deploy/container/check.sh

faults: $(VENV)/.test  ## Inject faults into a site of several hosts under load, as one table (minutes; root installs what it starts)
	@$(BIN)/python -m tests.support.faults $(ARGS)

bench: $(VENV)/.test  ## Measure speed and memory as one table in ten minutes (ARGS="--quick --only load")
	@$(BIN)/python -m benchmarks $(ARGS)

coverage: $(VENV)/.test  ## Print each room's coverage, and fail below its minimum (after make test ARGS=--cov)
	@failed=0; for pair in $(MIN_COVERAGE); do \
	  printf 'coverage of %-11s at least %s %%: ' "$${pair%:*}" "$${pair#*:}"; \
	  $(BIN)/coverage report --include="$${pair%:*}/*" --format=total --precision=1 \
	    --fail-under="$${pair#*:}" || failed=1; \
	done; exit $$failed

lint: $(VENV)/.test  ## Check style, migrations and the API schema
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@DATABASE_URL=sqlite://:memory: $(MANAGE) makemigrations --check --dry-run
	@$(MANAGE) spectacular --validate --fail-on-warn --file /dev/null

types: $(VENV)/.test  ## Check the types of Python code
	@$(BIN)/mypy

scripts:  ## Check types and style of the scripts (needs npm; skipped without, except in CI)
	@if command -v npm >/dev/null; then \
	  npm ci --silent && npm run --silent types && npm run --silent lint; \
	else \
	  echo "npm is not installed (Debian: npm), so the scripts are not checked." >&2; \
	  test "$(CI)" != true; \
	fi

format: $(VENV)/.test  ## Format the code and fix what ruff can fix
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@if [ -d node_modules ]; then npm run --silent format; fi

train: $(VENV)/.run  ## Train the network (DATA=folder with mnist.npz; downloads MNIST without)
	$(BIN)/python -m ml.train classifier $(if $(DATA),--data $(DATA))

evaluate: $(VENV)/.run  ## Measure the network (DATA=folder with mnist.npz)
	$(BIN)/python -m ml.evaluate $(if $(DATA),--data $(DATA))

export: $(VENV)/.run  ## Export trained networks to LiteRT and compare them (DATA=folder; after a training)
	$(BIN)/python -m ml.export $(if $(DATA),--data $(DATA))

notebook: $(VENV)/.test  ## Run the notebook, figures and all (DATA=folder with mnist.npz)
	$(if $(DATA),DIGIT_DATA=$(DATA)) $(BIN)/jupyter execute notebooks/training.ipynb --output=training-done

icons: $(VENV)/.run  ## Draw the icons and the preview picture anew
	@$(BIN)/python -m tests.support.icons

screenshots: $(VENV)/.test  ## Renew the README's picture, with the real model
	@$(MANAGE) collectstatic --no-input --verbosity 0 --skip-checks
	@$(BIN)/python -m tests.support.browser.screenshot

snapshots: $(VENV)/.test  ## Renew the readings that tests compare with, and print what changed
	@$(BIN)/python -m tests.snapshots.renew

hostile: $(VENV)/.test  ## Send every bad picture by every way, with figures (minutes)
	@HOSTILE_EVERY=1 $(BIN)/pytest tests/hostile -m slow -q -rP --show-capture=stdout --durations=10

axe: $(VENV)/.test  ## Print what axe finds on every page, as a table
	@$(BIN)/pytest tests/browser/test_states.py -q -rP | grep '^|'

messages: $(VENV)/.test  ## Collect the texts into locale/*/*.po and compile them (needs gettext)
	@for domain in django djangojs; do \
	  $(MANAGE) makemessages --all --domain $$domain $(MESSAGES) || exit 1; \
	  $(BIN)/pybabel compile --domain $$domain --directory locale || exit 1; \
	done

client: $(VENV)/.test  ## Generate the Python client from the OpenAPI document
	@$(BIN)/python -m clients.generate

lock:  ## Pin every requirements*.in anew, with hashes (needs uv)
	uv pip compile $(LOCK) requirements.in -o requirements.txt
	uv pip compile $(LOCK) requirements-light.in -c requirements.txt -o requirements-light.txt
	uv pip compile $(LOCK) requirements-dev.in -o requirements-dev.txt
	uv pip compile $(LOCK) requirements-scale.in -o requirements-scale.txt
	uv pip compile $(LOCK) requirements-mcp.in -o requirements-mcp.txt

audit:  ## Look the pinned packages up among known vulnerabilities (needs pip-audit)
	pip-audit --strict --no-deps --disable-pip $(foreach file,$(wildcard requirements*.txt),-r $(file))

clean:  ## Remove what was made, the gallery excepted
	rm -rf $(VENV) staticfiles .pytest_cache .ruff_cache .hypothesis

$(VENV)/.run: requirements.txt | $(VENV)/.python
	@echo "Installing what runs (once) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

# Compiling what is never imported would add a fifth to the size.
$(VENV)/.run-light: requirements-light.txt | $(VENV)/.python
	@echo "Installing what runs without TensorFlow (once) ..."
	@$(BIN)/pip install --quiet --no-compile --disable-pip-version-check -r requirements-light.txt
	@touch $@

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	  || { echo "Python 3.11 to 3.13 is needed; name one with PYTHON=python3.12." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null \
	  || { echo "Python's venv module is needed (Debian: apt install python3-venv)." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements-dev.txt
	@echo "Installing what checks (once) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

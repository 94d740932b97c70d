# Every command builds what it needs first. `make help` lists them.

.DEFAULT_GOAL := help

# The interpreter to build with; without it the first of Python 3.11-3.13 found.
PYTHON ?=
# The port of make demo and make start.
PORT ?= 8080
# Arguments for the test runner: make test TESTS="-t test_mission".
TESTS ?=
# Test layers run side by side; each builds its own site. The races come after them.
JOBS ?= 1

# Plone itself still uses pkg_resources; its warning would open every output.
export PYTHONWARNINGS ?= ignore:pkg_resources is deprecated as an API:UserWarning

BIN := .venv/bin
INTERPRETER := parts/instance/bin/interpreter
PYTHON_SOURCES := setup.py src tools
MARKUP := src

.PHONY: help
help:  ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile
	@echo 'Variables: PORT=8080, PYTHON=python3.12, TESTS="-t name", JOBS=2'

.PHONY: build
build:  ## build what is missing or out of date
	@PYTHON="$(PYTHON)" tools/build.sh

.PHONY: demo
demo: build  ## the demo site on http://localhost:8080/centrale, made the first time
	@exec $(INTERPRETER) tools/demo.py --port "$(PORT)"

.PHONY: start
start: build  ## the instance in debug mode, with the data that is there
	@exec $(INTERPRETER) tools/demo.py --port "$(PORT)" --bare

.PHONY: test
test: build  ## every test, or those of TESTS=
	@tools/axe.sh
	@tools/schemas.sh
	@exec $(BIN)/python tools/run_tests.py $(if $(filter-out 1,$(JOBS)),-j$(JOBS)) $(TESTS)

.PHONY: lint
lint: build  ## check format, style and untranslated texts
	$(BIN)/python -m compileall -q $(PYTHON_SOURCES)
	$(BIN)/black --check --quiet --diff $(PYTHON_SOURCES)
	$(BIN)/isort --check-only --quiet --diff $(PYTHON_SOURCES)
	$(BIN)/flake8 $(PYTHON_SOURCES)
	$(BIN)/zpretty --check $(MARKUP)
	find src -name '*.pt' -exec $(BIN)/i18ndude find-untranslated --nosummary {} +

.PHONY: format
format: build  ## mend the format
	$(BIN)/isort --quiet $(PYTHON_SOURCES)
	$(BIN)/black --quiet $(PYTHON_SOURCES)
	$(BIN)/zpretty --inplace $(MARKUP)

.PHONY: i18n
i18n: build  ## bring the translations up to date with the source
	@tools/i18n.sh

.PHONY: docs
docs: build  ## run the REST examples and write docs/reference from the code
	WRITE_EXAMPLES=1 $(BIN)/python tools/run_tests.py -t test_documentation
	$(INTERPRETER) -m imio.centrale.reference docs/reference
	@tools/axe.sh
	$(BIN)/python tools/run_tests.py -t test_screenshots
	mkdir -p docs/images && cp .build/screenshots/*.png docs/images/

.PHONY: bench
bench: build  ## measure our calls, pages and feeds, most of them beside bare Plone's
	@PYTHONPATH=tools exec $(INTERPRETER) tools/bench.py

.PHONY: verify
verify: build  ## replay the ledgers of the demo site, also while it runs
	@exec $(INTERPRETER) -m imio.centrale.verify -- --conf parts/instance/etc/zope.conf

.PHONY: clean
clean:  ## remove what was built; the data in var/ stays
	rm -rf .venv .build .hypothesis bin parts develop-eggs eggs .installed.cfg __pycache__ src/*.egg-info
	find src tools -name '__pycache__' -prune -exec rm -rf {} +
	find src -name '*.mo' -delete

# Two commands do everything on a fresh machine: `make run` and `make test`. `make help` lists the rest.
PORT ?= 8501
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONUTF8 := 1
# What a drill needs besides the tests, as scripts/system_packages.sh reads it.
PACKAGES_patroni := etcd:etcd-server

.DEFAULT_GOAL := help
.PHONY: help run test check bench bundle format docs pictures looks clean

help: ## this list
	@grep -hE '^[a-z%-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z%-]+):.*## /  make \1\t/' | expand -t 18

run: $(VENV)/.run ## the dashboard at 127.0.0.1:8501 (PORT=… moves it); sample returns are loaded into an empty embedded database
	@$(BIN)/python -m seed start
	@echo "Dashboard: http://127.0.0.1:$(PORT)"
	@exec $(BIN)/streamlit run app.py --server.port $(PORT)

test: $(VENV)/.dev ## every test: SQLite and PostgreSQL, server, browser; installs what it needs when root
	@scripts/system_packages.sh
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

check: $(VENV)/.dev ## lint, format, types, fast tests: under a minute
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q -n 2 -m "not slow and not postgresql and not browser"

bench: $(VENV)/.dev ## the table of docs/performance.md, measured in one run: up to a million hazards, both databases, a browser
	@scripts/system_packages.sh
	@$(BIN)/python -m benchmarks --write

drill-%: $(VENV)/.dev ## a fault made on purpose, on loopback, with its figures (docs/operations.md): nginx, haproxy, …
	@scripts/system_packages.sh $(PACKAGES_$*)
	@$(BIN)/python -m drills $*

bundle: $(VENV)/.dev ## what installs on a machine without internet: var/bundle/dashboard-….tar (ARCH=aarch64 for another one)
	@$(BIN)/python -m scripts.bundle var/bundle --arch "$(or $(ARCH),$(shell uname -m))"

format: $(VENV)/.dev ## write the standard format
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

docs: $(VENV)/.dev ## write docs/database.md from the schema, figures.md from the definitions, settings.md from the settings, questions.md from the samples
	@$(BIN)/python -m data_access.database.schema.document docs/database.md
	@$(BIN)/python -m data_access.reference.figures_document docs/figures.md
	@$(BIN)/python -m dashboard.settings_document zh docs/zh/设置.md
	@$(BIN)/python -m dashboard.settings_document en docs/settings.md
	@rm -rf var/docs && mkdir -p var/docs
	@DATABASE_URL=sqlite:///var/docs/samples.db $(BIN)/python -m seed samples >var/docs/log
	@DATABASE_URL=sqlite:///var/docs/samples.db $(BIN)/python -m data_access.reference.questions_document docs/questions.md

pictures: $(VENV)/.dev ## draw the pictures of the manuals from the samples, in both languages
	@$(BIN)/python -m tests.browser.pictures

looks: $(VENV)/.dev ## every page in both languages, light and dark, five widths and on paper, as pictures in var/looks (docs/looks.md)
	@$(BIN)/python -m tests.browser.looks

clean: ## remove the environment and the embedded database
	@rm -rf $(VENV) var

$(VENV)/bin/python:
	@scripts/make_venv.sh $(PYTHON) $(VENV)

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(BIN)/python -m dashboard.server.pack
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@$(BIN)/python -m dashboard.server.pack
	@touch $(VENV)/.run $@

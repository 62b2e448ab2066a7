# Two commands do everything: `make run` and `make test`. Python 3.11 and make are all they need.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
SIZE ?= small
# A dozen processes, each of which would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE
# A server of yours serves one worker: what reads the outbox waits for all its transactions.
WORKERS ?= $(if $(DATABASE_URL),0,auto)

.DEFAULT_GOAL := help
WHO ?= omar
.PHONY: help run test check bench code reset format messages lock assets clean

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

$(VENV)/run.stamp: requirements/base.txt
	@$(PYTHON) scripts/environment.py run

$(VENV)/dev.stamp: requirements/dev.txt
	@$(PYTHON) scripts/environment.py dev

run: $(VENV)/run.stamp ## start everything and print the address and who can sign in
	@$(PY) scripts/run.py

test: $(VENV)/dev.stamp ## all tests, browser journeys included
	@$(PY) scripts/chromium.py
	@$(PY) scripts/messages.py compile
	@$(PY) -m pytest -n $(WORKERS) --no-loadscope-reorder

check: $(VENV)/dev.stamp ## format, lint, types, imports, migrations, translations, styles, secrets
	@$(PY) scripts/check.py

bench: $(VENV)/dev.stamp ## every figure with its limit or peer; SIZE=full for the full sizes
	@$(PY) -m bench --size $(SIZE)

code: ## the second-step code of a member of staff of the demonstration: WHO=omar
	@$(PY) manage.py code $(WHO)

reset: ## forget the database, the index and all files under var/
	@$(PY) scripts/reset.py

format: $(VENV)/dev.stamp ## put code into the house format
	@$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format --quiet .

messages: $(VENV)/dev.stamp ## collect new sentences into the Bengali catalogues
	@$(PY) scripts/messages.py collect

lock: $(VENV)/dev.stamp ## resolve the requirements anew
	@$(PY) scripts/lock.py

assets: ## rebuild the compiled styles (needs Node)
	@scripts/assets_build

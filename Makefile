PYTHON ?= python3
PY := .venv/bin/python

# Where it is set, each of the many Python processes would compile the SDK anew: seconds a command.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help

.PHONY: help
help: ## say what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

.PHONY: venv
venv: ## .venv from requirements.lock
	@$(PYTHON) sandbox/venv.py

.PHONY: up
up: venv ## deploy the example service on this machine, and check it
	@$(PY) -m sandbox up

.PHONY: down
down: venv ## destroy it and stop everything
	@$(PY) -m sandbox down

.PHONY: lint
lint: venv ## ruff
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

.PHONY: types
types: venv ## mypy
	@$(PY) -m mypy

.PHONY: test
test: venv ## every test
	@$(PY) -m sandbox setup
	@$(PY) -m pytest -n auto --dist loadfile

.PHONY: lock
lock: ## requirements.lock anew, from pyproject.toml (needs uv)
	uv pip compile --quiet --universal --python-version 3.10 --generate-hashes --no-header \
		--group pyproject.toml:sandbox --group pyproject.toml:dev pyproject.toml -o requirements.lock

# Svodka's commands. `make help` lists them.
# A virtual environment is made in .venv by whatever needs it; its stamps make later calls start at once.

PYTHON ?= python3
INPUT ?= inputs
OUTPUT ?= outputs
PROFILE ?= compact
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
# One pin, read from pyproject.toml.
TORCH := $(shell sed -n 's/^ *"\(torch==[^"]*\)".*/\1/p' pyproject.toml)
# Where the CPU build of torch is taken from when the package index offers only a CUDA build.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
# CUDA=1 lets a CUDA build in.
CUDA ?=

.DEFAULT_GOAL := help
.PHONY: help summarize test test-slow lint format bench bench-long soak models train-tools train-translator train-summariser pack screenshots docs wheel clean

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 28
	@echo
	@echo "  INPUT=$(INPUT) OUTPUT=$(OUTPUT) PROFILE=$(PROFILE) can be given to summarize; ARGS to any."

summarize: $(VENV)/.installed ## Brief every release in INPUT into OUTPUT (makes the environment first)
	@$(BIN)/svodka run "$(INPUT)" --output "$(OUTPUT)" --profile "$(PROFILE)" $(ARGS)

test: $(VENV)/.installed-test ## The fast tests, under five minutes
	$(BIN)/python -m pytest -q -m "not slow" $(ARGS)

test-slow: $(VENV)/.installed-test ## The slow tests: corpora, crashes, training recipes
	$(BIN)/python -m pytest -q -m slow $(ARGS)

lint: $(VENV)/.installed-test ## ruff and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.installed-test ## Put the code into the house format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.installed ## Throughput against a plain loop, as ratios
	$(BIN)/svodka bench throughput $(ARGS)

bench-long: $(VENV)/.installed ## Time and memory from 100 to 10,000 releases (a quarter of an hour)
	$(BIN)/svodka bench scaling $(ARGS)

soak: $(VENV)/.installed-test ## The long forms: 200,000 damaged files; killed runs, Ray, full disks (hours)
	SVODKA_SOAK=20000 $(BIN)/python -m pytest -q -o log_cli=true --log-cli-level=INFO tests/reading/test_fuzz.py
	SVODKA_SOAK=100 $(BIN)/python -m pytest -q tests/batch
	SVODKA_SOAK=1 $(BIN)/python -m pytest -q tests/stages

models: $(VENV)/.installed ## The models that the profiles name, and what is here of them
	$(BIN)/svodka models list

train-tools: $(VENV)/.installed-train ## What the training recipes need besides

train-translator: $(VENV)/.installed-train ## Train the compact translator (hours; resumable; see models/training)
	$(BIN)/python -m models.training.translator all $(ARGS)

train-summariser: $(VENV)/.installed-train ## Train the compact summariser (needs the translator; resumable)
	$(BIN)/python -m models.training.summariser all $(ARGS)

pack: $(VENV)/.installed-train ## Pack the training data for a machine that takes only a small bundle
	$(BIN)/python -m models.training.translator pack $(ARGS)

screenshots: $(VENV)/.installed-test ## The README's pictures, from the reports in OUTPUT
	$(BIN)/python tests/screenshots.py "$(OUTPUT)" .github/screenshots

docs: $(VENV)/.installed-docs ## The library's reference, rendered by pdoc into build/docs
	$(BIN)/python tests/reference.py build/docs

wheel: $(VENV)/.installed ## Build the wheel, weights included
	$(BIN)/python -m pip wheel -q --no-deps --wheel-dir dist .

clean: ## Remove the environment, caches and results
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find outputs -mindepth 1 ! -name .gitkeep -delete
	find . -name __pycache__ -prune -exec rm -rf {} +

# --- the environment ------------------------------------------------------------------------------

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# torch first and alone. Asked without installing, pip says whether the index would bring a CUDA
# build (several GB of nvidia-* packages); then the CPU build is taken from TORCH_INDEX instead.
$(VENV)/.torch: $(BIN)/python pyproject.toml
	@echo "installing $(TORCH)"
	@$(BIN)/python -m pip install -q --dry-run --report $(VENV)/torch.json $(TORCH)
	@if [ -z "$(CUDA)" ] && grep -q '"name": "nvidia-' $(VENV)/torch.json; then \
	  $(BIN)/python -m pip install -q --index-url "$(TORCH_INDEX)" $(TORCH); \
	else \
	  $(BIN)/python -m pip install -q $(TORCH); \
	fi
	@touch $@

$(VENV)/.installed: $(VENV)/.torch pyproject.toml
	@echo "installing svodka"
	@$(BIN)/python -m pip install -q -e .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed pyproject.toml
	@echo "installing the test tools"
	@$(BIN)/python -m pip install -q -e ".[test]"
	@touch $@

$(VENV)/.installed-train: $(VENV)/.installed pyproject.toml
	@echo "installing the training tools"
	@$(BIN)/python -m pip install -q -e ".[train]"
	@touch $@

$(VENV)/.installed-docs: $(VENV)/.installed pyproject.toml
	@$(BIN)/python -m pip install -q -e ".[docs]"
	@touch $@

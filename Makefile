# Every job of the project by one word; each sets up what it needs by itself.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
STAMP := $(VENV)/.installed

.PHONY: demo run test check bench model format clean

demo: $(VENV)/.runtime $(VENV)/.meaning
	$(BIN)/mailbot demo $(ARGS)

run: $(VENV)/.runtime
	$(BIN)/mailbot run $(ARGS)

# Most tests wait for servers, so there are more workers than cores; who has none left takes some of another's.
test: $(STAMP) $(VENV)/.meaning
	$(BIN)/python -m tests.support.install
	$(BIN)/python -m pytest -n 6 --dist worksteal $(ARGS)

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -p no:cacheprovider tests/house

bench: $(STAMP)
	$(BIN)/python -m tests.support.install
	$(BIN)/python -m bench.intake $(ARGS)
	$(BIN)/python -m bench.mailboxes
	$(BIN)/python -m bench.kb

# A small model that finds articles by their meaning; without it everything works by words alone.
model: $(VENV)/.runtime
	@rm -f $(VENV)/.meaning
	@$(MAKE) -s $(VENV)/.meaning

$(VENV)/.meaning: | $(VENV)/.runtime
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c requirements.lock -e '.[semantic]' \
		|| echo "The libraries of the model of meaning cannot be had here: by words alone."
	@$(BIN)/python -m mailbot.semantic.fetch data/model
	@if test -f data/model/model.onnx; then $(BIN)/python -m mailbot.semantic.hasten data/model; fi
	@if test -f data/model/model.onnx; then touch $@; fi

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "mailbot needs Python 3.11 or newer; say which: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python cannot make a virtual environment here; on Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/.runtime: pyproject.toml requirements.lock | $(BIN)/python
	@echo "Installing mailbot into $(VENV) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c requirements.lock -e .
	@touch $@

$(STAMP): pyproject.toml requirements.lock | $(BIN)/python
	@echo "Installing mailbot and its tools into $(VENV) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c requirements.lock -e '.[dev]'
	@touch $@ $(VENV)/.runtime

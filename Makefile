# make demo   installs qualcode beside this file, builds the sample study and opens it
# make test   runs everything that has to hold
# make soak   kills, power cuts and flipped bits by the hundred, and hours of coding in a terminal; takes long
# make bench  measures what has a limit, on a machine that does nothing else
# make wheels shows that everything needed installs on Windows, macOS and Linux without a compiler; before a release

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# Tests wait for terminals, servers and programs half of the time, so that four keep two cores busy.
WORKERS ?= 4

.PHONY: demo test soak bench wheels clean

demo: $(VENV)/.installed
	@$(BIN)/qualcode demo $(ARGS)

test: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n $(WORKERS) --dist worksteal $(ARGS)

soak: $(VENV)/.installed-test
	QUALCODE_SOAK=1 $(BIN)/pytest tests/store tests/tui/test_hour.py $(ARGS)

bench: $(VENV)/.installed-test
	$(BIN)/python -m tests.bench $(ARGS)

wheels: $(VENV)/.installed-test
	$(BIN)/python tools/wheels.py $(ARGS)

clean:
	rm -rf $(VENV) build dist demo

# A stamp stands for a finished installation, so that running again is quick; a change of what is asked for
# makes it old. An environment that was left half made (no pip in it) is completed.
$(VENV)/.installed: pyproject.toml constraints.txt
	$(call install,.)
	@touch $@

$(VENV)/.installed-test: pyproject.toml constraints.txt
	$(call install,.[test])
	@touch $@ $(VENV)/.installed

define install
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo "error: qualcode needs Python 3.11 or newer; name one with: make PYTHON=python3.12" >&2; exit 2; }
@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv $(VENV)
@echo "Installing into $(VENV) …"
@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '$(1)'
endef

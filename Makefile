# The same targets that CI calls. Everything happens in .venv, which the first call creates.
PYTHON := $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: run test check faults bench bench-read lock

run: .venv/ready
	@$(BIN)/casus demo --if-empty
	@$(BIN)/casus serve

test: .venv/ready
	@$(BIN)/pytest

check: .venv/ready
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest

# The faults of `check` over more cycles; CASUS_FAULTS_SEED=N is where their chances begin.
faults: .venv/ready
	@seed=$${CASUS_FAULTS_SEED:-$$(date +%s)}; echo "CASUS_FAULTS_SEED=$$seed"; \
	CASUS_FAULTS=long CASUS_FAULTS_SEED=$$seed $(BIN)/pytest -s --durations=10 features/checks/faults

bench: .venv/ready
	@$(BIN)/python -m benchmarks

# Of the read side, over a large record made from UCDP's Syria file; some 15 minutes.
bench-read: .venv/ready
	@$(BIN)/python -m benchmarks.read

# Run after changing a pin in pyproject.toml.
lock: .venv/ready
	@$(BIN)/pip install --quiet uv==0.13.9
	@$(BIN)/uv pip compile --quiet --all-extras --universal --python-version 3.11 --generate-hashes \
		--no-annotate --custom-compile-command "make lock" pyproject.toml --output-file requirements.lock

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "Casus needs Python 3.11."; exit 1; }
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# Two commands for a stranger: `make run` serves the chat on sample news, `make test` passes the tests.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes

.PHONY: run test check wheel wheel-test image-test startup quality faults pool bench bench-million bench-load bench-peers \
	lock clean

run: .venv/run.stamp
	@$(BIN)/python -m assistant serve --samples --port $(PORT)

test: .venv/dev.stamp
	$(BIN)/python -m pytest

check: .venv/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The wheel is all a stranger needs: `pip install` it, then `citedesk serve --samples`.
wheel: .venv/run.stamp
	@rm -rf dist
	@$(BIN)/pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .
	@ls dist/*.whl

# Installs it outside the checkout, on Python 3.11 and the newest at hand; about two minutes.
wheel-test: wheel
	$(BIN)/python -m tests.e2e.wheel

startup: .venv/run.stamp
	$(BIN)/python -m bench.startup

# Kills, damage, several processes at once, the same news again: what is left of an archive; 15 minutes on 2 quiet cores, 29 beside other work.
faults: .venv/dev.stamp
	$(BIN)/python -m bench.faults

# Every figure of docs/quality.md, on the measuring data beside the checkout; the first run embeds for about 10 minutes.
quality: .venv/dev.stamp
	$(BIN)/python -m bench.quality

# The archive that these measurements ask: made once, under data/quality.
pool: .venv/dev.stamp
	$(BIN)/python -m bench.quality --fill

# Builds the image and runs it, without Docker; needs root on Debian, takes some minutes.
image-test: .venv/dev.stamp
	$(BIN)/python -m tests.image

# Every figure of docs/performance.md but those of the next two, on the pool; 50 minutes.
FIGURES ?= data/bench
bench: pool
	status=0; for part in startup embedding adding intake asking writing briefing load; do \
		$(BIN)/python -m bench.$$part --json $(FIGURES)/$$part.json || status=1; done; exit $$status

# The part of it that shows the promises under load; about 25 minutes.
bench-load: pool
	$(BIN)/python -m bench.load

# A million passages, made once under data/million (about an hour), then asked.
bench-million: pool
	$(BIN)/python -m bench.synthetic --home data/million --passages 1000000
	$(BIN)/python -m bench.asking --million --home data/million --json $(FIGURES)/million.json

# Beside txtai, haystack and llama-index, which it installs from PyPI (1.8 GB) under data/peers; half an hour.
bench-peers: pool
	$(BIN)/python -m bench.peers

# All locks anew from pyproject.toml, for every platform and Python from 3.11 on. The last two go into the
# wheel, for the first start to install a model's weights by.
COMPILE = .venv/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock"
lock: .venv/uv/bin/uv
	$(COMPILE) pyproject.toml --all-extras --group carrier -o requirements.lock
	$(COMPILE) pyproject.toml --all-extras --group carrier --group dev -c requirements.lock -o requirements-dev.lock
	$(COMPILE) --group build -c requirements.lock -o requirements-build.lock
	$(COMPILE) --group carrier --no-deps --no-annotate -c requirements.lock -o ingest/embedding/carrier.lock
	$(COMPILE) --group carrier-multilingual --no-deps --no-annotate -o ingest/embedding/carrier-multilingual.lock

clean:
	rm -rf .venv

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; $(PYTHON) is older. Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "making .venv"
	@$(PYTHON) -m venv .venv || { echo "Python's venv is missing. On Debian: apt-get install python3-venv"; exit 1; }

.venv/run.stamp: requirements.lock | .venv/bin/pip
	@echo "installing $$(grep -c '==' requirements.lock) packages into .venv (about a minute)"
	@$(INSTALL) -r requirements.lock
	@touch $@

.venv/dev.stamp: requirements-dev.lock | .venv/bin/pip
	@echo "installing $$(grep -c '==' requirements-dev.lock) packages into .venv (about a minute)"
	@$(INSTALL) -r requirements-dev.lock
	@touch $@ .venv/run.stamp

.venv/uv/bin/uv: | .venv/bin/pip
	@$(PYTHON) -m venv .venv/uv
	@.venv/uv/bin/pip install --quiet --disable-pip-version-check uv

# Two commands for a newcomer: `make run` and `make test`. Each does all the set-up it needs; `make` alone lists the rest.

BIN := $(if $(filter Windows_NT,$(OS)),.venv/Scripts,.venv/bin)
# One worker a core, four at most (each may hold a Qt application); a file's tests stay together, in order.
PYTEST_ARGS ?= -n auto --maxprocesses 4 --dist loadfile
# `make lock LOCK_ARGS=--upgrade` takes the newest versions; without it, pins move only where pyproject.toml says so.
LOCK_ARGS ?=

.PHONY: help run test torture bench bench-bundle bench-corpus bench-formats test-readers bench-rows bench-window screenshots bundle deb setup lock clean model
.NOTPARALLEL:

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /make \1	/p' Makefile

run: setup  ## set up, then the two sample reports: in a window, or without a display drawn to out/annotate.png
	@$(BIN)/annotator demo

setup:  ## .venv/, system libraries and a Chinese font, as far as they are missing
	@sh packaging/setup.sh run

test: export QT_QPA_PLATFORM = offscreen
test:  ## set up, then style, types and tests
	@sh packaging/setup.sh test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest $(PYTEST_ARGS)

torture: export QT_QPA_PLATFORM = offscreen
torture: export ANNOTATOR_TORTURE = 1
torture:  ## the tests of faults, with thousands of trials
	@sh packaging/setup.sh test
	$(BIN)/pytest $(PYTEST_ARGS) -m torture

bench: setup out/bench/ready  ## speed of suggesting beside spaCy's way, in an environment of its own
	@PYTHONPATH=. out/bench/$(notdir $(BIN))/python tests/bench/run.py

bench-corpus: setup  ## speed of a corpus of 100,000 reports (some minutes, 8 GB in out/); DOCUMENTS=5000 IMPORTED=1000 is a quick look
	@PYTHONPATH=. $(BIN)/python tests/bench/corpus.py

bench-formats: setup  ## speed and memory of exports and imports; DOCUMENTS=1000 is a quick look
	@PYTHONPATH=. $(BIN)/python tests/bench/formats.py

test-readers: out/readers/ready  ## others' programs read what we write: Label Studio's, datasets (900 MB in out/readers/)
	@PYTHONPATH=. out/readers/$(notdir $(BIN))/python -m pytest -q tests/formats/test_format_readers.py

out/readers/ready: packaging/locks/readers.txt setup
	@$(BIN)/python -m venv --clear out/readers
	@PIP_USER=0 out/readers/$(notdir $(BIN))/python -m pip install --quiet --disable-pip-version-check --require-hashes -r packaging/locks/build.txt
	@PIP_USER=0 out/readers/$(notdir $(BIN))/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-build-isolation -r $<
	@touch $@

bench-rows: setup  ## the page of a corpus of 1,000,000 reports (1 GB in out/); ROWS=100000 is a quick look
	@PYTHONPATH=. $(BIN)/python tests/bench/rows.py

bench-window: setup  ## speed of the reader and the window beside QTextEdit
	@PYTHONPATH=. $(BIN)/python tests/bench/window.py

out/bench/ready: packaging/locks/bench.txt
	@$(BIN)/python -m venv --clear out/bench
	@PIP_USER=0 out/bench/$(notdir $(BIN))/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

screenshots: setup  ## docs/pictures/: every page, light and dark, in three languages
	@PYTHONPATH=. $(BIN)/python packaging/make_pictures.py

bundle: setup  ## the program with its Python in one folder, out/bundle/annotator/, tried out
	@sh packaging/bundle.sh

bench-bundle: setup  ## how long the bundle takes to the first highlighted report, on a virtual X server
	@PYTHONPATH=. $(BIN)/python tests/bench/bundle.py

deb: bundle  ## the bundle as a package for Debian and Ubuntu, out/release/
	@sh packaging/deb.sh

model: setup  ## the model that ships, its classes of words and its figures, anew from ../shared (a quarter of an hour)
	@PYTHONPATH=. $(BIN)/python packaging/word_classes.py
	@PYTHONPATH=. $(BIN)/python packaging/train_base.py

lock:  ## packaging/locks/ anew from pyproject.toml
	@sh packaging/lock.sh $(LOCK_ARGS)

clean:  ## removes everything that make has made, out/ too
	rm -rf .venv out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find annotator packaging tests -name __pycache__ -type d -prune -exec rm -rf {} +

# What a person does with this project; `make` alone lists it.
PYTHON ?= python3
BIN := .venv/bin
RECORDINGS = "$${ECGKIT_DATABASE:?is to name the folder of the 48 recordings}"

.PHONY: help venv demo test test-all lint build benchmark clean

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile | expand -t 12

venv: .venv/ready  ## make the environment in .venv/

.venv/ready: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

demo: venv  ## run the reference on the database that is found, grade it, show the scores and the report
	$(BIN)/python -m solutions --out out/reference
	$(BIN)/python -m pytest autograder -q -p no:cacheprovider --submission=solutions --report out/grading
	@echo "Report: out/reference/report.html    Grades: out/grading/results.json"

build: venv  ## make the notebooks of solutions/ and assignments/ from the percent scripts
	$(BIN)/python -m autograder.build

lint: venv  ## formatting, lint, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

test: lint  ## what must hold for every change, and that the generated notebooks are fresh
	$(BIN)/python -m pytest -q -m "not slow" -n 2 --dist worksteal

test-all: lint  ## every test: each notebook run, all submissions on every tier, the real recordings if they are there
	$(BIN)/python -m pytest -q

benchmark: venv  ## speed and memory beside their peers (ECGKIT_DATABASE names the recordings); what cheats and damage do to graders
	$(BIN)/python benchmarks/pipeline.py --database $(RECORDINGS)
	$(BIN)/python benchmarks/training.py --database $(RECORDINGS) --out out/training.json
	$(BIN)/python benchmarks/worker.py
	$(BIN)/python benchmarks/grading.py --out out/grading.json
	$(BIN)/python benchmarks/integrity.py --out out/integrity.json

clean:  ## remove the environment and everything that was made
	rm -rf .venv out benchmarks/.peers

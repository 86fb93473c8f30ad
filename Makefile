# make serve   set up, build, serve on http://127.0.0.1:8000/ (PORT=… for another)
# make test    set up, run every test
# make stress  set up, run the tests that take minutes, print their figures in a table
# All work from a bare Python 3.11 or newer; PYTHON=… chooses one.

PORT ?= 8000
BORDERKG = .venv/bin/borderkg

.PHONY: setup serve test stress check

setup:
	@.ci/setup run

serve: setup
	@$(BORDERKG) build --out build
	@exec $(BORDERKG) serve build --port $(PORT)

test:
	@.ci/setup dev
	@.ci/node
	@.venv/bin/pytest --numprocesses auto --maxprocesses 4 --dist loadfile

stress:
	@.ci/setup dev
	@$(BORDERKG) build --out build
	@STRESS_RELEASE=build .venv/bin/pytest -m long

check:
	@.ci/setup dev
	@.ci/check

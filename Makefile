# Needs Python 3.11 or newer, make and git. Everything else is installed below this folder, pinned with hashes.

export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export CDK_DISABLE_VERSION_CHECK := 1
# Compiling what is imported, on first use, is cheaper than compiling all of aws-cdk-lib; but it has to be kept then.
PIP_INSTALL := pip install -qq --no-compile
unexport PYTHONDONTWRITEBYTECODE
PIN := uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links
CHECKED := constructs_gw app.py tests $(wildcard benchmarks proof)

help:
	@echo 'make synth    synthesize app.py to cdk.out, show its gateway responses and check them'
	@echo 'make test     lint, types, import contracts and all tests'
	@echo 'make floor    the tests of the constructs with the oldest aws-cdk-lib that is allowed'
	@echo 'make proof    what takes long: hostile values, fuzzing, the package and more; writes docs/reliability.md'
	@echo 'make package  install the wheel with each extra alone, and try it; needs the network'
	@echo 'make audit    look for known vulnerabilities in what is pinned; needs the network'
	@echo 'make bench    run the benchmarks and write docs/performance.md'
	@echo 'make site     build the documentation into site/, and check it'
	@echo 'make format   sort imports, apply safe fixes, format'
	@echo 'make pins     recompile requirements/*.txt; PINS=--upgrade takes the newest versions'
	@echo 'make clean    remove everything that these targets made'
	@echo 'PYTHON=/path/to/python3 chooses the interpreter of a new .venv'

synth: .venv/.stamp-synth node_modules/.stamp
	@node_modules/.bin/cdk synth --quiet
	@.venv/bin/constructs-gw render cdk.out
	@.venv/bin/constructs-gw validate cdk.out --fail-on info

test: .venv/.stamp-test .ministack/.stamp
	ruff check $(CHECKED)
	ruff format --check $(CHECKED)
	mypy $(CHECKED)
	lint-imports --no-logo
	pytest -q -n 2 --dist worksteal

floor: .floor/.stamp
	@.floor/bin/python -m pytest -q -n 2 tests/cdk tests/test_docs.py

proof: .venv/.stamp-proof node_modules/.stamp
	@python -m proof

package: .venv/.stamp-test node_modules/.stamp
	@pytest -q -rs --no-header proof/test_package.py

# --strict: a package that could not be looked up is not one that is clean.
audit: .audit/.stamp .venv/.stamp-synth
	@.audit/bin/pip-audit --strict --disable-pip --require-hashes --progress-spinner off -r requirements/test.txt
	@npm audit --package-lock-only --no-update-notifier

bench: .venv/.stamp-bench
	@python -m benchmarks

site: .site/.stamp .venv/.stamp-test
	@rm -rf site .cache
	@.site/bin/zensical build --strict
	@pytest -q -n 2 --no-header tests/built_site.py

format: .venv/.stamp-test
	@ruff check --fix $(CHECKED)
	@ruff format $(CHECKED)

# test.txt resolves everything at once and synth.txt is a part of it: both go into .venv.
pins: .venv/.stamp-test
	$(PIN) $(PINS) --all-extras pyproject.toml requirements/synth.in requirements/test.in -o requirements/test.txt
	$(PIN) $(PINS) --extra cdk pyproject.toml requirements/synth.in -c requirements/test.txt -o requirements/synth.txt
	$(PIN) $(PINS) --all-extras pyproject.toml requirements/synth.in requirements/floor.in -o requirements/floor.txt
	$(PIN) $(PINS) requirements/bench.in -c requirements/test.txt -o requirements/bench.txt
	$(PIN) $(PINS) requirements/proof.in -c requirements/test.txt -o requirements/proof.txt
	$(PIN) $(PINS) requirements/audit.in -o requirements/audit.txt
	$(PIN) $(PINS) requirements/ministack.in -o requirements/ministack.txt
	$(PIN) $(PINS) requirements/site.in -c requirements/test.txt -o requirements/site.txt

clean:
	rm -rf .venv .floor .ministack .audit .site site .cache node_modules cdk.out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

.PHONY: help synth test floor proof package audit bench site format pins clean

.venv/.stamp-synth: requirements/synth.txt pyproject.toml | .venv/.stamp
	@echo 'installing the pinned Python packages and Node into .venv'
	@.venv/bin/$(PIP_INSTALL) --require-hashes -r $<
	@.venv/bin/$(PIP_INSTALL) --no-build-isolation --no-deps -e .
	@touch $@

.venv/.stamp-test: requirements/test.txt .venv/.stamp-synth
	@echo 'installing the pinned developer tools into .venv'
	@.venv/bin/$(PIP_INSTALL) --require-hashes -r $<
	@touch $@

.venv/.stamp-proof: requirements/proof.txt .venv/.stamp-test
	@echo 'installing what the proofs need into .venv'
	@.venv/bin/$(PIP_INSTALL) --require-hashes -r $<
	@touch $@

.venv/.stamp-bench: requirements/bench.txt .venv/.stamp-test
	@echo 'installing the pinned peers of the benchmarks into .venv'
	@.venv/bin/$(PIP_INSTALL) --require-hashes -r $<
	@touch $@

.floor/.stamp: requirements/floor.txt | .venv/.stamp
	@echo 'installing the oldest allowed aws-cdk-lib into .floor'
	@.venv/bin/python -m venv --clear .floor
	@.floor/bin/$(PIP_INSTALL) --require-hashes -r $<
	@.floor/bin/$(PIP_INSTALL) --no-build-isolation --no-deps -e .
	@touch $@

.ministack/.stamp: requirements/ministack.txt | .venv/.stamp
	@echo 'installing MiniStack into .ministack'
	@.venv/bin/python -m venv --clear .ministack
	@.ministack/bin/$(PIP_INSTALL) --require-hashes -r $<
	@touch $@

.site/.stamp: requirements/site.txt | .venv/.stamp
	@echo 'installing what builds the documentation into .site'
	@.venv/bin/python -m venv --clear .site
	@.site/bin/$(PIP_INSTALL) --require-hashes -r $<
	@touch $@

.audit/.stamp: requirements/audit.txt | .venv/.stamp
	@echo 'installing pip-audit into .audit'
	@.venv/bin/python -m venv --clear .audit
	@.audit/bin/$(PIP_INSTALL) --require-hashes -r $<
	@touch $@

node_modules/.stamp: package-lock.json .venv/.stamp-synth
	@echo 'installing the cdk command line into node_modules'
	@.venv/bin/npm ci --loglevel=error --no-fund --no-audit --no-update-notifier --ignore-scripts >/dev/null
	@touch $@

.venv/.stamp:
	@$(if $(filter usable,$(firstword $(python))),,$(error $(python)))
	@'$(wordlist 2,99,$(python))' -m venv --clear .venv
	@touch $@

# "usable PATH", or what the first interpreter that runs lacks (a pyenv shim can exist and still not run).
python = $(eval python := $(find_python))$(python)
find_python = $(shell \
	for python in $(if $(PYTHON),'$(PYTHON)',python3 python3.14 python3.13 python3.12 python3.11); do \
		path=$$("$$python" -c 'import sys; print(sys.executable)' 2>/dev/null) || continue; \
		version=$$("$$path" -c 'import platform; print(platform.python_version())'); \
		if ! "$$path" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
			lack="constructs_gw needs Python 3.11 or newer; found $$version at $$path. Set PYTHON=/path/to/python3.11"; \
		elif ! "$$path" -c 'import ensurepip, venv' 2>/dev/null; then \
			lack="Python $$version at $$path cannot make a virtual environment. On Debian: apt-get install python$${version%.*}-venv"; \
		else \
			echo "usable $$path"; exit; \
		fi; \
		first=$${first:-$$lack}; \
	done; \
	echo "$${first:-constructs_gw needs Python 3.11 or newer; found no $(or $(PYTHON),python3). Set PYTHON=/path/to/python3.11}")

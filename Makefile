# Shortcuts; ./setup.sh does the work.
PYTHON := .venv/bin/python
# Holds gold.jsonl, score.py and the files of labelled CVs; it is not part of the project.
LABELLED_CVS ?= ../shared/data/cv_dev
# Without those of its modules that need the network.
WAPITI := backup,cookieflags,crlf,csp,exec,file,htaccess,http_headers,methods,permanentxss,redirect,sql,xss,xxe
CHECKS := types migrations html imports messages ruff format templates spelling

.PHONY: run install test coverage long-tests long-histories chaos load soak cv-score doctor lint check-deployment screenshots lighthouse clients mutants $(CHECKS:%=lint-%) fix requirements environment security sbom

run:
	@./setup.sh

install:
	@./setup.sh install

# make test ARGS="-k last_seat"
test:
	@./setup.sh test $(ARGS)

# The whole suite once more, which also has to reach the share of lines and branches that pyproject.toml asks for; takes
# half an hour, twice as long as without counting (docs/decisions/0012).
coverage:
	@./setup.sh test --cov --numprocesses=3 --no-loadscope-reorder

# The whole API, asked some hundred times more than in the ordinary tests, and all programs with known verdicts; takes
# a quarter of an hour.
long-tests:
	@FUZZ_EXAMPLES=300 ./setup.sh test tests/isolation/test_described_answers.py
	@EVERY_PROGRAM=1 EVERY_SOLUTION=1 ./setup.sh test apps/code_assessment/tests/test_corpus.py apps/code_assessment/tests/test_solutions.py

# Two thousand histories of purchases with ends of processes in between, and all orders of seven events of ten
# stories; takes a night.
long-histories:
	@HISTORIES=2000 EVERY_ORDER=7 ./setup.sh test apps/billing/tests/test_any_history.py \
		apps/billing/tests/test_orders_of_events.py

# Faults done to real processes, each measured beside what is demanded (docs/faults.md); takes an hour. The short form is
# CHAOS_UPLOADS=50 CHAOS_KILLS=3 CHAOS_AWAY_SECONDS=10 make chaos, and some of them make chaos FAULTS=tests/chaos/test_disk.py
FAULTS ?= tests/chaos apps/interviews/tests/test_killed.py apps/billing/tests/test_killed.py \
	apps/code_assessment/tests/test_runner_killed.py tests/test_queue_faults.py
chaos:
	@CHAOS=1 CHAOS_KILLS=$${CHAOS_KILLS:-20} ./setup.sh test -n 0 -q $(FAULTS)

# A mix of pages, API, uploads, interviews and programs against a product of its own, beside a bare Django view
# (docs/load.md); takes a quarter of an hour to half an hour. The short form is LOAD_SECONDS=6 LOAD_TENANTS=3,5 make load.
load: environment
	@$(PYTHON) -m benchmarks.load

# Fifty people who work for two hours: memory, errors and times, over time (docs/faults.md). SOAK_SECONDS=300 make soak is short.
soak:
	@CHAOS=1 SOAK_SECONDS=$${SOAK_SECONDS:-7200} ./setup.sh test -n 0 -q tests/chaos/test_soak.py

# What decides over money, access and judgement, changed one place at a time in a copy of the tree: each change that no test
# notices is printed, to be killed by a test or explained in docs/decisions/0020. An hour.
MUTANTS := build/mutants
mutants: environment
	@rm -rf $(MUTANTS) && mkdir -p $(MUTANTS) && git ls-files -z | xargs -0 cp --parents -t $(MUTANTS)
	@$(PYTHON) -m venv $(MUTANTS)/tool && $(MUTANTS)/tool/bin/pip install --quiet cosmic-ray==8.7.0
	@ln -s $(CURDIR)/.venv $(MUTANTS)/.venv
	@cd $(MUTANTS) && tool/bin/cosmic-ray init tests/mutation/decisions.toml mutants.sqlite \
		&& tool/bin/cr-filter-operators mutants.sqlite tests/mutation/decisions.toml \
		&& tool/bin/cosmic-ray exec tests/mutation/decisions.toml mutants.sqlite \
		&& tool/bin/cr-report --show-diff --surviving-only mutants.sqlite

doctor:
	@./setup.sh doctor

# Of all main pages into build/screenshots, and those that the documents show into docs/img.
screenshots: environment
	@$(PYTHON) -m tests.browser.screenshots
	@$(PYTHON) -m tests.browser.tour

# The typed Python client and the Postman collection in clients/, from the API's description.
clients: environment
	@$(PYTHON) manage.py api_clients

# How well CVs are read: F1 of each field, by cross-validation over a folder of labelled CVs; takes five minutes.
cv-score: environment
	@$(PYTHON) manage.py cv_score $(LABELLED_CVS)

# Lighthouse over the main pages, desktop and mobile; takes four minutes.
lighthouse: environment
	@$(PYTHON) -m benchmarks.lighthouse

# Dockerfile by hadolint, docker-compose.yml by the Compose specification, manifests by the schemas of Kubernetes; fetches
# 60 MB of tools the first time.
check-deployment:
	@./setup.sh install deploy
	@.venv/bin/hadolint Dockerfile
	@$(PYTHON) -m deploy.compose_check docker-compose.yml
	@.venv/bin/kubernetes-validate --strict --quiet $(filter-out %/kustomization.yaml,$(wildcard deploy/kubernetes/*.yaml))

# Tools that look for holes: bandit, and semgrep with our own rules, which are tried first. Two minutes.
# With wapiti (apt-get install wapiti) and the address of a product just started, its pages too: make security AT=http://localhost:8000/
security: .venv-security/installed
	@.venv-security/bin/bandit --quiet --recursive --severity-level medium --confidence-level medium \
	  --configfile pyproject.toml apps config stripe_simulator
	@.venv-security/bin/semgrep --test --metrics=off --disable-version-check --quiet tests/security/semgrep
	@.venv-security/bin/semgrep scan --error --quiet --metrics=off --disable-version-check \
	  --config tests/security/semgrep/rostrum.yaml --exclude tests --exclude problems apps config stripe_simulator
	@if [ -n "$(AT)" ]; then wapiti --url "$(AT)" --module $(WAPITI) --scope domain --max-scan-time 600 --flush-session \
	  --no-bugreport --format txt --output .venv/logs/wapiti.txt && cat .venv/logs/wapiti.txt; else echo "wapiti: not run"; fi
	@echo "security: done"

# What the product is made of, from the lists that are installed (CycloneDX).
sbom: .venv-security/installed
	@mkdir -p build
	@.venv-security/bin/cyclonedx-py requirements --output-reproducible --of JSON -o build/sbom.json requirements/base.txt
	@echo "build/sbom.json"

.venv-security/installed: requirements/security.txt
	@$(PYTHON) -m venv .venv-security
	@.venv-security/bin/python -m pip install --quiet --require-hashes --requirement requirements/security.txt
	@touch $@

environment:
	@./setup.sh install dev

# Two at a time, slowest first, each one's words in one piece.
lint: environment
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target --keep-going $(CHECKS:%=lint-%)
	@echo "lint: all clean"

lint-ruff:
	@$(PYTHON) -m ruff check --quiet .

lint-format:
	@$(PYTHON) -m ruff format --quiet --check . || { echo "format: run make fix"; exit 1; }

lint-types:
	@$(PYTHON) -m mypy --no-error-summary

lint-imports:
	@.venv/bin/lint-imports --no-logo > .venv/logs/lint-imports.log 2>&1 || { cat .venv/logs/lint-imports.log; exit 1; }

lint-templates:
	@git ls-files -z -- '*.html' | xargs -0 -r .venv/bin/djade --target-version 5.2 --check

lint-html:
	@$(PYTHON) -m djlint --lint --quiet templates apps

lint-spelling:
	@git ls-files -z | xargs -0 $(PYTHON) -m codespell_lib

lint-migrations:
	@$(PYTHON) manage.py makemigrations --check --dry-run --verbosity 1 > .venv/logs/lint-migrations.log 2>&1 \
	  || { cat .venv/logs/lint-migrations.log; exit 1; }

lint-messages:
	@$(PYTHON) manage.py messages --check

fix:
	@$(PYTHON) -m ruff check --quiet --fix . || true
	@$(PYTHON) -m ruff format --quiet .
	@git ls-files -z -- '*.html' | xargs -0 -r .venv/bin/djade --target-version 5.2 || true

# Pins and hashes from the .in files; dev builds upon base.
requirements:
	@$(PYTHON) -m pip install --quiet uv
	@cd requirements && for list in base dev deploy node security; do \
	  ../$(PYTHON) -m uv pip compile --quiet --generate-hashes --no-strip-extras --no-header --python-version 3.11 $$list.in -o $$list.txt; \
	done

# The two commands of the README are `make` and `make test`; everything else is for those who change Tuyun.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
OUT    ?= public

.DEFAULT_GOAL := sample
.PHONY: help sample install test format lint types tests generated interop bench bench-claims bench-reading bench-growth \
        bench-site bench-changes bench-incremental bench-tables bench-cookbook bench-sparql bench-portal bench-pipeline \
        bench-spark engines lighthouse editor fuzz kills edits spark spark-installed packages clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

sample: install ## set up and build the sample archive into public/ (the first README command)
	$(BIN)/tuyun build archive --out $(OUT)

install: $(VENV)/.installed ## make the virtual environment with Tuyun and its tools in it

# setuptools tells of every editable install with mapped folders that it is one: nothing to act on.
$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	PYTHONWARNINGS='ignore:Editable installation' $(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

test: format lint types generated tests ## everything that must hold (the second README command)

format: install ## is the code formatted?
	$(BIN)/ruff format --check .

lint: install ## ruff
	$(BIN)/ruff check .

types: install ## mypy --strict
	$(BIN)/mypy

generated: install ## are generated files up to date?
	$(BIN)/tuyun terms --check

tests: install ## pytest; what needs a missing outside program is skipped, saying which
	$(BIN)/pytest -n 2

bench-site: install ## pages of articles beside Hugo (Debian's `hugo`): pages a second, bytes a page, memory
	$(BIN)/python -m bench.site $(ARTICLES)

packages: ## install the outside programs of the tests (Debian packages, npm); needs root
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	  chromium fonts-dejavu-core raptor2-utils serdi libapache-jena-java \
	  nginx-light caddy wrk curl rasqal-utils virtuoso-opensource-7-bin libmarc-lint-perl libmarc-xml-perl libmods-record-perl \
	  $$(command -v java >/dev/null || echo default-jre-headless) $$(command -v npm >/dev/null || echo nodejs npm)
	npm ci --prefix tests/interop --no-audit --no-fund --silent
	npm ci --prefix tests/clients --no-audit --no-fund --silent --ignore-scripts
	npm ci --prefix tests/audit --no-audit --no-fund --silent --ignore-scripts
	npm ci --prefix exports/editor/bundle --no-audit --no-fund --silent --ignore-scripts

BUNDLE := exports/editor/bundle
MODULES := $(BUNDLE)/node_modules
LICENSED := codemirror lodash-es store query-string decode-uri-component filter-obj split-on-first strict-uri-encode \
            dompurify events

editor: ## copy the query editor of the pages out of the npm packages that its lock file names
	npm ci --prefix $(BUNDLE) --no-audit --no-fund --silent --ignore-scripts
	cp $(MODULES)/@zazuko/yasqe/build/yasqe.min.js $(MODULES)/@zazuko/yasqe/build/yasqe.min.css $(BUNDLE)/
	(echo "== @zazuko/yasqe, @zazuko/yasgui-utils (https://github.com/rdfjs/Yasgui)"; echo; cat $(BUNDLE)/yasgui.LICENSE; \
	 for one in $(LICENSED); do echo; echo "== $$one"; echo; cat $(MODULES)/$$one/LICENSE 2>/dev/null || cat $(MODULES)/$$one/license; done) \
	 > $(BUNDLE)/yasqe.LICENSES.txt

kills: install ## 200 builds killed at moments drawn by dice; each time the release stands and the next build succeeds
	TUYUN_KILLS=200 $(BIN)/pytest -q -rP -n 2 tests/test_kills.py -k killed

edits: TUYUN_SEED := $(or $(TUYUN_SEED),$(shell date +%s))
edits: install ## 1,000 sequences of random edits: after each edit a build that knows the work before equals a clean one; TUYUN_SEED=… draws the same again
	@echo 'The same edits again: make edits TUYUN_SEED=$(TUYUN_SEED) SEQUENCES=$(or $(SEQUENCES),1000)'
	TUYUN_SEED=$(TUYUN_SEED) TMPDIR=$(firstword $(wildcard /dev/shm) /tmp) TUYUN_EDITS=$(or $(SEQUENCES),1000) \
	  $(BIN)/pytest -q -n 2 tests/test_edits.py -k any_edits

spark: spark-installed ## builds on a real Spark cluster of two workers: the same releases (400 MB; Java 17, Debian's package needs root)
	TUYUN_SPARK=1 $(BIN)/pytest -q -rs tests/spark

spark-installed: install
	command -v java >/dev/null || (apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless)
	$(BIN)/pip install -q -e '.[spark]'

bench-spark: spark-installed ## a build on one machine beside a cluster of two workers on it; ARTICLES=50000
	PYTHONPATH=tests $(BIN)/python -m bench.spark $(ARTICLES)

interop: install ## all formats read back by readers of other makers; nothing is skipped
	CI=true $(BIN)/pytest -n 2 tests/interop

bench: bench-pipeline bench-incremental bench-claims bench-reading bench-growth bench-site bench-changes bench-tables bench-cookbook bench-sparql bench-portal ## all benchmarks

bench-pipeline: install ## a whole build without pages by size, beside rdflib and pySHACL (PLAIN=50000 articles)
	$(BIN)/python -m bench.pipeline $(ARTICLES) --plain $(or $(PLAIN),50000)

engines: install ## both SHACL engines on the view of 5,000 generated articles: time, and the same results
	$(BIN)/python -m bench.pipeline 500 --engines 5000

# Each of these needs other versions of what Tuyun uses too, so it gets an environment of its own.
PEERS := .venv-peers/morph-kgc/.installed .venv-peers/maplib/.installed

.venv-peers/%/.installed:
	$(PYTHON) -m venv .venv-peers/$*
	.venv-peers/$*/bin/python -m pip install --quiet '$*==$(VERSION)'
	touch $@

.venv-peers/morph-kgc/.installed: VERSION := 2.10.0
.venv-peers/maplib/.installed: VERSION := 0.20.26

bench-claims: install $(PEERS) ## records to N-Quads beside rdflib, morph-kgc and maplib: ratios and peak memory
	$(BIN)/python -m bench.claims $(ARTICLES)

bench-reading: install ## how well pages are read: precision, recall and F1 a field, with every miss
	$(BIN)/python -m bench.reading.measure

bench-growth: install ## how the reader's speed and memory grow with the number of authority records
	$(BIN)/python -m bench.reading.growth

lighthouse: sample ## home, the largest entity and search in Lighthouse: at least 95 of 100 in each category
	npm install --prefix bench/lighthouse --no-audit --no-fund --silent --ignore-scripts --no-package-lock
	PYTHONPATH=tests $(BIN)/python -m bench.lighthouse $(OUT)/current

bench-incremental: install ## builds after no, one and 1 % changed records beside clean ones: processor seconds; ARTICLES=50000
	$(BIN)/python -m bench.incremental $(ARTICLES)

bench-changes: install ## two releases compared: time and memory by size
	$(BIN)/python -m bench.changes

bench-tables: install ## the tables of a release: processor seconds, memory and bytes by size
	$(BIN)/python -m bench.tables

bench-portal: install ## the portal beside nginx and beside a DESCRIBE for each request: answers, latency, dumps, memory
	$(BIN)/python -m bench.portal

fuzz: install ## every reader of strangers' bytes by a fuzzer, SECONDS (600) of a processor each; what it finds stays in tests/fuzz/found
	$(BIN)/pip install -q -e '.[fuzz]'
	cd tests && ../$(BIN)/python -m fuzz $(or $(SECONDS),600)

bench-sparql: install ## queries: the portal beside oxigraph serve, Virtuoso and (small sizes) rdflib; ARTICLES=50000
	$(BIN)/python -m bench.sparql $(ARTICLES)

bench-cookbook: install ## the questions of the cookbook over a large archive: seconds a question, memory
	$(BIN)/python -m bench.cookbook $(ARTICLES)

clean: ## remove what was built
	rm -rf $(OUT) build *.egg-info .pytest_cache .mypy_cache .ruff_cache

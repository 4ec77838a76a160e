# Every command a person or CI runs. `make` alone lists them.
# The machine's Node (20 or later) only starts; everything runs on the workspace's own Node 24.
.DEFAULT_GOAL := help
.PHONY: help up up-infra down reset status logs millrace demo test check check-all boundaries generate bench chaos outage fuzz clients new-service

RUN := node deploy/local/bootstrap.mjs
LOCAL := $(RUN) node deploy/local/src/main.ts

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z%-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

up: ## Start everything: the local stack and every service
	@$(LOCAL) up

up-infra: ## Start only Kafka, the schema registry, Redis, ClickHouse's engine and the inbox
	@$(LOCAL) up --only infrastructure

down: ## Stop what `make up` started
	@$(LOCAL) down

reset: ## Stop everything and delete its data (downloads stay)
	@$(LOCAL) reset

status: ## Show which process runs, since when, how far behind it is, and where its log is
	@$(LOCAL) status

logs: ## Follow the logs, of one part with SERVICE=<name>
	@$(LOCAL) logs $(SERVICE)

millrace: ## Steer the workspace: make millrace ARGS="tail shop-web" (ARGS="--help" lists the commands)
	@$(RUN) node packages/cli/src/main.ts $(ARGS)

demo: ## Send a shop's traffic through everything and count it (ARGS="--help" lists the options)
	@$(RUN) node test/demo/main.ts $(ARGS)

test: ## Run what CI runs: checks and tests, on a local stack of their own
	@$(RUN) node tools/run-tests.ts $(ARGS)

test-%: ## Run the tests of one level only: test-rule, test-property, test-topology, test-integration, test-e2e
	@$(RUN) node tools/run-tests.ts --skip-checks --level $*

check: ## Run format, lint, types, boundaries, unused code, generated files, schemas, and the tests that need nothing
	@$(RUN) node tools/run-tests.ts --level rule,property,topology

check-all: ## Run every check and every test
	@$(RUN) node tools/run-tests.ts

boundaries: ## Check who imports whom: pure packages <- runtime and adapters <- services
	@$(RUN) node tools/check.ts boundaries

generate: ## Write everything that derives from schemas/ and from the destinations' folders
	@$(RUN) node tools/generate.ts

bench: ## Measure throughput, latency and cost against the running stack (ARGS="--help" lists the options)
	@$(RUN) node test/load/main.ts $(ARGS)

chaos: ## Kill the services with -9 under load on the running stack, then compare ledgers (ARGS="--help" lists the options)
	@$(RUN) node test/chaos/main.ts $(ARGS)

outage: ## Take Kafka away under load on the running stack, then compare ledgers (ARGS="--help" lists the options)
	@$(RUN) node test/outage/main.ts $(ARGS)

fuzz: ## Send generated requests, good and hostile, to the running gateway and judge its answers (ARGS="--help" lists the options)
	@$(RUN) node test/fuzz/main.ts $(ARGS)

clients: ## Run published client libraries of other languages against the running stack (ARGS="python go", "--help" lists the options)
	@$(RUN) node test/clients/main.ts $(ARGS)

new-service: ## Make the folder of a new service: make new-service NAME=trait-computer
	@$(RUN) node tools/new-service.ts $(NAME)

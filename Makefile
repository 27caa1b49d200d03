# What a newcomer can do here. `make` alone lists it; the scripts are in .dev/.

.DEFAULT_GOAL := help
.PHONY: help demo demo-form demo-reset db db-stop test test-deploy bench api-document fmt lint

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | \
		awk -F '\t' '{ printf "  make %-12s %s\n", $$1, $$2 }'

demo: ## Run Clerk with made-up people until Ctrl-C (PORT=8000 chooses the port)
	@.dev/demo.sh

demo-form: ## Send a rental-repairs form to the running demo
	@.dev/demo-form.sh

demo-reset: ## Delete the demo's data
	@.dev/demo.sh reset

db: ## Start the private PostgreSQL alone, for development
	@.dev/db.sh start

db-stop: ## Stop it
	@.dev/db.sh stop

test: ## Check and test everything
	@.dev/test.sh

test-deploy: ## Build the images and ship them with a real Docker engine, under load
	@tests/deploy/run.sh

bench: ## Print how fast Clerk is with 100,000 cases (CASES=... for another number)
	@.dev/bench.sh

api-document: ## Write docs/openapi.json anew, after a change of the API
	@CLERK_WRITE_API_DOCUMENT=1 cargo test --package clerk-tests --test it -- api_document::the_committed_copy

fmt: ## Format the code
	@cargo fmt --all

lint: ## Check format and lints only
	@.dev/test.sh lint

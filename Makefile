# make demo   build, then plan the example county and check the plan
# make test   every check that continuous integration runs
#
# One cargo profile (release) and one set of features throughout: the solver HiGHS is compiled
# once per profile, and that takes minutes.

RUN := .ci/with-tools
CARGO := $(RUN) cargo
ALL := --release --locked --workspace

.PHONY: all build demo test lint format fmt clippy clean

all: build

build:
	$(CARGO) build $(ALL) --all-targets

demo: build
	target/release/kehou demo

# The test runner comes last, so that the last lines printed are its count.
test: build lint
	$(CARGO) test $(ALL) --doc
	@if $(CARGO) nextest --version >/dev/null 2>&1; then \
		set -x; $(CARGO) nextest run $(ALL); \
	else \
		set -x; $(CARGO) test $(ALL) --all-targets; \
	fi

lint: fmt clippy

fmt:
	@if $(CARGO) fmt --version >/dev/null 2>&1; then \
		set -x; $(CARGO) fmt --all --check; \
	else echo "rustfmt is not installed: formatting not checked"; fi

clippy:
	@if $(CARGO) clippy --version >/dev/null 2>&1; then \
		set -x; $(CARGO) clippy $(ALL) --all-targets -- -D warnings; \
	else echo "clippy is not installed: lints not checked"; fi

format:
	$(CARGO) fmt --all

clean:
	$(CARGO) clean

# Optional, needs npm: the schema against buf's STANDARD and COMMENTS rules.
BUF := target/buf/node_modules/.bin/buf

.PHONY: lint-proto
lint-proto: $(BUF)
	cd proto && ../$(BUF) lint

$(BUF):
	npm install --silent --no-save --prefix target/buf @bufbuild/buf@1.75.0

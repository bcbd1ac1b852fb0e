# make demo   build, then plan the example county and check the plan
# make test   every check that continuous integration runs
# make drills the service under faults, full counts (server/README.md)
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
test: build lint service
	$(CARGO) test $(ALL) --doc
	@if $(CARGO) nextest --version >/dev/null 2>&1; then \
		set -x; .ci/with-postgres $(CARGO) nextest run $(ALL); \
	else \
		set -x; .ci/with-postgres $(CARGO) test $(ALL) --all-targets; \
	fi

# The service by a client in Python that is generated from proto/, and its fault drills, on SQLite
# and on a PostgreSQL of their own. `drills` has full counts, `load` measures.
SERVICE := .ci/with-postgres .ci/with-python target/drills/venv server/drills/requirements.txt

.PHONY: service drills load county
service: build
	$(SERVICE) server/drills/test_calls.py
	$(SERVICE) server/drills/test_balance.py
	$(SERVICE) server/drills/test_limits.py
	$(SERVICE) server/drills/test_readme.py
	$(SERVICE) server/drills/drills.py

drills: build
	$(SERVICE) server/drills/drills.py --full

load: build
	$(SERVICE) server/drills/load.py

# Every school of the county a client of its own, all at once.
county: build
	$(SERVICE) server/drills/county.py

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

# Speed and quality, see benches/README.md. `bench` takes about 35 minutes, most of it
# other solvers' time; `bench-full` hours. More by hand: target/release/kehou-bench --help.
PEERS := target/bench/peers
BENCH := target/release/kehou-bench

.PHONY: bench bench-full bench-county bench-table
bench: build $(PEERS)/.ready
	$(BENCH) suite --python $(PEERS)/bin/python

bench-full: build $(PEERS)/.ready
	$(BENCH) suite --full --seeds 35 --python $(PEERS)/bin/python

bench-county: build
	$(BENCH) county --threads 2 --seconds 120

# The county with loans between schools against the same county without.
.PHONY: bench-bureau
bench-bureau: build
	$(BENCH) bureau --threads 2 --seconds 90

# The ten policy profiles, a few schools each, with all their rules on; the table goes into
# benches/README.md.
.PHONY: profiles
profiles: build
	$(BENCH) profiles --into benches/README.md

# The engine against the integer program of HiGHS on thousands of small random schools with every
# rule on, and of bureaus of two or three schools; about 15 minutes of CPU.
.PHONY: agreement
agreement: build
	$(BENCH) agreement --cases 3000
	$(BENCH) agreement --cases 3000 --loans --plain --seconds 20
	$(BENCH) agreement --cases 300 --loans --seconds 2

# Puts what was measured last into benches/README.md and draws benches/curve.svg.
bench-table: build
	$(BENCH) report --into benches/README.md

$(PEERS)/.ready: benches/peers/requirements.txt
	python3 -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install -q --disable-pip-version-check -r $<
	touch $@

# Optional, needs npm: the schema against buf's STANDARD and COMMENTS rules.
BUF := target/buf/node_modules/.bin/buf

.PHONY: lint-proto
lint-proto: $(BUF)
	cd proto && ../$(BUF) lint

$(BUF):
	npm install --silent --no-save --prefix target/buf @bufbuild/buf@1.75.0

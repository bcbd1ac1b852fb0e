build:
	cargo build --release --workspace --all-targets

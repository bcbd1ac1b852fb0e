//! kehou
fn main() {}

//! What this process has used.

use rustix::time::{ClockId, clock_gettime};
use std::{fs, process};

/// CPU seconds (user and system) so far, all threads.
pub fn cpu_seconds() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// Most memory resident so far, MiB; 0 where the kernel does not say.
pub fn peak_mib() -> f64 {
    peak_kib_of(process::id()).unwrap_or(0) as f64 / 1024.0
}

/// Most memory of a process resident so far, KiB.
pub fn peak_kib_of(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

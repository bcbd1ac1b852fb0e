"""What all peers share: the command line, the CPU clock and the answer as one JSON line.

A peer is given an MPS file and CPU seconds for the search; reading the file is not counted.
"""

import argparse
import json
import resource
import threading
import time


class Clock:
    """CPU seconds of the whole process, all threads, since the search began."""

    def __init__(self, limit):
        self.limit = limit
        self.restart()

    def restart(self):
        self.cpu, self.wall = time.process_time(), time.monotonic()

    def used(self):
        return time.process_time() - self.cpu

    def is_over(self):
        return self.used() >= self.limit


def when_over(clock, stop):
    """Calls `stop` from a thread of its own when the CPU time is used up."""

    def watch():
        while not clock.is_over():
            time.sleep(0.05)
        stop()

    threading.Thread(target=watch, daemon=True).start()


def main(name, version, threads, search):
    """Runs `search(file, clock)`, which restarts the clock once the file is read and returns
    the status, the value (None: no plan) and the bound (None: no bound)."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--seconds", type=float, required=True, help="CPU seconds a thread")
    arguments = parser.parse_args()
    clock = Clock(arguments.seconds * threads)
    status, value, bound = search(arguments.file, clock)
    answer = {
        "peer": f"{name} {version}",
        "threads": threads,
        "limit": arguments.seconds,
        "cpu": round(clock.used(), 2),
        "wall": round(time.monotonic() - clock.wall, 2),
        "peak_kib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        "status": status,
        "value": value,
        "bound": bound,
    }
    print(json.dumps(answer), flush=True)


def finite(number):
    """The number, or None where a solver has none or says infinity."""
    return number if isinstance(number, (int, float)) and abs(number) < 1e19 else None

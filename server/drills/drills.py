"""Fault drills: what is done to the server, and what must hold afterwards.

    python drills.py [--full] [--only D1,D7] [--backend sqlite]

Each drill runs on each database that is here, with reduced counts unless --full. What was
acknowledged is kept outside the server and compared with what it holds afterwards.
"""

import argparse
import sys
import time
import traceback

import abuse
import access
import county
import crash
import workers
from harness import BACKENDS

DRILLS = {
    "D1": crash.d1_kill,
    "D3": crash.d3_disk_full,
    "D5": crash.d5_locked,
    "D6": workers.d6_worker_killed,
    "D7": crash.d7_duplicates,
    "D8": workers.d8_poison,
    "D9": workers.d9_cancel,
    "D10": abuse.d10_slow_readers,
    "D13": abuse.d13_garbage,
    "D14": abuse.d14_bombs,
    "D18": workers.d18_storm,
    "D20": crash.d20_backup,
    "D21": workers.d21_drain,
    "D24": access.d24_isolation,
    "county": county.drill,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="full counts")
    parser.add_argument("--only", help="drills, separated by commas")
    parser.add_argument("--backend", help="sqlite or postgres; unset: all that are here")
    args = parser.parse_args()
    wanted = args.only.split(",") if args.only else list(DRILLS)
    failed = 0
    for backend in [args.backend] if args.backend else BACKENDS:
        for name in wanted:
            began = time.monotonic()
            try:
                said = DRILLS[name](backend, args.full)
                verdict = "ok"
            except Exception as error:  # noqa: BLE001
                traceback.print_exc()
                said, verdict, failed = (
                    f"{type(error).__name__}: {error}"[:300],
                    "FAILED",
                    failed + 1,
                )
            seconds = time.monotonic() - began
            print(f"{verdict:6} {name:6} {backend:8} {seconds:6.1f} s  {said}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

"""Drills: jobs and their workers."""

import os
import shutil
import signal
import statistics
import tempfile
import time

import grpc

from common import LONG, RETRIED, SHORT, end, everything, p99, revisions_of
from harness import (
    OVER,
    Server,
    bureau_pb2,
    job,
    plan,
    reason,
    refused,
    school_named,
    side_by_side,
)


def d6_worker_killed(backend, full):
    """Workers are killed or stopped in mid-search: the job goes on in another attempt, once."""
    rounds = 20 if full else 2
    jobs = {"slots": 2, "silence_seconds": 2}
    with Server(backend, jobs=jobs) as server:
        client = server.client("s1")
        held = client.add_dataset(school_named("s1"))
        slowest = 0.0
        for sign in [signal.SIGKILL, signal.SIGSTOP] * rounds:
            made = client.add_job(held, time_limit_seconds=4, work_limit=None, gap=0.0)
            client.until(made.name, job.JOB_STATE_RUNNING)
            while not server.workers():
                time.sleep(0.01)
            began = time.monotonic()
            worker = server.workers()[0]
            os.kill(worker, sign)
            while server.workers() in ([worker], []):
                assert time.monotonic() - began < 30, "no other attempt"
                time.sleep(0.02)
            slowest = max(slowest, time.monotonic() - began)
            if sign == signal.SIGSTOP:
                try:
                    os.kill(worker, signal.SIGCONT)
                    raise AssertionError("the stopped worker still lives")
                except ProcessLookupError:
                    pass
            over = client.wait(made.name)
            assert over.state == job.JOB_STATE_SUCCEEDED and over.failed_attempts == 1, over
            assert len(revisions_of(client, [made.name])[made.name]) == 1
        return (
            f"{rounds} killed, {rounds} stopped; next attempt <= {slowest:.1f} s; one revision each"
        )


POISON = """#!/bin/sh
# Breaks the worker for some seeds, as a fault of the program or a lack of memory would.
case "$*" in
    *"--seed 666"*) kill -9 $$ ;;
    *"--seed 667"*) exec sleep 1000 ;;
    *"--seed 668"*) ulimit -v 20000 ;;
esac
exec "$@"
"""


def d8_poison(backend, full):
    """Jobs whose worker dies, hangs or runs out of memory fail after 3 attempts; others go on."""
    folder = tempfile.mkdtemp(prefix="kehou-poison-")
    script = os.path.join(folder, "poison")
    with open(script, "w") as out:
        out.write(POISON)
    os.chmod(script, 0o755)
    jobs = {"slots": 2, "wrapper": [script], "silence_seconds": 1}
    with Server(backend, jobs=jobs) as server:
        good, bad = server.client("s1"), server.client("s2")
        data = good.add_dataset(school_named("s1"))
        poisoned = bad.add_dataset(school_named("s2"))
        count = 10 if full else 4

        def through():
            times = []
            for _ in range(count):
                began = time.monotonic()
                assert good.wait(good.add_job(data, **SHORT).name).state == job.JOB_STATE_SUCCEEDED
                times.append(time.monotonic() - began)
            return times

        before = through()
        made = {seed: bad.add_job(poisoned, seed=seed, **SHORT).name for seed in (666, 667, 668)}
        during = through()
        expected = {666: "WORKER_DIED", 667: "WORKER_SILENT", 668: "WORKER_DIED"}
        for seed, name in made.items():
            over = bad.wait(name)
            assert over.state == job.JOB_STATE_FAILED and over.failed_attempts == 3, over
            assert over.failure.reason == expected[seed] and over.failure.text.zh, over.failure
        assert server.get("/readyz")[0] == 200
        shutil.rmtree(folder)
        medians = statistics.median(before), statistics.median(during)
        return "killed, hung and out of memory: failed after 3 attempts; others' median {:.2f} s, before {:.2f} s".format(
            *medians[::-1]
        )


def d9_cancel(backend, full):
    """Cancelling in each state: the processor is free within a second and the best plan is kept."""
    rounds = 100 if full else 4
    with Server(backend, jobs={"slots": 1, "waiting": 1000}) as server:
        client = server.client("s1")
        held = client.add_dataset(school_named("s1", 200))
        times, kept = [], 0
        for _ in range(rounds):
            running = client.add_job(held, **LONG)
            waiting = client.add_job(held, **LONG)
            for event in client.WatchJob(job.WatchJobRequest(name=running.name)):
                if event.job.progress.schools_planned:
                    break
            assert client.cancel(waiting.name).state == job.JOB_STATE_CANCELLED
            began = time.monotonic()
            client.cancel(running.name)
            while server.workers():
                time.sleep(0.005)
            times.append(time.monotonic() - began)
            over = client.wait(running.name, 5)
            assert over.state == job.JOB_STATE_CANCELLED
            kept += bool(over.revision)
            assert client.cancel(running.name) == over
        assert p99(times) <= 1.0, times
        assert kept == rounds, f"{kept} of {rounds} kept their plan"
        data = bureau_pb2.Bureau()
        data.CopyFrom(school_named("s1", 200))
        # A caller who leaves before the answer does not keep a core.
        body = client.GetRevision(plan.GetRevisionRequest(name=over.revision, with_plan=True)).plan
        for _ in range(20):
            try:
                client.EvaluatePlan(plan.EvaluatePlanRequest(dataset=held.name, plan=body), 0.002)
            except grpc.RpcError:
                pass
        began = cpu(server.process.pid)
        time.sleep(0.7)
        idle = cpu(server.process.pid) - began
        assert idle < 0.3, idle
        return f"{rounds} running: processor free p99 {p99(times):.2f} s, all plans kept; {rounds} waiting"


def cpu(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def d18_storm(backend, full):
    """Many schools submit at once, one of them far more: nothing lost, and nobody waits for it."""
    count = 700 if full else 10
    with Server(backend, jobs={"slots": 2, "waiting": 1000}) as server:
        base = school_named("s0")
        busy = {"time_limit_seconds": 1, "work_limit": None, "gap": 0.0}
        greedy = server.client("greedy")
        of_greedy = greedy.add_dataset(school_named("greedy"))
        for _ in range(count):
            greedy.add_job(of_greedy, **busy)
        clients = {f"s{n}": server.client(f"s{n}", channel=greedy.channel) for n in range(count)}
        times = []

        def submit(name):
            data = bureau_pb2.Bureau()
            data.CopyFrom(base)
            data.schools[0].id = name
            began = time.monotonic()
            held = clients[name].add_dataset(data)
            middle = time.monotonic()
            made = clients[name].add_job(held, **busy)
            times.extend([middle - began, time.monotonic() - middle])
            return name, made.name

        made = side_by_side(submit, list(clients), 16)
        over = side_by_side(lambda one: clients[one[0]].wait(one[1], 900), made, 16)
        assert all(one.state == job.JOB_STATE_SUCCEEDED for one in over)
        others = max(end(one) for one in over)
        done = [one for one in everything(greedy) if one.state in OVER]
        before = sum(1 for one in done if end(one) <= others)
        # While the others waited, the greedy school got turns like any one of them, not like all.
        assert before <= 3 + count * 0.1, f"{before} of {count} of the greedy school went first"
        return f"{count} schools + {count} jobs of one: 0 lost, admission p99 {p99(times):.2f} s; {before} of its jobs went before the last other"


def d21_drain(backend, full):
    """SIGTERM with jobs running: not ready at once, jobs end or are handed back, exit 0."""
    jobs = {"slots": 4, "drain_seconds": 3}
    server = Server(backend, jobs=jobs).start()
    try:
        client = server.client("s1")
        held = client.add_dataset(school_named("s1"))
        short = [
            client.add_job(held, time_limit_seconds=2, work_limit=None, gap=0.0).name
            for _ in range(2)
        ]
        long = [client.add_job(held, **LONG).name for _ in range(6)]
        client.until(long[1], job.JOB_STATE_RUNNING)
        watching = client.WatchJob(job.WatchJobRequest(name=long[0]))
        next(watching)
        server.process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        time.sleep(0.3)
        assert server.get("/readyz")[0] == 503
        assert reason(refused(client.add_job, held, **SHORT)) == "DRAINING"
        code = server.stop()
        seconds = time.monotonic() - began
        assert code == 0 and seconds <= 30, (code, seconds)
        try:
            list(watching)
        except grpc.RpcError as error:
            assert error.code() in RETRIED, error
        assert not server.workers()
        server.start()
        client = server.client("s1")
        states = [client.get_job(name).state for name in short]
        assert states == [job.JOB_STATE_SUCCEEDED] * 2, states
        for name in long:
            one = client.get_job(name)
            assert one.state in (job.JOB_STATE_QUEUED, job.JOB_STATE_RUNNING), one
            assert one.failed_attempts == 0
            client.cancel(name)
        return f"8 jobs: 2 ended, 6 handed back, exit 0 in {seconds:.1f} s"
    finally:
        server.erase()

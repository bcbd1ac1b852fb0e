"""Figures under load, on this machine, client and server on the same processors.

python load.py [--backend sqlite] [--only submissions] [--seconds 60] [--rate 50] [--watchers 10000]
"""

import argparse
import os
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import grpc

from common import all_datasets, all_jobs, cpu, large_school, p99
from harness import (
    BACKENDS,
    LONG,
    Server,
    bureau_pb2,
    dataset,
    dataset_grpc,
    job,
    new_id,
    school_named,
    side_by_side,
)

# Processes that hand in, so that the figures are the server's.
CLIENTS = 3


def submissions(backend, rate, seconds):
    """Data sets handed in at a steady rate: time until each is acknowledged, and what is lost."""
    data = large_school("s")
    with Server(backend, jobs={"slots": 1}) as server:
        named = [f"s{number}" for number in range(35)]
        tokens = {name: server.client(name).headers for name in named}
        used = cpu(server.process.pid)
        started = time.time() + 3
        shares = [
            (server.address, tokens, data.SerializeToString(), rate, seconds, started, first)
            for first in range(CLIENTS)
        ]
        with ProcessPoolExecutor(CLIENTS, get_context("spawn")) as pool:
            told = list(pool.map(hand_in, shares))
        took = time.time() - started
        used = cpu(server.process.pid) - used
        acked = [one for share in told for one in share["acked"]]
        times = [seconds for share in told for seconds in share["times"]]
        failed = [code for share in told for code in share["failed"]]
        own = sum(share["cpu"] for share in told)
        server.kill()
        server.start()
        held = set()
        for name in named:
            held |= {one.name for one in all_datasets(server.client(name))}
        lost = len(set(acked) - held)
        size = len(data.SerializeToString()) // 1000
        print(
            f"{backend}: {len(acked)} data sets of {size} kB in {took:.0f} s"
            f" ({len(acked) / took:.0f}/s), acknowledged p50 {sorted(times)[len(times) // 2]:.3f} s,"
            f" p99 {p99(times):.3f} s; {len(failed)} refused, {lost} lost after kill -9; processor"
            f" time of each: server {used / len(times) * 1000:.0f} ms,"
            f" client {own / len(times) * 1000:.0f} ms; load {os.getloadavg()[0]:.1f}",
            flush=True,
        )


def hand_in(share):
    """A client process: its share of the data sets, each at its time."""
    address, tokens, content, rate, seconds, started, first = share
    data = bureau_pb2.Bureau.FromString(content)
    bodies = {}
    for name in tokens:
        data.schools[0].id = name
        bodies[name] = dataset.DatasetContent(binary=data.SerializeToString())
    channel = grpc.insecure_channel(address)
    call = dataset_grpc.DatasetServiceStub(channel).CreateDataset
    names, times, acked, failed = sorted(tokens), [], [], []

    def one(number):
        due = started + number / rate
        time.sleep(max(0.0, due - time.time()))
        name = names[number % len(names)]
        request = dataset.CreateDatasetRequest(content=bodies[name], request_id=new_id())
        try:
            acked.append(call(request, metadata=tokens[name], timeout=60).dataset.name)
            times.append(time.time() - due)
        except grpc.RpcError as error:
            failed.append(error.code().name)

    used = time.process_time()
    side_by_side(one, range(first, rate * seconds, CLIENTS), 64)
    used = time.process_time() - used
    return {"acked": acked, "times": times, "failed": failed, "cpu": used}


def watchers(backend, count):
    """Streams that watch one job: memory of the server."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    with Server(backend, jobs={"slots": 1}) as server:
        client = server.client("s")
        held = client.add_dataset(school_named("s"))
        first = client.add_job(held, **LONG)
        waiting = client.add_job(held, **LONG)
        client.until_runs(first.name)
        before = server.rss()
        times, sizes = [], []
        # What the first leave behind the second must find enough.
        for _ in range(2):
            streams = watch(server, waiting.name, count)
            sizes.append(server.rss())
            for _ in range(100):
                began = time.monotonic()
                client.get_job(waiting.name)
                times.append(time.monotonic() - began)
            for stream in streams:
                stream.cancel()
            time.sleep(2)
        print(
            f"{backend}: {count} watchers: {sizes[0] / 2**20:.0f} MiB,"
            f" {(sizes[0] - before) / count / 1024:.1f} KiB each; other calls meanwhile p99"
            f" {p99(times) * 1000:.0f} ms; {sizes[1] / 2**20:.0f} MiB with as many again after these"
            " have left",
            flush=True,
        )


def watch(server, name, count):
    """Streams that watch a job, 100 a connection, each with its first event read."""
    streams = []
    for at in range(count // 100):
        options = [("grpc.use_local_subchannel_pool", 1), ("id", at)]
        channel = grpc.insecure_channel(server.address, options)
        asked = job.WatchJobRequest(name=name)
        one = server.client("s", channel=channel)
        streams += [one.WatchJob(asked, timeout=600) for _ in range(100)]
    for stream in streams:
        next(stream)
    return streams


def restart(backend, count):
    """Ready again after kill -9 with jobs queued."""
    with Server(backend, jobs={"slots": 1, "waiting": 10 * count}) as server:
        client = server.client("s")
        held = client.add_dataset(school_named("s"))
        for _ in range(count):
            client.add_job(held, **LONG)
        server.kill()
        server.start()
        going = {job.JOB_STATE_QUEUED, job.JOB_STATE_RUNNING}
        there = sum(1 for one in all_jobs(server.client("s")) if one.state in going)
        print(
            f"{backend}: ready {server.ready_seconds:.2f} s after kill -9 with {count} jobs queued;"
            f" {there} of them wait or run",
            flush=True,
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--backend")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--rate", type=int, default=50)
    parser.add_argument("--watchers", type=int, default=10_000)
    parser.add_argument("--only", help="restart, watchers or submissions")
    args = parser.parse_args()
    parts = {
        "restart": lambda backend: restart(backend, 1000),
        "watchers": lambda backend: watchers(backend, args.watchers),
        "submissions": lambda backend: submissions(backend, args.rate, args.seconds),
    }
    for backend in [args.backend] if args.backend else BACKENDS:
        for part in [args.only] if args.only else parts:
            parts[part](backend)


if __name__ == "__main__":
    main()

"""Figures under load, on this machine, client and server on the same processors.

python load.py [--backend sqlite] [--seconds 60] [--rate 50] [--watchers 10000]
"""

import argparse
import resource
import threading
import time

import grpc

from common import p99
from harness import BACKENDS, Server, bureau_pb2, dataset, job, new_id, school_named

SIZE = 250_000
IDLE = {"time_limit_seconds": 60, "work_limit": None, "gap": 0.0}


def of_size(size):
    """A data set of about so many bytes."""
    pupils = 900
    while True:
        data = school_named("s", pupils)
        if len(data.SerializeToString()) >= size:
            return data
        pupils += 200


def submissions(backend, rate, seconds):
    """Data sets handed in at a steady rate: time until each is acknowledged, and what is lost."""
    data = of_size(SIZE)
    bodies = {}
    for number in range(35):
        own = bureau_pb2.Bureau()
        own.CopyFrom(data)
        own.schools[0].id = f"s{number}"
        bodies[f"s{number}"] = dataset.DatasetContent(binary=own.SerializeToString())
    with Server(backend, jobs={"slots": 1}) as server:
        channels = [
            grpc.insecure_channel(server.address, [("grpc.use_local_subchannel_pool", 1)])
            for _ in range(8)
        ]
        clients = {
            name: server.client(name, channel=channels[at % 8]) for at, name in enumerate(bodies)
        }
        times, acked, failed = [], [], []
        started = time.monotonic()

        def work(first):
            for number in range(first, rate * seconds, 32):
                due = started + number / rate
                time.sleep(max(0.0, due - time.monotonic()))
                name = f"s{number % 35}"
                request = dataset.CreateDatasetRequest(content=bodies[name], request_id=new_id())
                try:
                    acked.append((name, clients[name].CreateDataset(request).dataset.name))
                    times.append(time.monotonic() - due)
                except grpc.RpcError as error:
                    failed.append(error.code().name)

        threads = [threading.Thread(target=work, args=(first,)) for first in range(32)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        took = time.monotonic() - started
        server.kill()
        server.start()
        held = set()
        for name in bodies:
            client, token = server.client(name), ""
            while True:
                page = client.ListDatasets(
                    dataset.ListDatasetsRequest(page_size=1000, page_token=token)
                )
                held |= {(name, one.name) for one in page.datasets}
                token = page.next_page_token
                if not token:
                    break
        lost = len(set(acked) - held)
        size = len(bodies["s0"].binary) // 1000
        print(
            f"{backend}: {len(acked)} data sets of {size} kB in {took:.0f} s"
            f" ({len(acked) / took:.0f}/s), acknowledged p50 {sorted(times)[len(times) // 2]:.3f} s,"
            f" p99 {p99(times):.3f} s; {len(failed)} refused, {lost} lost after kill -9",
            flush=True,
        )


def watchers(backend, count):
    """Streams that watch one job: memory of the server."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    with Server(backend, jobs={"slots": 1}) as server:
        client = server.client("s")
        held = client.add_dataset(school_named("s"))
        first = client.add_job(held, **IDLE)
        waiting = client.add_job(held, **IDLE)
        client.until(first.name, job.JOB_STATE_RUNNING)
        before = server.rss()
        streams, times = [], []
        for at in range(count // 100):
            options = [("grpc.use_local_subchannel_pool", 1), ("id", at)]
            channel = grpc.insecure_channel(server.address, options)
            one = server.client("s", channel=channel)
            asked = job.WatchJobRequest(name=waiting.name)
            streams += [one.WatchJob(asked, timeout=600) for _ in range(100)]
        for stream in streams:
            next(stream)
        full = server.rss()
        for _ in range(100):
            began = time.monotonic()
            client.get_job(waiting.name)
            times.append(time.monotonic() - began)
        for stream in streams:
            stream.cancel()
        time.sleep(2)
        print(
            f"{backend}: {len(streams)} watchers: {full / 2**20:.0f} MiB,"
            f" {(full - before) / len(streams) / 1024:.1f} KiB each; other calls meanwhile p99"
            f" {p99(times) * 1000:.0f} ms; {server.rss() / 2**20:.0f} MiB after they left",
            flush=True,
        )


def restart(backend, count):
    """Ready again after kill -9 with jobs queued."""
    with Server(backend, jobs={"slots": 1, "waiting": 10 * count}) as server:
        client = server.client("s")
        held = client.add_dataset(school_named("s"))
        for _ in range(count):
            client.add_job(held, **IDLE)
        server.kill()
        server.start()
        asked = job.ListJobsRequest(state=job.JOB_STATE_QUEUED, page_size=1000)
        queued = len(server.client("s").ListJobs(asked).jobs)
        print(
            f"{backend}: ready {server.ready_seconds:.2f} s after kill -9 with {count} jobs queued;"
            f" {queued} wait, one runs",
            flush=True,
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--backend")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--rate", type=int, default=50)
    parser.add_argument("--watchers", type=int, default=10_000)
    args = parser.parse_args()
    for backend in [args.backend] if args.backend else BACKENDS:
        restart(backend, 1000)
        watchers(backend, args.watchers)
        submissions(backend, args.rate, args.seconds)


if __name__ == "__main__":
    main()

"""Drills: what is acknowledged is kept, whatever happens to server, disk and files."""

import os
import random
import re
import shutil
import subprocess
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import grpc

from common import CUT_OFF, all_datasets, all_jobs, revisions_of
from harness import (
    BACKENDS,
    PATIENCE,
    SHORT,
    Server,
    dataset,
    eventually,
    job,
    new_id,
    reason,
    record,
    refused,
    school_named,
    side_by_side,
    sql,
)


def d1_kill(backend, full):
    """kill -9 of the server at random moments; nothing acknowledged is lost, nothing is done twice."""
    kills, rng = (200 if full else 8), random.Random(1)
    server = Server(backend, jobs={"slots": 2, "waiting": 100_000})
    acked, odd, slowest = [], [], 0.0
    try:
        server.start()
        held = server.client("s1").add_dataset(school_named("s1"))
        for _ in range(kills):
            ended = threading.Event()
            rounds = []

            def submit():
                client = server.client("s1")
                while not ended.is_set():
                    request_id = new_id()
                    try:
                        made = client.add_job(held, request_id, **SHORT)
                        rounds.append((request_id, made))
                    except grpc.RpcError as error:
                        if error.code() not in CUT_OFF:
                            odd.append(f"{error.code()} {error.details()}")
                        return
                    time.sleep(0.05)

            threads = [threading.Thread(target=submit) for _ in range(3)]
            [thread.start() for thread in threads]
            time.sleep(rng.uniform(0.05, 1.5))
            server.kill()
            ended.set()
            [thread.join() for thread in threads]
            acked += rounds
            server.start()
            slowest = max(slowest, server.ready_seconds)
        client = server.client("s1")
        over = [client.wait(made.name) for _, made in acked]
        names = {found.name for found in all_jobs(client)}
        lost = [made.name for _, made in acked if made.name not in names]
        again = rng.sample(acked, min(10, len(acked)))
        same = all(client.add_job(held, rid, **SHORT) == made for rid, made in again)
        wrong = [found.name for found in over if found.state != job.JOB_STATE_SUCCEEDED]
        made = revisions_of(client, [found.name for found in over])
        twice = [name for name, revisions in made.items() if len(revisions) != 1]
        audit = server.command("audit", "verify").returncode
        assert acked and not odd, odd
        found = (lost[:3], wrong[:3], twice[:3], same, audit)
        assert found == ([], [], [], True, 0), found
        assert slowest <= 3 or not full, slowest
        return (
            f"{kills} kills, {len(acked)} acknowledged, 0 lost, 0 twice, ready <= {slowest:.1f} s"
        )
    finally:
        server.erase()


def d3_disk_full(backend, full):
    """The disk fills up: writes are refused with a word when to retry, reads go on, and it recovers."""
    if os.getuid() != 0:
        return "skipped: needs root for a small file system"
    rounds = 50 if full else 3
    folder = tempfile.mkdtemp(prefix="kehou-full-")
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder], check=True)
    rng, server, recovered = random.Random(3), None, 0.0
    try:
        if backend == "sqlite":
            server = Server(backend, store=f"sqlite:{folder}/kehou.db")
        else:
            subprocess.run(["chmod", "777", folder], check=True)
            name = "full" + new_id()[:8]
            admin = os.environ["TEST_POSTGRES_ADMIN"]
            os.makedirs(f"{folder}/space")
            owner = sql(admin, "SELECT pg_read_file('/proc/self/status')")
            uid = int(re.search(r"Uid:\s+(\d+)", owner)[1])
            os.chown(f"{folder}/space", uid, uid)
            sql(admin, f"CREATE TABLESPACE {name} LOCATION '{folder}/space'")
            sql(admin, f"CREATE DATABASE {name} OWNER kehou TABLESPACE {name}")
            store = os.environ["TEST_POSTGRES"].rsplit("/", 1)[0] + "/" + name
            server = Server(backend, store=store)
        server.start()
        client, data = server.client("s1"), school_named("s1", 500)
        first = client.add_dataset(data)
        acked = [first.name]
        for _ in range(rounds):
            filler, refusals = f"{folder}/filler", 0
            free = shutil.disk_usage(folder).free
            with open(filler, "wb") as out:
                out.write(b"x" * max(0, free - rng.randrange(1 << 12, 1 << 19)))
            for _ in range(40):
                try:
                    acked.append(client.add_dataset(data).name)
                except grpc.RpcError as error:
                    found = reason(error)
                    assert found == "STORE_FULL", (found, server.log_text()[-2000:])
                    refusals += 1
                    if refusals >= 3:
                        break
            assert refusals, "the disk never filled up"
            try:
                held = client.GetDataset(dataset.GetDatasetRequest(name=first.name)).dataset
            except grpc.RpcError as error:
                raise AssertionError(reason(error), server.log_text()[-2000:]) from error
            assert held == first
            os.remove(filler)
            began = time.monotonic()

            def takes_writes():
                try:
                    return acked.append(client.add_dataset(data).name) is None
                except grpc.RpcError as error:
                    assert reason(error) == "STORE_FULL"

            eventually(takes_writes, "does not recover", 5 if full else PATIENCE)
            recovered = max(recovered, time.monotonic() - began)
            term = record.PurgeTermRequest(term=first.term, request_id=new_id())
            names = {held.name for held in all_datasets(client)}
            assert names == set(acked), (len(names - set(acked)), len(set(acked) - names))
            client.PurgeTerm(term)
            first = client.add_dataset(data)
            acked = [first.name]
        return f"{rounds} times full, refused with STORE_FULL, recovered <= {recovered:.1f} s"
    finally:
        if server:
            server.erase()
        if backend == "postgres":
            sql(os.environ["TEST_POSTGRES_ADMIN"], f"DROP TABLESPACE {name}")
        subprocess.run(["umount", "-l", folder])
        shutil.rmtree(folder, ignore_errors=True)


def d5_locked(backend, full):
    """A second server on the same store ends at once and names the first."""
    with Server(backend) as server:
        began = time.monotonic()
        second = server.command(timeout=PATIENCE)
        seconds = time.monotonic() - began
        holder = f"process {server.process.pid}"
        assert second.returncode == 1 and holder in second.stderr, second.stderr
        assert seconds <= 2 or not full, seconds
        assert server.get("/readyz")[0] == 200
        return f"refused in {seconds:.1f} s, naming {holder.split()[0]} and id"


def d7_duplicates(backend, full):
    """The same request 50 times at once, across a restart, and with another body."""
    rounds = 20 if full else 2
    server = Server(backend).start()
    try:
        client = server.client("s1")
        held = client.add_dataset(school_named("s1"))
        for _ in range(rounds):
            request_id = new_id()
            ask = lambda _: server.client("s1").add_job(held, request_id, **SHORT)
            made = side_by_side(ask, range(50), 50)
            assert all(one == made[0] for one in made)
            server.kill()
            server.start()
            client = server.client("s1")
            assert client.add_job(held, request_id, **SHORT) == made[0]
            altered = refused(client.add_job, held, request_id, time_limit_seconds=7)
            assert reason(altered) == "REQUEST_ID_REUSED"
            same = [one for one in all_jobs(client) if one.name == made[0].name]
            assert len(same) == 1
        count = len(all_jobs(client))
        assert count == rounds, count
        return f"{rounds} x 50 at once and across kill -9: one job each, replies identical"
    finally:
        server.erase()


def d20_backup(backend, full):
    """Backup under load, restore elsewhere, compare; a flipped bit is found."""
    with Server(backend) as server:
        client = server.client("s1")
        held = client.add_dataset(school_named("s1"))
        over = client.wait(client.add_job(held, **SHORT).name)
        ended, acked = threading.Event(), []

        def submit():
            writer = server.client("s1")
            while not ended.is_set():
                made = writer.add_dataset(school_named("s1"))
                acked.append((time.monotonic(), made))

        with ThreadPoolExecutor() as pool:
            writer = pool.submit(submit)
            try:
                eventually(lambda: len(acked) >= 3 or writer.done(), "nothing is written")
                file = os.path.join(server.folder, "backup")
                began = time.monotonic()
                done = server.command("backup", file)
            finally:
                ended.set()
            writer.result()
        assert done.returncode == 0, done.stderr
        assert server.command("restore", "--verify", file).stdout == done.stdout
        flips, rng, size = (200 if full else 10), random.Random(20), os.path.getsize(file)
        for _ in range(flips):
            bad = os.path.join(server.folder, "bad")
            shutil.copy(file, bad)
            with open(bad, "r+b") as data:
                at = rng.randrange(size)
                data.seek(at)
                byte = data.read(1)[0]
                data.seek(at)
                data.write(bytes([byte ^ (1 << rng.randrange(8))]))
            assert server.command("restore", "--verify", bad).returncode == 1
        # Into the other kind of database too, where there is one.
        for other in BACKENDS:
            second = Server(other)
            try:
                back = second.command("restore", file)
                assert back.returncode == 0, back.stderr
                assert second.command("restore", file).returncode == 1, "restored over data"
                second.start()
                reader = second.client("s1")
                assert reader.get_job(over.name) == over
                for moment, one in acked:
                    if moment < began:
                        asked = dataset.GetDatasetRequest(name=one.name)
                        assert reader.GetDataset(asked).dataset == one
                assert second.command("audit", "verify").returncode == 0
                again = reader.add_job(held, **SHORT)
                assert reader.wait(again.name).state == job.JOB_STATE_SUCCEEDED
            finally:
                second.erase()
        return f"backup under {len(acked)} writes, restored into {' and '.join(BACKENDS)}; {flips} flips found"

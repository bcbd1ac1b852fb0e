"""Drills: clients that misbehave."""

import gzip
import random
import time

import grpc

from common import p99
from harness import (
    LONG,
    PATIENCE,
    SHORT,
    Server,
    balance,
    dataset,
    job,
    new_id,
    operations,
    plan,
    reason,
    record,
    refused,
    school_named,
)


def d10_slow_readers(backend, full):
    """Many who watch and do not read: memory stays, others are served, and they get the latest."""
    readers = 1000 if full else 200
    with Server(backend) as server:
        client = server.client("s1")
        held = client.add_dataset(school_named("s1", 200))
        made = client.add_job(held, **{**LONG, "time_limit_seconds": 330 if full else 8})
        client.until_runs(made.name)

        def others(seconds):
            """How long calls of somebody else take, for so many seconds."""
            times, ends = [], time.monotonic() + seconds
            while time.monotonic() < ends:
                began = time.monotonic()
                client.get_job(made.name)
                times.append(time.monotonic() - began)
                time.sleep(0.01)
            return p99(times)

        alone, before = others(20 if full else 1), server.rss()
        # What nobody reads fills its connection; who reads has one of their own.
        streams = []
        for _ in range(readers // 100):
            own = grpc.insecure_channel(server.address, [("grpc.use_local_subchannel_pool", 1)])
            slow = server.client("s1", channel=own)
            asked = job.WatchJobRequest(name=made.name)
            streams += [slow.WatchJob(asked, 2 * PATIENCE) for _ in range(100)]
        beside = others(300 if full else 1)
        over = client.wait(made.name)
        grown = (server.rss() - before) / 2**20
        last = [list(stream)[-1] for stream in streams]
        assert all(event.job.state == over.state for event in last)
        assert grown <= 64, grown
        # As others are served beside many who do read.
        assert beside <= max(2 * alone, 0.25) or not full, (alone, beside)
        return f"{readers} readers that wait: +{max(grown, 0):.0f} MiB, others p99 {beside * 1000:.0f} ms, before {alone * 1000:.0f} ms, all see the end"


def d13_garbage(backend, full):
    """Mutated messages to every call: refused as such, no fault of the server, no memory lost."""
    each, rng = (2000 if full else 40), random.Random(13)
    with Server(backend) as server:
        client = server.client("s1")
        held = client.add_dataset(school_named("s1"))
        over = client.wait(client.add_job(held, **SHORT).name)
        body = client.GetRevision(plan.GetRevisionRequest(name=over.revision, with_plan=True)).plan
        seeds = [
            job.CreateJobRequest(spec=job.JobSpec(dataset=held.name, gap=0.5), request_id=new_id()),
            dataset.CreateDatasetRequest(
                content=dataset.DatasetContent(binary=school_named("s1").SerializeToString()),
                request_id=new_id(),
            ),
            plan.EvaluatePlanRequest(dataset=held.name, plan=body),
            job.WatchJobRequest(name=over.name),
        ]
        before, codes, sent = server.rss(), {}, 0
        for service in (dataset, job, plan, record, balance, operations):
            for described in service.DESCRIPTOR.services_by_name.values():
                for method in described.methods:
                    path = f"/{described.full_name}/{method.name}"
                    # The one would erase what the others ask for, the other is not served.
                    if method.name in ("PurgeTerm", "DeleteOperation"):
                        continue
                    call = caller(client.channel, path, method.server_streaming)
                    of = [s for s in seeds if s.DESCRIPTOR == method.input_type] or seeds
                    for _ in range(each):
                        code = answer(call, client.headers, mutated(rng, rng.choice(of)))
                        codes[code] = codes.get(code, 0) + 1
                        sent += 1
        grown = (server.rss() - before) / 2**20
        status, text = server.get("/metrics")
        assert server.process.poll() is None and server.get("/readyz")[0] == 200
        assert grown <= 256, grown
        assert 'reason="INTERNAL"' not in text, text
        assert "panicked" not in server.log_text()
        allowed = {
            "OK",
            "INVALID_ARGUMENT",
            "NOT_FOUND",
            "FAILED_PRECONDITION",
            "ABORTED",
            "PERMISSION_DENIED",
        }
        assert set(codes) <= allowed, codes
        return f"{sent} mutated messages over all calls: no fault, +{max(grown, 0):.0f} MiB"


def caller(channel, path, streams):
    plain = lambda bytes_: bytes_
    make = channel.unary_stream if streams else channel.unary_unary
    return make(path, request_serializer=plain, response_deserializer=plain)


def answer(call, headers, data):
    try:
        reply = call(data, metadata=headers, timeout=PATIENCE)
        if not isinstance(reply, bytes):
            list(reply)
        return "OK"
    except grpc.RpcError as error:
        reason(error)
        return error.code().name


def mutated(rng, message):
    data = bytearray(message.SerializeToString())
    for _ in range(rng.randrange(1, 8)):
        kind = rng.randrange(4)
        at = rng.randrange(len(data) + 1)
        if kind == 0 and data:
            data[at % len(data)] ^= 1 << rng.randrange(8)
        elif kind == 1:
            data[at:at] = rng.randbytes(rng.randrange(1, 20))
        elif kind == 2:
            del data[at : at + rng.randrange(1, 30)]
        else:
            data[at:at] = b"\x0a" * rng.randrange(1, 400)
    return bytes(data)


def d14_bombs(backend, full):
    """Small messages that grow when unpacked, and endless pieces, are refused before they hurt."""
    rounds = 20 if full else 3
    with Server(backend) as server:
        client = server.client("s1")
        before = server.rss()
        path = "/kehou.v1.DatasetService/CreateDataset"
        bomb = gzip.compress(b"\0" * (256 << 20), 9)
        frame = b"\x01" + len(bomb).to_bytes(4, "big") + bomb
        for _ in range(rounds):
            code, said = raw_call(server, path, frame, client.headers[0][1])
            assert code == 3 and "MESSAGE_TOO_LARGE" in said, (code, said)
        error = refused(
            client.WriteUpload,
            dataset.WriteUploadRequest(upload_id=new_id(), data=b"x" * ((1 << 20) + 1)),
        )
        assert reason(error) == "MESSAGE_TOO_LARGE"
        # Many tiny elements: 700,000 messages of two bytes.
        tiny = dataset.DatasetContent(binary=b"\x5a\x00" * 700_000)
        request = dataset.CreateDatasetRequest(content=tiny, request_id=new_id())
        assert reason(refused(client.CreateDataset, request)) == "DATASET_OF_OTHER_SCHOOL"
        grown = (server.rss() - before) / 2**20
        # The tiny elements are decoded; the bombs must not be.
        assert grown <= 32, grown
        upload, most = new_id(), 0
        for offset in range(0, 80 << 20, 1 << 20):
            piece = dataset.WriteUploadRequest(
                upload_id=upload, offset=offset, data=b"x" * (1 << 20)
            )
            try:
                most = client.WriteUpload(piece).size
            except grpc.RpcError as error:
                assert reason(error) == "MESSAGE_TOO_LARGE"
                break
        assert most == 64 << 20, most
        return f"{rounds} x 256 MiB in {len(bomb) >> 10} KiB refused, uploads end at 64 MiB; +{max(grown, 0):.0f} MiB"


def raw_call(server, path, frame, token):
    """A call by gRPC-Web, whose bytes we choose ourselves: code and details."""
    import base64
    import http.client

    host, port = server.address.split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=PATIENCE)
    connection.request(
        "POST",
        path,
        body=frame,
        headers={
            "content-type": "application/grpc-web+proto",
            "grpc-encoding": "gzip",
            "authorization": token,
        },
    )
    reply = connection.getresponse()
    body = reply.read()
    found = dict(reply.getheaders())
    if body[:1] == b"\x80":
        lines = body[5:].decode("latin-1").split("\r\n")
        found |= dict(line.split(":", 1) for line in lines if ":" in line)
    said = found.get("grpc-status-details-bin", "").strip()
    decoded = base64.b64decode(said + "=" * (-len(said) % 4)).decode("latin-1")
    return int(found.get("grpc-status", "-1")), decoded

"""A county term start: every school of Gucheng a tenant of its own, all at the same time.

    python county.py [--backend sqlite] [--seconds 20]

Each hands in its data piece by piece, has them planned, watches, fetches the plan, has it judged by
`kehou check` and publishes it; the bureau then sees every school and no pupil. The sizes are those
of the place: 35 schools, 25,357 pupils.
"""

import argparse
import hashlib
import os
import tempfile
import time

import grpc

from harness import (
    BACKENDS,
    Server,
    checked,
    dataset,
    job,
    new_id,
    plan,
    record,
    schools,
    side_by_side,
)

PIECE = 256 * 1024


def term_start(backend, found, **spec):
    """What happened at each school."""
    with Server(backend) as server:
        done = side_by_side(lambda data: through(server, data, spec), found, len(found))
        bureau = server.client("", "balancer")
        asked = record.ListSchoolSummariesRequest(page_size=1000)
        seen = bureau.ListSchoolSummaries(asked).summaries
        assert len(seen) == len(found), f"the bureau sees {len(seen)} schools"
        pupils = sum(one["pupils"] for one in done)
        assert sum(summary.counts["students"] for summary in seen) == pupils
        return done


def through(server, data, spec):
    """All of one school's calls, over a connection of its own."""
    own = grpc.insecure_channel(server.address, [("grpc.use_local_subchannel_pool", 1)])
    client = server.client(data.schools[0].id, channel=own)
    began = time.monotonic()
    held = handed_in(client, data.SerializeToString())
    uploaded = time.monotonic() - began
    assert held.errors == 0, held
    made = client.add_job(held, **spec)
    events = list(client.WatchJob(job.WatchJobRequest(name=made.name)))
    over = events[-1].job
    assert over.state == job.JOB_STATE_SUCCEEDED and over.revision, over
    with tempfile.TemporaryDirectory() as folder:
        client.export(over.revision, folder)
        accepted, said = checked(data, folder)
    assert accepted, said
    of_plan = client.GetPlan(plan.GetPlanRequest(name=over.revision.split("/revisions/")[0])).plan
    client.PublishPlan(
        plan.PublishPlanRequest(revision=over.revision, etag=of_plan.etag, request_id=new_id())
    )
    own.close()
    waited = over.start_time.ToNanoseconds() - over.create_time.ToNanoseconds()
    ran = over.end_time.ToNanoseconds() - over.start_time.ToNanoseconds()
    return {
        "school": data.schools[0].id,
        "pupils": held.students,
        "kilobytes": len(data.SerializeToString()) // 1000,
        "uploaded": uploaded,
        "waited": waited / 1e9,
        "ran": ran / 1e9,
        "events": len(events),
        "shortfall": over.outcome.shortfall.value,
        "quality": over.outcome.quality.value,
    }


def handed_in(client, content):
    """The data set that was uploaded piece by piece."""
    upload = new_id()
    for offset in range(0, len(content), PIECE):
        piece = content[offset : offset + PIECE]
        client.WriteUpload(
            dataset.WriteUploadRequest(upload_id=upload, offset=offset, data=piece)
        )
    whole = dataset.UploadedContent(
        upload_id=upload, sha256=hashlib.sha256(content).hexdigest()
    )
    return client.CreateDataset(
        dataset.CreateDatasetRequest(
            content=dataset.DatasetContent(upload=whole), request_id=new_id()
        )
    ).dataset


def drill(backend, full):
    """Gucheng school by school under as many tenants at once; every plan judged by kehou check."""
    if full:
        done = term_start(backend, schools(35, None), time_limit_seconds=20, work_limit=None)
    else:
        done = term_start(backend, schools(6))
    pupils = sum(one["pupils"] for one in done)
    slowest = max(one["uploaded"] for one in done)
    return (
        f"{len(done)} schools at once, {pupils} pupils, every plan accepted by kehou check;"
        f" handed in within {slowest:.1f} s"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--backend", help="sqlite or postgres; unset: all that are here")
    parser.add_argument("--seconds", type=int, default=20, help="search of each school")
    args = parser.parse_args()
    for backend in [args.backend] if args.backend else BACKENDS:
        began = time.monotonic()
        load = os.getloadavg()[0]
        search = {"time_limit_seconds": args.seconds, "work_limit": None}
        done = term_start(backend, schools(35, None), **search)
        print("school  pupils     kB  handed in   waited      ran  events  shortfall     quality")
        for one in done:
            print(
                "{school:6} {pupils:7,} {kilobytes:6,} {uploaded:8.2f} s {waited:6.1f} s"
                " {ran:6.1f} s {events:7} {shortfall:10,} {quality:11,}".format(**one)
            )
        pupils = sum(one["pupils"] for one in done)
        print(
            f"{backend}: {len(done)} schools, {pupils:,} pupils, {args.seconds} s of search each, in"
            f" {time.monotonic() - began:.0f} s; every plan accepted by kehou check, published, and"
            f" seen by the bureau as counts (load of the machine before: {load:.1f})",
            flush=True,
        )


if __name__ == "__main__":
    main()

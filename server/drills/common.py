"""What several drills need."""

import os
import time

import grpc

from harness import PATIENCE, dataset, job, plan, school_named

# How a call ends when the server does.
CUT_OFF = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED, grpc.StatusCode.UNKNOWN)


# Bytes of what a school of some 900 pupils hands in.
LARGE = 250_000


def large_school(name):
    """The data set of a school that is at least so large."""
    pupils = 900
    while True:
        data = school_named(name, pupils)
        if len(data.SerializeToString()) >= LARGE:
            return data
        pupils += 200


def p99(times):
    return sorted(times)[max(0, int(len(times) * 0.99) - 1)] if times else 0.0


def pages(call, request, items):
    """What a list holds, page by page."""
    while True:
        page = call(request)
        yield from getattr(page, items)
        request.page_token = page.next_page_token
        if not request.page_token:
            return


def all_jobs(client):
    return list(pages(client.ListJobs, job.ListJobsRequest(page_size=1000), "jobs"))


def all_datasets(client):
    asked = dataset.ListDatasetsRequest(page_size=1000)
    return list(pages(client.ListDatasets, asked, "datasets"))


def revisions_of(client, names):
    """Names of the revisions by the job that made them."""
    made = {}
    for held in pages(client.ListPlans, plan.ListPlansRequest(page_size=1000), "plans"):
        asked = plan.ListRevisionsRequest(plan=held.name, page_size=1000)
        for revision in pages(client.ListRevisions, asked, "revisions"):
            made.setdefault(revision.job, []).append(revision.name)
    return {name: made.get(name, []) for name in names}


def cpu(pid):
    """Processor seconds a process has had."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def busy_seconds(pid, still=0.1):
    """How long a process goes on, as its processor time tells: until none was used for `still`."""
    began = last = time.monotonic()
    seen = cpu(pid)
    while time.monotonic() - last < still:
        assert time.monotonic() - began < PATIENCE, "goes on and on"
        time.sleep(0.005)
        now = cpu(pid)
        if now != seen:
            seen, last = now, time.monotonic()
    return last - began

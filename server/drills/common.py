"""What several drills need."""

import grpc

from harness import job, plan

SHORT = {"time_limit_seconds": 5, "work_limit": 2}


LONG = {"time_limit_seconds": 60, "work_limit": None, "gap": 0.0}


RETRIED = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED, grpc.StatusCode.UNKNOWN)


def p99(times):
    return sorted(times)[max(0, int(len(times) * 0.99) - 1)] if times else 0.0


def everything(client):
    """All jobs and plans of a school, page by page."""
    jobs, token = [], ""
    while True:
        page = client.ListJobs(job.ListJobsRequest(page_size=1000, page_token=token))
        jobs += page.jobs
        token = page.next_page_token
        if not token:
            return jobs


def revisions_of(client, names):
    """Names of the revisions by the job that made them."""
    made = {}
    for held in client.ListPlans(plan.ListPlansRequest(page_size=1000)).plans:
        asked = plan.ListRevisionsRequest(plan=held.name, page_size=1000)
        for revision in client.ListRevisions(asked).revisions:
            made.setdefault(revision.job, []).append(revision.name)
    return {name: made.get(name, []) for name in names}


def end(one):
    return one.end_time.seconds + one.end_time.nanos / 1e9

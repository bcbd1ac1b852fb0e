"""Drills: many tenants, each with what is its own and nothing else."""

import grpc

from harness import (
    CITY,
    SHORT,
    Server,
    balance,
    bureau_pb2,
    change_pb2,
    dataset,
    job,
    new_id,
    operations,
    plan,
    reason,
    record,
    school_named,
    schools,
    sql,
)

ROLES = ["planner", "publisher", "admin", "balancer", "auditor"]


# What each role may at a school; of the others only the bureau's: balancer and auditor.
DATA = {"WriteUpload", "GetUpload", "ValidateDataset", "CreateDataset"}


READ_DATA = {"GetDataset", "ListDatasets", "ListDatasetFaults", "ExportDataset"}


READ_PLANS = {
    "GetJob",
    "ListJobs",
    "WatchJob",
    "GetPlan",
    "ListPlans",
    "GetRevision",
    "ListRevisions",
    "ExportRevision",
    "CompareRevisions",
    "SuggestStandIns",
    "Explain",
    "GetOperation",
    "ListOperations",
    "WaitOperation",
}


WRITE_PLANS = {
    "CreateJob",
    "CancelJob",
    "CancelOperation",
    "EvaluatePlan",
    "CreateRevision",
    "Replan",
}


PUBLISH = {"PublishPlan", "ArchivePlan"}


READ_LOANS = {"GetLoan", "ListLoans"}


BALANCE = {
    "CreateBalanceRun",
    "GetBalanceRun",
    "ListBalanceRuns",
    "CancelBalanceRun",
    "WatchBalanceRun",
    "ListBalanceSummaries",
    "ProposeLoan",
    "ApproveLoan",
    "RevokeLoan",
}


AT_SCHOOL = {
    "planner": DATA | READ_DATA | READ_PLANS | WRITE_PLANS | READ_LOANS,
    "publisher": READ_PLANS | PUBLISH | READ_LOANS | {"AcceptLoan", "RevokeLoan"},
    "admin": {"PurgeTerm", "ListAuditEvents"},
    "balancer": set(),
    "auditor": {"ListAuditEvents"},
}


AT_BUREAU = {
    "planner": set(),
    "publisher": set(),
    "admin": set(),
    "balancer": {"ListSchoolSummaries"} | BALANCE | READ_LOANS,
    "auditor": {"ListAuditEvents"},
}


def d24_isolation(backend, full):
    """Every call x every role x own school, other school, bureau, other bureau: as in the table."""
    with Server(backend) as server:
        owner = server.client("s1")
        held = owner.add_dataset(school_named("s1"))
        over = owner.wait(owner.add_job(held, **SHORT).name)
        of_plan = over.revision.split("/revisions/")[0]
        loan, run = balanced(server, held)
        named = requests(held.name, over.name, of_plan, over.revision)
        named |= balance_requests(loan, run)
        missing = requests(
            held.name[:-4] + "ffff",
            over.name[:-4] + "ffff",
            of_plan[:-4] + "ffff",
            of_plan[:-4] + "ffff" + over.revision[len(of_plan) :],
        )
        missing |= balance_requests(loan[:-4] + "ffff", run[:-4] + "ffff")
        cells, foreign = 0, 0
        callers = [
            ("s1", CITY, AT_SCHOOL),
            ("s2", CITY, AT_SCHOOL),
            ("", CITY, AT_BUREAU),
            ("s1", "elsewhere", AT_SCHOOL),
            ("", "elsewhere", AT_BUREAU),
        ]
        for school, bureau, table in callers:
            own = (school, bureau) == ("s1", CITY)
            of_bureau = (school, bureau) == ("", CITY)
            for role in ROLES:
                client = server.client(school, role, bureau=bureau)
                for method, request in named.items():
                    reply = outcome(client, method, request)
                    cells += 1
                    if method not in table[role]:
                        assert reply[:2] == ("PERMISSION_DENIED", "PERMISSION_MISSING"), (
                            school,
                            bureau,
                            role,
                            method,
                            reply,
                        )
                        continue
                    assert reply[1] != "PERMISSION_MISSING", (school, role, method)
                    # The bureau's are its own and, the loan, those of its two schools.
                    theirs = of_bureau and method in BALANCE | READ_LOANS
                    if not own and not theirs and names_something(method):
                        # Not a byte of difference between another's thing and none.
                        assert reply == outcome(client, method, missing[method]), (role, method)
                        assert reply[:2] == ("NOT_FOUND", "NOT_FOUND"), (role, method, reply)
                        foreign += 1
        asked = operations.ListOperationsRequest(name="schools/s1")
        assert outcome(server.client("s2"), "ListOperations", asked)[1] == "NOT_FOUND"
        for token in ("", "Bearer x", "Basic eA=="):
            client = server.client("s1")
            client.headers = [("authorization", token)] if token else []
            code = outcome(client, "ListJobs", job.ListJobsRequest())[0]
            assert code == "UNAUTHENTICATED", (token, code)
        assert owner.get_job(over.name) == over
        if backend == "postgres":
            second_wall(server)
        return f"{cells} cells as in the table; {foreign} foreign names answered like missing ones"


def second_wall(server):
    """Without saying whose rows are wanted there are none, in every table with a tenant."""
    tables = sql(
        server.store,
        "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity FROM pg_class c"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'bureau' WHERE c.relkind = 'r'",
    ).splitlines()
    assert len(tables) == 10 and all(line.endswith("|t") for line in tables), tables
    for line in tables:
        table = line.split("|")[0]
        assert sql(server.store, f"SELECT count(*) FROM {table}") == "0", table
        other = (
            "BEGIN; SELECT set_config('kehou.bureau', 'gucheng', true),"
            f" set_config('kehou.school', 's3', true); SELECT count(*) FROM {table}; COMMIT"
        )
        assert sql(server.store, other).splitlines()[-1] == "0", table


def names_something(method):
    return method not in {
        "WriteUpload",
        "GetUpload",
        "ValidateDataset",
        "CreateDataset",
        "ListDatasets",
        "ListJobs",
        "ListPlans",
        "ListOperations",
        "ListAuditEvents",
        "ListSchoolSummaries",
        "PurgeTerm",
        "CreateBalanceRun",
        "ListBalanceRuns",
        "ProposeLoan",
        "ListLoans",
    }


def balanced(server, held):
    """A loan from s1 to s4, and a balance run of the bureau."""
    other = schools(2)[1]
    other.schools[0].id = "s4"
    server.client("s4").add_dataset(other)
    bureau = server.client("", "balancer")
    staff = school_named("s1").schools[0].staff[0].id
    proposed = bureau.ProposeLoan(
        balance.ProposeLoanRequest(
            term=held.term,
            staff=staff,
            lender="s1",
            borrower="s4",
            weekdays=[2],
            request_id=new_id(),
        )
    )
    common = bureau_pb2.Bureau()
    common.CopyFrom(school_named("s1"))
    common.ClearField("schools")
    return proposed.loan.name, bureau.wait_run(bureau.add_run(common).name).name


def balance_requests(loan, run):
    """A request of each call about the balance of a bureau."""
    asked = {"name": loan, "etag": "0"}
    return {
        "CreateBalanceRun": balance.CreateBalanceRunRequest(request_id=new_id()),
        "GetBalanceRun": balance.GetBalanceRunRequest(name=run),
        "ListBalanceRuns": balance.ListBalanceRunsRequest(),
        "CancelBalanceRun": balance.CancelBalanceRunRequest(name=run, request_id=new_id()),
        "WatchBalanceRun": balance.WatchBalanceRunRequest(name=run),
        "ListBalanceSummaries": balance.ListBalanceSummariesRequest(name=run),
        "ProposeLoan": balance.ProposeLoanRequest(request_id=new_id()),
        "GetLoan": balance.GetLoanRequest(name=loan),
        "ListLoans": balance.ListLoansRequest(),
        "AcceptLoan": balance.AcceptLoanRequest(request_id=new_id(), **asked),
        "ApproveLoan": balance.ApproveLoanRequest(request_id=new_id(), **asked),
        "RevokeLoan": balance.RevokeLoanRequest(request_id=new_id(), **asked),
    }


def requests(of_data, of_job, of_plan, revision):
    """A request of each call about these things."""
    rid = "00000000-0000-4000-8000-000000000000"
    body = plan.CreateRevisionRequest().content
    content = dataset.DatasetContent(binary=b"")
    operation = of_job.replace("/jobs/", "/operations/")
    return {
        "WriteUpload": dataset.WriteUploadRequest(upload_id="u", data=b"x"),
        "GetUpload": dataset.GetUploadRequest(upload_id="u"),
        "ValidateDataset": dataset.ValidateDatasetRequest(content=content),
        "CreateDataset": dataset.CreateDatasetRequest(content=content, request_id=rid),
        "GetDataset": dataset.GetDatasetRequest(name=of_data),
        "ListDatasets": dataset.ListDatasetsRequest(),
        "ListDatasetFaults": dataset.ListDatasetFaultsRequest(name=of_data),
        "ExportDataset": dataset.ExportDatasetRequest(name=of_data),
        "CreateJob": job.CreateJobRequest(spec=job.JobSpec(dataset=of_data), request_id=new_id()),
        "GetJob": job.GetJobRequest(name=of_job),
        "ListJobs": job.ListJobsRequest(),
        "CancelJob": job.CancelJobRequest(name=of_job, request_id=new_id()),
        "WatchJob": job.WatchJobRequest(name=of_job),
        "GetOperation": operations.GetOperationRequest(name=operation),
        "ListOperations": operations.ListOperationsRequest(name=of_job.split("/jobs/")[0]),
        "CancelOperation": operations.CancelOperationRequest(name=operation),
        "WaitOperation": operations.WaitOperationRequest(name=operation),
        "GetPlan": plan.GetPlanRequest(name=of_plan),
        "ListPlans": plan.ListPlansRequest(),
        "GetRevision": plan.GetRevisionRequest(name=revision, with_plan=True),
        "ListRevisions": plan.ListRevisionsRequest(plan=of_plan),
        "ExportRevision": plan.ExportRevisionRequest(name=revision),
        "CompareRevisions": plan.CompareRevisionsRequest(base=revision, other=revision),
        "EvaluatePlan": plan.EvaluatePlanRequest(dataset=of_data, plan=body),
        "CreateRevision": plan.CreateRevisionRequest(
            plan=of_plan, content=body, etag="0", request_id=new_id()
        ),
        "SuggestStandIns": plan.SuggestStandInsRequest(revision=revision, section="none"),
        "Explain": plan.ExplainRequest(revision=revision, section="none"),
        "Replan": plan.ReplanRequest(
            plan=of_plan, changes=change_pb2.ChangeSet(), etag="0", request_id=new_id()
        ),
        "PublishPlan": plan.PublishPlanRequest(revision=revision, etag="0", request_id=new_id()),
        "ArchivePlan": plan.ArchivePlanRequest(name=of_plan, etag="0", request_id=new_id()),
        "ListSchoolSummaries": record.ListSchoolSummariesRequest(),
        "ListAuditEvents": record.ListAuditEventsRequest(),
        "PurgeTerm": record.PurgeTermRequest(term="none", request_id=new_id()),
    }


def outcome(client, method, request):
    """Code, reason, text and size of the answer."""
    try:
        reply = getattr(client, method)(request)
        if hasattr(reply, "__next__"):
            next(iter(reply))
        return ("OK", "", "", 0)
    except grpc.RpcError as error:
        trailers = dict(error.trailing_metadata() or ())
        size = len(trailers.get("grpc-status-details-bin", b""))
        return (error.code().name, reason(error), error.details(), size)

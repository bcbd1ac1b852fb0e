"""Balance runs and loans by a client that is not ours, on each database."""

import os
import signal
import unittest

import grpc

from harness import (
    BACKENDS,
    LONG,
    Client,
    Server,
    apart,
    balance,
    bureau_pb2,
    details,
    error_details_pb2,
    job,
    new_id,
    reason,
    record,
    refused,
)

# Ends by the work done; what its loans bring is found out by as little.
SHORT = {"time_limit_seconds": 300, "work_limit": 5}


class Balance:
    """The tests; a class below names the database."""

    backend = ""

    @classmethod
    def setUpClass(cls):
        cls.server = Server(cls.backend).start()
        cls.bureau = cls.server.client("", "balancer")
        cls.common, cls.data = apart(4, 90)
        cls.ids = [one.schools[0].id for one in cls.data]
        # The last school hands nothing in.
        cls.held = {name: cls.hand_in(one) for name, one in zip(cls.ids[:3], cls.data)}
        cls.term = cls.held[cls.ids[0]].term
        cls.run_ = cls.bureau.wait_run(cls.bureau.add_run(cls.common, **SHORT).name)
        cls.loans = cls.of_run(cls.run_)

    @classmethod
    def tearDownClass(cls):
        assert cls.server.stop() == 0
        cls.server.erase()

    @classmethod
    def hand_in(cls, data):
        held = cls.server.client(data.schools[0].id).add_dataset(data)
        assert held.errors == 0
        return held

    @classmethod
    def of_run(cls, run):
        asked = balance.ListLoansRequest(term=cls.term, page_size=1000)
        return [one for one in cls.bureau.ListLoans(asked).loans if one.run == run.name]

    def common_of(self, **fields):
        found = bureau_pb2.Bureau()
        found.CopyFrom(self.common)
        for field, value in fields.items():
            setattr(found, field, value)
        return found

    def propose(self, lender=None, borrower=None, **fields):
        lender = lender or self.ids[0]
        staff = self.data[self.ids.index(lender)].schools[0].staff[0].id
        asked = {"term": self.term, "staff": staff, "weekdays": [3, 1], "request_id": new_id()}
        asked |= {"lender": lender, "borrower": borrower or self.ids[1], **fields}
        return self.bureau.ProposeLoan(balance.ProposeLoanRequest(**asked)).loan

    def change(self, client, method, loan, request_id=None):
        kind = getattr(balance, f"{method}Request")
        asked = kind(name=loan.name, etag=loan.etag, request_id=request_id or new_id())
        return getattr(client, method)(asked).loan

    def publisher(self, school):
        return self.server.client(school, "publisher")

    def summaries(self, run):
        asked = balance.ListBalanceSummariesRequest(name=run.name, page_size=1000)
        return self.bureau.ListBalanceSummaries(asked).summaries

    # Runs

    def test_a_run_takes_the_latest_data_of_every_school_and_proposes_loans(self):
        run = self.run_
        self.assertEqual(run.state, job.JOB_STATE_SUCCEEDED)
        taken = {one.school: one.dataset for one in run.schools}
        expected = {name: held.name for name, held in self.held.items()}
        self.assertEqual(taken, {**expected, self.ids[3]: ""})
        self.assertEqual([one.school for one in run.outcome.schools], self.ids[:3])
        self.assertGreater(run.outcome.quality.value, 0)
        self.assertLessEqual(run.outcome.quality.bound, run.outcome.quality.value)
        self.assertTrue(self.loans)
        self.assertEqual(sorted(run.loans), sorted(loan.name for loan in self.loans))
        home = {p.id: one.schools[0].id for one in self.data for p in one.schools[0].staff}
        for loan in self.loans:
            self.assertEqual(loan.lender, home[loan.staff])
            self.assertIn(loan.borrower, set(self.ids[:3]) - {loan.lender})
            self.assertTrue(loan.weekdays)
            self.assertEqual(loan.state, balance.LOAN_STATE_PROPOSED)
            told = {effect.school for effect in loan.effects}
            self.assertEqual(told, {loan.lender, loan.borrower})
        asked = balance.GetBalanceRunRequest(name=run.name)
        self.assertEqual(self.bureau.GetBalanceRun(asked).run, run)
        listed = self.bureau.ListBalanceRuns(balance.ListBalanceRunsRequest(page_size=1000)).runs
        self.assertIn(run, listed)

    def test_the_bureau_sees_no_pupil_and_no_small_count(self):
        run, summaries = self.run_, self.summaries(self.run_)
        self.assertEqual([one.school for one in summaries], self.ids[:3])
        for one, data in zip(summaries, self.data):
            self.assertEqual(one.counts["students"], len(data.schools[0].students))
            counts = {n: c for n, c in one.counts.items() if "student" in n or "session" in n}
            counts.pop("sessions_without_lead")
            self.assertTrue(all(count == 0 or count > 4 for count in counts.values()), counts)
            own = {person.id for person in data.schools[0].staff}
            self.assertLessEqual(own, {person.staff for person in one.staff})
        self.assertFalse(run.outcome.HasField("kpis"))
        for one in run.outcome.schools:
            self.assertFalse(one.HasField("kpis") or one.HasField("students"))
        told = [run, *summaries, *self.loans]
        said = b"".join(one.SerializeToString() for one in told)
        pupils = {p.student for one in self.data for p in one.schools[0].students}
        self.assertFalse([pupil for pupil in pupils if pupil.encode() in said])

    def backup(self):
        file = os.path.join(self.server.folder, new_id())
        done = self.server.command("backup", file)
        self.assertEqual(done.returncode, 0, done.stderr)
        return file

    def test_a_backup_holds_runs_figures_and_loans(self):
        file = self.backup()
        for backend in BACKENDS:
            second = Server(backend)
            try:
                done = second.command("restore", file)
                self.assertEqual(done.returncode, 0, done.stderr)
                second.start()
                reader = second.client("", "balancer")
                asked = balance.GetBalanceRunRequest(name=self.run_.name)
                self.assertEqual(reader.GetBalanceRun(asked).run, self.run_)
                loan = balance.GetLoanRequest(name=self.loans[0].name)
                self.assertEqual(reader.GetLoan(loan), self.bureau.GetLoan(loan))
                asked = balance.ListBalanceSummariesRequest(name=self.run_.name)
                self.assertEqual(len(reader.ListBalanceSummaries(asked).summaries), 3)
            finally:
                second.erase()

    def test_the_same_request_is_one_run(self):
        request_id = new_id()
        made = self.bureau.add_run(self.common, request_id, **SHORT)
        self.assertEqual(self.bureau.add_run(self.common, request_id, **SHORT), made)
        error = refused(self.bureau.add_run, self.common, request_id, seed=7)
        self.assertEqual(reason(error), "REQUEST_ID_REUSED")
        # Ended by its work, a run has one result.
        again = self.bureau.wait_run(made.name)
        key = lambda loan: (loan.staff, loan.borrower, list(loan.weekdays))
        self.assertEqual(
            sorted(map(key, self.of_run(again))), sorted(map(key, self.loans))
        )
        self.assertEqual(again.outcome.quality, self.run_.outcome.quality)

    def test_watching_goes_on_after_a_break(self):
        made = self.bureau.add_run(self.common, **SHORT)
        asked = balance.WatchBalanceRunRequest(name=made.name)
        events = [e for e in self.bureau.WatchBalanceRun(asked) if e.HasField("run")]
        numbers = [event.sequence for event in events]
        self.assertEqual(numbers, sorted(set(numbers)))
        self.assertEqual(events[-1].run.state, job.JOB_STATE_SUCCEEDED)
        self.assertTrue(events[-1].run.loans)
        asked.after_sequence = numbers[0]
        again = list(self.bureau.WatchBalanceRun(asked))
        self.assertEqual([event.sequence for event in again], numbers[-1:])

    def test_a_running_run_is_cancelled_and_keeps_what_it_found(self):
        made = self.bureau.add_run(self.common, **LONG)
        asked = balance.WatchBalanceRunRequest(name=made.name)
        for event in self.bureau.WatchBalanceRun(asked):
            if event.run.progress.schools_planned == 3:
                self.assertTrue(event.run.progress.HasField("shortfall"))
                self.assertTrue(event.run.progress.HasField("quality"))
                break
        cancel = balance.CancelBalanceRunRequest(name=made.name, request_id=new_id())
        told = self.bureau.CancelBalanceRun(cancel)
        self.assertEqual(self.bureau.CancelBalanceRun(cancel), told)
        over = self.bureau.wait_run(made.name)
        self.assertEqual(over.state, job.JOB_STATE_CANCELLED)
        self.assertEqual(len(self.summaries(over)), 3)

    def test_a_run_survives_the_end_of_its_worker_and_of_the_server(self):
        with Server(self.backend) as server:
            for data in self.data[:2]:
                server.client(data.schools[0].id).add_dataset(data)
            bureau = server.client("", "balancer")
            made = bureau.add_run(self.common, time_limit_seconds=20, work_limit=None, gap=0.0)
            watch = balance.WatchBalanceRunRequest(name=made.name)
            for event in bureau.WatchBalanceRun(watch):
                if event.run.progress.schools_planned == 2:
                    for worker in server.workers():
                        os.kill(worker, signal.SIGKILL)
                    break
            for event in bureau.WatchBalanceRun(watch):
                run = event.run
                if run.failed_attempts == 1 and run.state == job.JOB_STATE_RUNNING:
                    break
            server.kill()
            server.start()
            bureau = server.client("", "balancer")
            over = bureau.wait_run(made.name)
            self.assertEqual(over.state, job.JOB_STATE_SUCCEEDED)
            self.assertEqual(over.failed_attempts, 1)
            asked = balance.ListLoansRequest(page_size=1000)
            self.assertEqual(len(bureau.ListLoans(asked).loans), len(over.loans))

    def test_what_does_not_go_together_is_refused_by_place(self):
        add = lambda bureau, **spec: refused(self.bureau.add_run, bureau, **spec)
        nobody = self.common_of()
        nobody.term.first_day = "2030-03-01"
        self.assertEqual(reason(add(nobody)), "NO_SCHOOL_HAS_DATA")
        self.assertEqual(reason(add(self.common_of(id="elsewhere"))), "FIELD_INVALID")
        with_school = self.common_of()
        with_school.schools.add().id = "x"
        self.assertEqual(reason(add(with_school)), "FIELD_INVALID")
        self.assertEqual(reason(add(self.common, work_limit=0)), "FIELD_INVALID")
        self.assertEqual(reason(add(None)), "FIELD_REQUIRED")
        odd = self.common_of()
        odd.loan_policy.max_share_percent = 300
        error = add(odd)
        self.assertEqual(reason(error), "BUREAU_DATA_HAS_ERRORS")
        places = details(error, error_details_pb2.BadRequest)[0].field_violations
        self.assertEqual([p.field for p in places], ["loan_policy.max_share_percent"])
        personal = self.common_of(name="13812345678")
        error = add(personal)
        self.assertEqual(reason(error), "PERSONAL_NUMBER_SUSPECTED")
        self.assertNotIn("13812345678", self.server.log_text())

    def test_of_a_schools_data_only_what_is_about_staff_is_told(self):
        with Server(self.backend) as server:
            for data in self.data[:2]:
                server.client(data.schools[0].id).add_dataset(data)
            # A visiting teacher under the id of the home school's.
            guest = bureau_pb2.Bureau()
            guest.CopyFrom(self.data[1])
            guest.schools[0].staff.add().CopyFrom(self.data[0].schools[0].staff[0])
            server.client(self.ids[1]).add_dataset(guest)
            error = refused(server.client("", "balancer").add_run, self.common)
            self.assertEqual(reason(error), "BUREAU_DATA_HAS_ERRORS")
            places = details(error, error_details_pb2.BadRequest)[0].field_violations
            self.assertTrue(places)
            self.assertTrue(all(".staff[" in p.field or "." not in p.field for p in places))

    # Loans

    def test_both_schools_accept_then_the_bureau_approves(self):
        lender, borrower, third = self.ids[:3]
        loan = self.propose(lender, borrower)
        self.assertEqual((list(loan.weekdays), loan.run), ([1, 3], ""))
        error = refused(self.change, self.bureau, "ApproveLoan", loan)
        self.assertEqual(reason(error), "LOAN_STATE")
        self.assertEqual(error.code(), grpc.StatusCode.FAILED_PRECONDITION)
        request_id = new_id()
        first = self.change(self.publisher(borrower), "AcceptLoan", loan, request_id)
        self.assertEqual(first.state, balance.LOAN_STATE_ACCEPTED_TO)
        again = self.change(self.publisher(borrower), "AcceptLoan", loan, request_id)
        self.assertEqual(again, first)
        error = refused(self.change, self.publisher(borrower), "AcceptLoan", first)
        self.assertEqual(reason(error), "LOAN_STATE")
        error = refused(self.change, self.publisher(lender), "AcceptLoan", loan)
        self.assertEqual((reason(error), error.code()), ("ETAG_STALE", grpc.StatusCode.ABORTED))
        both = self.change(self.publisher(lender), "AcceptLoan", first)
        self.assertEqual(both.state, balance.LOAN_STATE_ACCEPTED)
        held = self.change(self.bureau, "ApproveLoan", both)
        self.assertEqual(held.state, balance.LOAN_STATE_APPROVED)
        asked = balance.ListLoansRequest(state=balance.LOAN_STATE_APPROVED, page_size=1000)
        for school in (lender, borrower, ""):
            role = "planner" if school else "balancer"
            found = self.server.client(school, role).ListLoans(asked).loans
            self.assertIn(held, found, school)
        self.assertNotIn(held, self.server.client(third, "planner").ListLoans(asked).loans)
        ended = self.change(self.publisher(lender), "RevokeLoan", held)
        self.assertEqual(ended.state, balance.LOAN_STATE_REVOKED)
        for client, method in (
            (self.publisher(borrower), "AcceptLoan"),
            (self.bureau, "ApproveLoan"),
            (self.bureau, "RevokeLoan"),
        ):
            error = refused(self.change, client, method, ended)
            self.assertEqual(reason(error), "LOAN_STATE")

    def test_each_school_accepts_for_itself_and_any_of_the_three_may_end_it(self):
        loan = self.propose()
        first = self.change(self.publisher(loan.lender), "AcceptLoan", loan)
        self.assertEqual(first.state, balance.LOAN_STATE_ACCEPTED_FROM)
        self.change(self.publisher(loan.borrower), "RevokeLoan", first)
        self.change(self.bureau, "RevokeLoan", self.propose())
        with_two = {
            "planner": self.server.client(loan.lender, "planner"),
            "balancer": self.bureau,
        }
        for client in with_two.values():
            error = refused(self.change, client, "AcceptLoan", loan)
            self.assertEqual(reason(error), "PERMISSION_MISSING")

    def test_a_loan_of_others_is_answered_like_none(self):
        loan = self.propose(self.ids[0], self.ids[1])
        third = self.publisher(self.ids[2])
        elsewhere = Client(self.server, "", ["balancer"], "elsewhere")
        for client in (third, elsewhere):
            errors = []
            for name in (loan.name, loan.name[:-4] + "ffff", "x"):
                asked = balance.RevokeLoanRequest(name=name, etag="1", request_id=new_id())
                error = refused(client.RevokeLoan, asked)
                errors.append((error.code(), error.details(), error.trailing_metadata()))
            self.assertEqual(reason(error), "NOT_FOUND")
            bytes_ = [dict(e[2])["grpc-status-details-bin"] for e in errors]
            self.assertEqual((bytes_[0], errors[0][:2]), (bytes_[1], errors[1][:2]))
            self.assertEqual(bytes_[1], bytes_[2])
        asked = balance.GetLoanRequest(name=loan.name)
        self.assertEqual(self.bureau.GetLoan(asked).loan, loan)

    def test_odd_proposals_are_refused_by_field(self):
        propose = lambda **fields: refused(self.propose, **fields)
        for field, value in (
            ("weekdays", [0]),
            ("weekdays", [2, 2]),
            ("staff", "nobody"),
            ("borrower", self.ids[0]),
            ("borrower", self.ids[3]),
            ("borrower", "a/b"),
            ("term", "spring"),
        ):
            error = propose(**{field: value})
            self.assertEqual(reason(error), "FIELD_INVALID", (field, value))
            places = details(error, error_details_pb2.BadRequest)[0].field_violations
            self.assertEqual(places[0].field, field)
        for field, value in (("weekdays", []), ("staff", ""), ("request_id", "")):
            self.assertEqual(reason(propose(**{field: value})), "FIELD_REQUIRED")

    def test_loans_are_listed_page_by_page(self):
        made = [self.propose().name for _ in range(3)]
        names, token = [], ""
        while True:
            asked = balance.ListLoansRequest(term=self.term, page_size=2, page_token=token)
            page = self.bureau.ListLoans(asked)
            self.assertLessEqual(len(page.loans), 2)
            names += [loan.name for loan in page.loans]
            token = page.next_page_token
            if not token:
                break
        self.assertEqual(names[:3], made[::-1])
        self.assertEqual(len(names), len(set(names)))
        error = refused(self.bureau.ListLoans, balance.ListLoansRequest(term="spring"))
        self.assertEqual(reason(error), "FIELD_INVALID")

    # Records

    def test_who_did_what_is_on_record(self):
        loan = self.propose()
        self.change(self.publisher(loan.lender), "AcceptLoan", loan)
        found = {}
        for school in ("", loan.lender):
            asked = record.ListAuditEventsRequest(page_size=1000)
            events = self.server.client(school, "auditor").ListAuditEvents(asked).events
            found[school] = {(event.method, event.resource) for event in events}
        self.assertIn(("CreateBalanceRun", self.run_.name), found[""])
        self.assertIn(("EndJob", self.run_.name), found[""])
        self.assertIn(("ProposeLoan", loan.name), found[""])
        self.assertIn(("AcceptLoan", loan.name), found[loan.lender])
        done = self.server.command("audit", "verify")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_what_a_school_erases_is_gone_from_runs_too(self):
        with Server(self.backend, jobs={"slots": 1}) as server:
            held = [server.client(d.schools[0].id).add_dataset(d) for d in self.data[:2]]
            bureau = server.client("", "balancer")
            over = bureau.wait_run(bureau.add_run(self.common, **SHORT).name)
            asked = balance.ListBalanceSummariesRequest(name=over.name)
            self.assertEqual(len(bureau.ListBalanceSummaries(asked).summaries), 2)
            # One that runs with its data, and one that waits for them.
            runs = bureau.add_run(self.common, **LONG)
            for event in bureau.WatchBalanceRun(balance.WatchBalanceRunRequest(name=runs.name)):
                if event.run.progress.schools_planned == 2:
                    break
            waits = bureau.add_run(self.common, **SHORT)
            purge = record.PurgeTermRequest(term=held[0].term, request_id=new_id())
            server.client(self.ids[0]).PurgeTerm(purge)
            left = [self.ids[1]]
            names = lambda run: [
                one.school
                for one in bureau.ListBalanceSummaries(
                    balance.ListBalanceSummariesRequest(name=run.name)
                ).summaries
            ]
            self.assertEqual(names(over), left)
            bureau.CancelBalanceRun(
                balance.CancelBalanceRunRequest(name=runs.name, request_id=new_id())
            )
            bureau.wait_run(runs.name)
            self.assertEqual(names(runs), left)
            ended = bureau.wait_run(waits.name)
            self.assertEqual([one.school for one in ended.outcome.schools], left)
            self.assertEqual(names(ended), left)


class OnSqlite(Balance, unittest.TestCase):
    backend = "sqlite"


@unittest.skipUnless("postgres" in BACKENDS, "no PostgreSQL here")
class OnPostgres(Balance, unittest.TestCase):
    backend = "postgres"


if __name__ == "__main__":
    unittest.main()

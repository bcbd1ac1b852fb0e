"""Every call of the service by a client that is not ours, on each database."""

import hashlib
import os
import tempfile
import unittest

import grpc

from harness import (
    BACKENDS,
    LONG,
    Client,
    Server,
    bureau_pb2,
    change_pb2,
    checked,
    dataset,
    details,
    error_details_pb2,
    job,
    json_format,
    new_id,
    plan,
    reason,
    record,
    refused,
    school_named,
    schools,
    sql,
)

SCHOOL = "gc-t1"


class Calls:
    """The tests; a class below names the database."""

    backend = ""

    @classmethod
    def setUpClass(cls):
        cls.server = Server(cls.backend).start()
        cls.client = cls.server.client(SCHOOL)
        cls.data = school_named(SCHOOL)
        cls.dataset = cls.client.add_dataset(cls.data)
        cls.job = cls.client.wait(cls.client.add_job(cls.dataset).name)

    @classmethod
    def tearDownClass(cls):
        assert cls.server.stop() == 0
        cls.server.erase()

    def content(self, bureau=None):
        return dataset.DatasetContent(binary=(bureau or self.data).SerializeToString())

    def revision(self, with_plan=False):
        return self.client.GetRevision(
            plan.GetRevisionRequest(name=self.job.revision, with_plan=with_plan)
        )

    def plan_of(self, name=None):
        name = name or self.job.revision.split("/revisions/")[0]
        return self.client.GetPlan(plan.GetPlanRequest(name=name)).plan

    def fresh_plan(self):
        """A plan of its own for a test that changes it."""
        done = self.client.wait(self.client.add_job(self.dataset).name)
        return self.plan_of(done.revision.split("/revisions/")[0])

    # Data sets

    def test_an_upload_goes_on_where_it_stopped_and_becomes_a_dataset(self):
        text = json_format.MessageToJson(self.data).encode()
        upload, half = new_id(), len(text) // 2
        write = lambda offset, data: self.client.WriteUpload(
            dataset.WriteUploadRequest(upload_id=upload, offset=offset, data=data)
        )
        self.assertEqual(write(0, text[:half]).size, half)
        self.assertEqual(write(0, text[:half]).size, half)
        gap = refused(write, half + 1, b"x")
        self.assertEqual(reason(gap), "UPLOAD_OFFSET")
        asked = dataset.GetUploadRequest(upload_id=upload)
        self.assertEqual(self.client.GetUpload(asked).size, half)
        write(half, text[half:])
        whole = dataset.UploadedContent(
            upload_id=upload, sha256=hashlib.sha256(text).hexdigest(), is_json=True
        )
        create = lambda upload: self.client.CreateDataset(
            dataset.CreateDatasetRequest(
                content=dataset.DatasetContent(upload=upload), request_id=new_id()
            )
        )
        other = dataset.UploadedContent(upload_id=upload, sha256="0" * 64)
        self.assertEqual(reason(refused(create, other)), "UPLOAD_INCOMPLETE")
        self.assertEqual(create(whole).dataset.digest, self.dataset.digest)
        self.assertEqual(self.client.GetUpload(asked).size, 0)

    def test_validation_tells_all_faults_and_stores_nothing(self):
        bad = bureau_pb2.Bureau()
        bad.CopyFrom(self.data)
        bad.schools[0].rooms[0].capacity = -3
        bad.schools[0].activities[0].id = ""
        count = len(self.datasets())
        found = self.client.ValidateDataset(
            dataset.ValidateDatasetRequest(content=self.content(bad))
        )
        self.assertGreaterEqual(found.errors, 2)
        self.assertTrue(all(fault.cause.zh and fault.cause.en for fault in found.faults))
        self.assertEqual(len(self.datasets()), count)

    def datasets(self):
        return self.client.ListDatasets(dataset.ListDatasetsRequest(page_size=1000)).datasets

    def test_a_dataset_with_errors_is_kept_with_its_report_and_not_planned(self):
        bad = bureau_pb2.Bureau()
        bad.CopyFrom(self.data)
        for room in bad.schools[0].rooms:
            room.capacity = -3
        held = self.client.add_dataset(bad)
        self.assertGreater(held.errors, 2)
        faults, token = [], ""
        while True:
            page = self.client.ListDatasetFaults(
                dataset.ListDatasetFaultsRequest(name=held.name, page_size=2, page_token=token)
            )
            faults += page.faults
            token = page.next_page_token
            if not token:
                break
        self.assertEqual(len(faults), held.errors + held.warnings)
        self.assertEqual(reason(refused(self.client.add_job, held)), "DATASET_HAS_ERRORS")

    def test_what_looks_like_a_number_of_a_person_is_refused_and_not_echoed(self):
        for number in ("13812345678", "11010519491231002X"):
            bad = bureau_pb2.Bureau()
            bad.CopyFrom(self.data)
            bad.schools[0].students[0].student = number
            error = refused(self.client.add_dataset, bad)
            self.assertEqual(reason(error), "PERSONAL_NUMBER_SUSPECTED")
            self.assertNotIn(number, repr(error.trailing_metadata()) + error.details())
            self.assertNotIn(number, self.server.log_text())

    def test_a_dataset_of_another_school_is_refused(self):
        for other in (school_named("gc-t2"), bureau_pb2.Bureau(id="gucheng")):
            error = refused(self.client.add_dataset, other)
            self.assertEqual(reason(error), "DATASET_OF_OTHER_SCHOOL")

    def test_unknown_fields_and_garbage_are_refused(self):
        for content in (
            dataset.DatasetContent(binary=self.data.SerializeToString() + b"\xfa\x01\x01x"),
            dataset.DatasetContent(binary=b"\xff\xff\xff"),
            dataset.DatasetContent(json='{"id": "x", "nmae": "y"}'),
            dataset.DatasetContent(json="{"),
        ):
            request = dataset.CreateDatasetRequest(content=content, request_id=new_id())
            self.assertEqual(
                reason(refused(self.client.CreateDataset, request)), "DATASET_UNREADABLE"
            )

    def test_datasets_are_listed_page_by_page_and_exported_as_they_came(self):
        asked = dataset.GetDatasetRequest(name=self.dataset.name)
        self.assertEqual(self.client.GetDataset(asked).dataset, self.dataset)
        for _ in range(2):
            self.client.add_dataset(self.data)
        names, token = [], ""
        while True:
            page = self.client.ListDatasets(
                dataset.ListDatasetsRequest(term=self.dataset.term, page_size=2, page_token=token)
            )
            names += [held.name for held in page.datasets]
            token = page.next_page_token
            if not token:
                break
        self.assertEqual(len(names), len(set(names)))
        self.assertIn(self.dataset.name, names)
        pieces = self.client.ExportDataset(dataset.ExportDatasetRequest(name=self.dataset.name))
        back = bureau_pb2.Bureau.FromString(b"".join(piece.data for piece in pieces))
        self.assertEqual(back, self.data)

    def test_a_page_token_of_another_list_is_refused(self):
        self.client.add_dataset(self.data)
        asked = dataset.ListDatasetsRequest(page_size=1)
        token = self.client.ListDatasets(asked).next_page_token
        wrong = [
            (self.client.ListDatasets, dataset.ListDatasetsRequest(term="none", page_token=token)),
            (self.client.ListJobs, job.ListJobsRequest(page_token=token)),
            (self.client.ListPlans, plan.ListPlansRequest(page_token="AAAA")),
        ]
        for call, request in wrong:
            self.assertEqual(reason(refused(call, request)), "PAGE_TOKEN_INVALID")

    def test_text_no_database_takes_is_refused(self):
        for call, request in [
            (self.client.ListDatasets, dataset.ListDatasetsRequest(term="\0")),
            (self.client.ListPlans, plan.ListPlansRequest(term="2026-03-0\0")),
            (self.client.PurgeTerm, record.PurgeTermRequest(term="\0", request_id=new_id())),
        ]:
            self.assertEqual(reason(refused(call, request)), "FIELD_INVALID")
        bureau = self.server.client("", "balancer", "auditor")
        asked = record.ListSchoolSummariesRequest(term="\0")
        self.assertEqual(reason(refused(bureau.ListSchoolSummaries, asked)), "FIELD_INVALID")
        asked = record.ListAuditEventsRequest(school="\0")
        self.assertEqual(reason(refused(bureau.ListAuditEvents, asked)), "NOT_FOUND")

    # Jobs

    def test_a_job_gives_a_plan_that_kehou_check_accepts(self):
        self.assertEqual(self.job.state, job.JOB_STATE_SUCCEEDED)
        self.assertEqual(self.job.outcome.input_digest, self.dataset.digest)
        with tempfile.TemporaryDirectory() as folder:
            self.client.export(self.job.revision, folder)
            accepted, said = checked(self.data, folder)
            self.assertTrue(accepted, said)
            self.assertNotIn("differ", said)
            self.assertTrue(os.path.exists(os.path.join(folder, "outcome.json")))

    def test_the_same_seed_and_work_give_the_same_plan(self):
        other = self.client.wait(self.client.add_job(self.dataset).name)
        self.assertEqual(other.outcome.plan_digest, self.job.outcome.plan_digest)

    def test_jobs_are_read_and_listed(self):
        self.assertEqual(self.client.get_job(self.job.name), self.job)
        listed = self.client.ListJobs(
            job.ListJobsRequest(state=job.JOB_STATE_SUCCEEDED, page_size=1000)
        )
        self.assertIn(self.job.name, [held.name for held in listed.jobs])

    def test_watching_tells_of_progress_and_can_be_resumed(self):
        name = self.client.add_job(self.dataset, **{**LONG, "time_limit_seconds": 3}).name
        events = list(self.client.WatchJob(job.WatchJobRequest(name=name)))
        numbers = [event.sequence for event in events]
        self.assertEqual(numbers, sorted(set(numbers)))
        self.assertTrue(any(event.job.HasField("progress") for event in events))
        self.assertEqual(events[-1].job.state, job.JOB_STATE_SUCCEEDED)
        again = job.WatchJobRequest(name=name, after_sequence=numbers[0])
        self.assertEqual([e.sequence for e in self.client.WatchJob(again)], numbers[-1:])

    def test_a_running_job_is_cancelled_and_keeps_its_plan(self):
        name = self.client.add_job(self.dataset, **LONG).name
        for event in self.client.WatchJob(job.WatchJobRequest(name=name)):
            if event.job.progress.schools_planned == 1:
                break
        request_id = new_id()
        told = self.client.cancel(name, request_id)
        self.assertEqual(self.client.cancel(name, request_id), told)
        over = self.client.wait(name)
        self.assertEqual(over.state, job.JOB_STATE_CANCELLED)
        self.assertTrue(over.revision)
        self.assertEqual(self.client.cancel(name), over)

    def test_odd_wishes_are_refused_by_field(self):
        for wish in ({"time_limit_seconds": 0}, {"gap": 2}, {"work_limit": 0}, {"priority": 9}):
            self.assertEqual(
                reason(refused(self.client.add_job, self.dataset, **wish)), "FIELD_INVALID"
            )
        nothing = job.CreateJobRequest(request_id=new_id())
        self.assertEqual(reason(refused(self.client.CreateJob, nothing)), "FIELD_REQUIRED")
        nameless = job.CreateJobRequest(spec=job.JobSpec(dataset=self.dataset.name))
        self.assertEqual(reason(refused(self.client.CreateJob, nameless)), "FIELD_REQUIRED")
        odd = job.CreateJobRequest(
            spec=job.JobSpec(dataset=self.dataset.name), request_id="not-a-uuid"
        )
        self.assertEqual(reason(refused(self.client.CreateJob, odd)), "FIELD_INVALID")

    # Plans

    def test_a_plan_is_edited_judged_stored_and_compared(self):
        held = self.fresh_plan()
        first = held.current_revision
        body = self.client.GetRevision(plan.GetRevisionRequest(name=first, with_plan=True)).plan
        judged = self.client.EvaluatePlan(
            plan.EvaluatePlanRequest(dataset=self.dataset.name, plan=body)
        )
        self.assertEqual(judged.violation_count, 0)
        self.assertEqual(judged.quality, self.job.outcome.quality.value)
        # A pupil less in a base section: legal, and the pupil has no place there.
        section = next(s for s in body.sections if len(s.sessions) == 1 and len(s.students) > 9)
        pupil = section.students.pop()
        judged = self.client.EvaluatePlan(
            plan.EvaluatePlanRequest(dataset=self.dataset.name, plan=body)
        )
        self.assertEqual(sum(one.points for one in judged.falls_short), judged.shortfall)
        self.assertTrue(any(pupil in one.text.en for one in judged.falls_short))
        edited = plan.CreateRevisionRequest(
            plan=held.name, content=body, etag=held.etag, request_id=new_id()
        )
        stored = self.client.CreateRevision(edited)
        self.assertEqual(self.client.CreateRevision(edited), stored)
        self.assertFalse(stored.revision.job)
        self.assertGreater(
            stored.revision.outcome.shortfall.value, self.job.outcome.shortfall.value
        )
        listed = self.client.ListRevisions(plan.ListRevisionsRequest(plan=held.name))
        self.assertEqual([r.name for r in listed.revisions], [stored.revision.name, first])
        moved = self.client.CompareRevisions(
            plan.CompareRevisionsRequest(base=first, other=stored.revision.name)
        )
        self.assertEqual([(who.id, who.slots) for who in moved.students], [(pupil, 1)])
        self.assertEqual(len(moved.staff), 0)
        self.assertIn("unplaced", [points.rule for points in moved.points])
        stale = plan.CreateRevisionRequest(
            plan=held.name, content=body, etag=held.etag, request_id=new_id()
        )
        error = refused(self.client.CreateRevision, stale)
        self.assertEqual((reason(error), error.code()), ("ETAG_STALE", grpc.StatusCode.ABORTED))
        # A pupil twice in a section breaks a hard rule.
        section.students.append(section.students[0])
        illegal = plan.CreateRevisionRequest(
            plan=held.name, content=body, etag=stored.plan.etag, request_id=new_id()
        )
        self.assertEqual(reason(refused(self.client.CreateRevision, illegal)), "PLAN_BREAKS_RULES")
        judged = self.client.EvaluatePlan(
            plan.EvaluatePlanRequest(dataset=self.dataset.name, plan=body)
        )
        self.assertGreater(judged.violation_count, 0)
        self.assertTrue(judged.violations[0].text.zh)

    def absent_lead(self, body):
        """Somebody who leads sections, as a change."""
        lead = next(s.sessions[0].lead for s in body.sections if s.sessions[0].lead)
        change = change_pb2.Change(staff_absent=change_pb2.StaffAbsence(staff=lead))
        return lead, change_pb2.ChangeSet(changes=[change])

    def test_who_can_stand_in_is_told_with_what_speaks_against_the_others(self):
        held = self.fresh_plan()
        body = self.client.GetRevision(
            plan.GetRevisionRequest(name=held.current_revision, with_plan=True)
        ).plan
        asked = plan.SuggestStandInsRequest(
            revision=held.current_revision, section=body.sections[0].id
        )
        able = self.client.SuggestStandIns(asked).stand_ins
        self.assertTrue(all(not one.hindrances for one in able))
        asked.all = True
        everybody = self.client.SuggestStandIns(asked).stand_ins
        self.assertEqual([one for one in everybody if not one.hindrances], list(able))
        self.assertTrue(any(one.hindrances for one in everybody))
        known = {person.id for person in self.data.schools[0].staff}
        self.assertLessEqual({one.staff for one in everybody}, known)
        asked.section = "none"
        self.assertEqual(reason(refused(self.client.SuggestStandIns, asked)), "NOT_FOUND")

    def test_why_a_plan_is_as_it_is_is_told_as_data_and_in_words(self):
        name = self.job.revision
        body = self.revision(with_plan=True).plan
        section = next(one for one in body.sections if len(one.sessions) > 0 and one.sessions[0].lead)
        school = self.data.schools[0]
        about = {
            "student": school.students[0].student,
            "staff": section.sessions[0].lead,
            "section": section.id,
            "activity": section.activity,
        }
        explain = lambda **what: self.client.Explain(plan.ExplainRequest(revision=name, **what))
        for what, of in about.items():
            told = explain(**{what: of})
            self.assertEqual(told.answer.WhichOneof("about"), what)
            self.assertEqual(told.answer.school, SCHOOL)
            self.assertTrue(told.lines, what)
            self.assertTrue(all(line.zh and line.en for line in told.lines), told.lines)
            error = refused(explain, **{what: "none"})
            self.assertEqual(reason(error), "NOT_FOUND")
        told = explain(shortfall=True).answer.shortfall
        self.assertEqual(told.points, self.revision().revision.outcome.shortfall.value)
        self.assertEqual(sum(gap.points for gap in told.gaps), told.points)
        self.assertEqual(reason(refused(explain)), "FIELD_REQUIRED")
        events = self.server.client(SCHOOL, "auditor").ListAuditEvents(
            record.ListAuditEventsRequest(page_size=1000)
        )
        self.assertIn("Explain", [event.method for event in events.events])

    def test_what_a_remedy_promises_is_put_into_words_without_other_pupils(self):
        name, refs = self.job.revision, [one.student for one in self.data.schools[0].students]
        remedies = 0
        for ref in refs[:20]:
            told = self.client.Explain(plan.ExplainRequest(revision=name, student=ref))
            for choice in told.answer.student.choices:
                remedies += choice.HasField("remedy")
            said = " ".join(line.zh + line.en for line in told.lines)
            words = set(said.replace("：", " ").replace("，", " ").replace(":", " ").split())
            self.assertFalse(words & (set(refs) - {ref}))
        self.assertGreater(remedies, 0)
        for bureau in ("balancer", "auditor"):
            asked = plan.ExplainRequest(revision=name, student=refs[0])
            error = refused(self.server.client("", bureau).Explain, asked)
            self.assertEqual(reason(error), "PERMISSION_MISSING")

    def test_a_plan_is_put_right_when_somebody_is_absent(self):
        held = self.fresh_plan()
        first = held.current_revision
        body = self.client.GetRevision(plan.GetRevisionRequest(name=first, with_plan=True)).plan
        absent, changes = self.absent_lead(body)
        asked = plan.ReplanRequest(
            plan=held.name, changes=changes, etag=held.etag, request_id=new_id()
        )
        done = self.client.Replan(asked)
        self.assertEqual(self.client.Replan(asked), done)
        self.assertEqual(self.plan_of(held.name), done.plan)
        self.assertEqual(done.plan.dataset, done.dataset.name)
        self.assertNotEqual(done.dataset.digest, self.dataset.digest)
        self.assertEqual(done.dataset.errors, 0)
        mended = self.client.GetRevision(
            plan.GetRevisionRequest(name=done.revision.name, with_plan=True)
        ).plan
        leads = {session.lead for s in mended.sections for session in s.sessions}
        self.assertNotIn(absent, leads)
        moved = self.client.CompareRevisions(
            plan.CompareRevisionsRequest(base=first, other=done.revision.name)
        )
        self.assertIn(absent, [who.id for who in moved.staff])
        pieces = self.client.ExportDataset(dataset.ExportDatasetRequest(name=done.dataset.name))
        after = bureau_pb2.Bureau.FromString(b"".join(piece.data for piece in pieces))
        with tempfile.TemporaryDirectory() as folder:
            self.client.export(done.revision.name, folder)
            accepted, said = checked(after, folder)
            self.assertTrue(accepted, said)
        asked.request_id = new_id()
        self.assertEqual(reason(refused(self.client.Replan, asked)), "ETAG_STALE")
        asked.etag = done.plan.etag
        asked.changes.changes[0].staff_absent.staff = "nobody"
        error = refused(self.client.Replan, asked)
        self.assertEqual(reason(error), "FIELD_INVALID")
        places = details(error, error_details_pb2.BadRequest)[0].field_violations
        self.assertTrue(any("changes[0]" in place.field for place in places), places)
        asked.ClearField("changes")
        self.assertEqual(reason(refused(self.client.Replan, asked)), "FIELD_REQUIRED")

    def test_a_job_continues_a_plan(self):
        held = self.fresh_plan()
        over = self.client.wait(self.client.add_job(self.dataset, plan=held.name, seed=7).name)
        self.assertTrue(over.revision.startswith(held.name + "/revisions/"))
        self.assertEqual(self.plan_of(held.name).current_revision, over.revision)

    def test_a_plan_is_published_seen_by_the_bureau_and_archived(self):
        held = self.fresh_plan()
        publish = plan.PublishPlanRequest(
            revision=held.current_revision, etag=held.etag, request_id=new_id()
        )
        shown = self.client.PublishPlan(publish).plan
        self.assertEqual(shown.state, plan.PLAN_STATE_PUBLISHED)
        self.assertEqual(shown.published_revision, held.current_revision)
        bureau = self.server.client("", "balancer")
        told = bureau.ListSchoolSummaries(record.ListSchoolSummariesRequest(term=held.term))
        summary = next(s for s in told.summaries if s.school == SCHOOL)
        self.assertEqual(summary.counts["students"], 60)
        self.assertTrue(
            all(n == 0 or n > 4 for name, n in summary.counts.items() if "student" in name)
        )
        self.assertEqual(len(summary.staff), len(self.data.schools[0].staff))
        archive = plan.ArchivePlanRequest(name=held.name, etag=shown.etag, request_id=new_id())
        away = self.client.ArchivePlan(archive).plan
        self.assertEqual(away.state, plan.PLAN_STATE_ARCHIVED)
        again = plan.PublishPlanRequest(
            revision=held.current_revision, etag=away.etag, request_id=new_id()
        )
        self.assertEqual(reason(refused(self.client.PublishPlan, again)), "PLAN_ARCHIVED")
        told = bureau.ListSchoolSummaries(record.ListSchoolSummariesRequest(term=held.term))
        self.assertNotIn(SCHOOL, [s.school for s in told.summaries])
        listed = self.client.ListPlans(plan.ListPlansRequest(page_size=1000)).plans
        self.assertIn(away, listed)

    # Records

    def test_every_write_and_every_read_of_rows_is_on_record(self):
        self.revision(with_plan=True)
        events, token = [], ""
        while True:
            page = self.client.ListAuditEvents(
                record.ListAuditEventsRequest(page_size=50, page_token=token)
            )
            events += page.events
            token = page.next_page_token
            if not token:
                break
        self.assertEqual([e.number for e in events], list(range(1, len(events) + 1)))
        methods = {event.method for event in events}
        self.assertLessEqual({"CreateDataset", "CreateJob", "EndJob", "GetRevision"}, methods)
        done = self.server.command("audit", "verify")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"gucheng/{SCHOOL} ", done.stdout)

    def test_a_purged_term_is_gone_from_the_disk(self):
        school = "gc-purged"
        data = school_named(school)
        digits = str.maketrans("0123456789", "ghijklmnop")
        canary = "canary" + new_id().replace("-", "").translate(digits)
        data.schools[0].name = canary
        if self.backend == "postgres":
            # Compressed, it could not be searched for.
            column = "ALTER TABLE datasets ALTER COLUMN content SET STORAGE EXTERNAL"
            sql(self.server.store, column)
        client = self.server.client(school)
        over = client.wait(client.add_job(client.add_dataset(data)).name)
        self.assertTrue(over.revision)
        queued = client.add_job(client.add_dataset(data), **LONG)
        purge = record.PurgeTermRequest(term=over.term, request_id=new_id())
        self.assertEqual(reason(refused(client.PurgeTerm, purge)), "TERM_HAS_ACTIVE_JOBS")
        client.cancel(queued.name)
        client.wait(queued.name)
        self.assertTrue(self.on_disk(canary), "the search must be able to find it")
        purge.request_id = new_id()
        counts = client.PurgeTerm(purge)
        self.assertEqual((counts.datasets, counts.jobs), (2, 2))
        self.assertGreaterEqual(counts.plans, 1)
        self.assertEqual(client.PurgeTerm(purge), counts)
        self.assertFalse(self.on_disk(canary))
        error = refused(client.get_job, over.name)
        self.assertEqual(reason(error), "NOT_FOUND")

    def on_disk(self, text):
        if self.backend == "sqlite":
            folder = self.server.folder
        else:
            sql(os.environ["TEST_POSTGRES_ADMIN"], "CHECKPOINT")
            folder = os.path.join(os.environ["TEST_POSTGRES_DATA"], "base")
        for path, _, files in os.walk(folder):
            for file in files:
                try:
                    with open(os.path.join(path, file), "rb") as data:
                        if text.encode() in data.read():
                            return True
                except FileNotFoundError:
                    continue
        return False

    # What every call has

    def test_the_same_request_id_has_the_same_effect_once(self):
        request_id = new_id()
        first = self.client.add_dataset(self.data, request_id)
        self.assertEqual(self.client.add_dataset(self.data, request_id), first)
        error = refused(self.client.add_dataset, school_named(SCHOOL, seed=2), request_id)
        self.assertEqual(reason(error), "REQUEST_ID_REUSED")
        self.assertEqual(
            reason(refused(self.client.add_job, first, request_id)), "REQUEST_ID_REUSED"
        )

    def test_refusals_speak_both_languages(self):
        self.assertIn("there is no such thing", refused(self.client.get_job, "x").details())
        for language, word in (("zh-CN", "找不到"), ("en", "no such thing")):
            client = Client(self.server, SCHOOL, ["planner"], "gucheng")
            client.headers[1] = ("accept-language", language)
            error = refused(client.get_job, "x")
            said = details(error, error_details_pb2.LocalizedMessage)
            self.assertIn(word, said[0].message)

    def test_reflection_names_every_service(self):
        from google.protobuf.descriptor_pool import DescriptorPool
        from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
            ProtoReflectionDescriptorDatabase,
        )

        channel = grpc.insecure_channel(self.server.address)
        found = ProtoReflectionDescriptorDatabase(channel)
        services = [s for s in found.get_services() if s.startswith("kehou.")]
        self.assertEqual(len(services), 5)
        pool = DescriptorPool(found)
        methods = [m for s in services for m in pool.FindServiceByName(s).methods]
        self.assertEqual(len(methods), 41)

    def test_health_and_readiness(self):
        self.assertEqual(self.server.get("/readyz"), (200, "ready\n"))
        self.assertEqual(self.server.get("/livez")[0], 200)
        status, text = self.server.get("/metrics")
        self.assertEqual(status, 200)
        self.assertIn("kehou_jobs_ended_total", text)
        self.assertNotIn(SCHOOL, text)

    def test_a_browser_can_call_by_grpc_web(self):
        import urllib.request

        body = job.GetJobRequest(name=self.job.name).SerializeToString()
        request = urllib.request.Request(
            f"http://{self.server.address}/kehou.v1.JobService/GetJob",
            data=b"\0" + len(body).to_bytes(4, "big") + body,
            headers={
                "content-type": "application/grpc-web+proto",
                "authorization": self.client.headers[0][1],
            },
        )
        with urllib.request.urlopen(request) as reply:
            data = reply.read()
        size = int.from_bytes(data[1:5], "big")
        self.assertEqual(job.GetJobResponse.FromString(data[5 : 5 + size]).job, self.job)


class OnSqlite(Calls, unittest.TestCase):
    backend = "sqlite"


@unittest.skipUnless("postgres" in BACKENDS, "no PostgreSQL here")
class OnPostgres(Calls, unittest.TestCase):
    backend = "postgres"


if __name__ == "__main__":
    schools()
    unittest.main()

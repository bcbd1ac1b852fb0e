"""Certificates, bounds, retention and the audit trail, on servers of their own."""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import unittest

import grpc

from harness import (
    BACKENDS,
    LONG,
    PATIENCE,
    Server,
    dataset,
    details,
    eventually,
    error_details_pb2,
    job,
    new_id,
    plan,
    reason,
    refused,
    school_named,
    sql,
)

SCHOOL = "gc-t1"


@unittest.skipUnless(shutil.which("openssl"), "no openssl here")
class OverTls(unittest.TestCase):
    """Certificates of server and client instead of tokens."""

    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        new = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        for name in ("server", "authority"):
            self.openssl(
                "req", "-x509", *new, "-subj", f"/CN={name}", "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", self.path(name + ".key"),
                "-out", self.path(name + ".pem"),
            )  # fmt: skip
        for name in ("client", "stranger"):
            request, key = self.path(name + ".csr"), self.path(name + ".key")
            self.openssl("req", "-new", *new[:4], "-nodes", "-subj", f"/CN={name}", "-keyout", key,
                         "-out", request)  # fmt: skip
            extensions = self.path("extensions")
            with open(extensions, "w") as out:
                out.write("basicConstraints=CA:FALSE\nextendedKeyUsage=clientAuth\n")
            self.openssl(
                "x509", "-req", "-in", request, "-days", "2", "-CA", self.path("authority.pem"),
                "-CAkey", self.path("authority.key"), "-CAcreateserial", "-extfile", extensions,
                "-out", self.path(name + ".pem"),
            )  # fmt: skip

    def path(self, name):
        return os.path.join(self.folder, name)

    def read(self, name):
        with open(self.path(name), "rb") as data:
            return data.read()

    def openssl(self, *args):
        done = subprocess.run(["openssl", *args], capture_output=True, check=True)
        return done.stdout

    def server(self, **more):
        der = self.openssl("x509", "-in", self.path("client.pem"), "-outform", "DER")
        system = {
            "sha256": hashlib.sha256(der).hexdigest(), "subject": "school-system",
            "bureau": "gucheng", "school": SCHOOL, "roles": ["planner"],
        }  # fmt: skip
        tls = {
            "certificate": self.path("server.pem"), "key": self.path("server.key"),
            "client_ca": self.path("authority.pem"),
        }  # fmt: skip
        server = Server("sqlite", tls=tls, **more)
        with open(server.file, "a") as out:
            out.write("[[auth.certificates]]\n")
            out.writelines(f"{key} = {json.dumps(value)}\n" for key, value in system.items())
        self.addCleanup(server.erase)
        return server

    def channel(self, server, name=None):
        own = (self.read(name + ".key"), self.read(name + ".pem")) if name else (None, None)
        credentials = grpc.ssl_channel_credentials(self.read("server.pem"), *own)
        return grpc.secure_channel(server.address, credentials)

    def test_a_certificate_says_who_calls(self):
        server = self.server().start()
        known = server.client(SCHOOL, channel=self.channel(server, "client"))
        known.headers = []
        self.assertEqual(len(known.ListJobs(job.ListJobsRequest()).jobs), 0)
        publish = plan.PublishPlanRequest()
        self.assertEqual(reason(refused(known.PublishPlan, publish)), "PERMISSION_MISSING")
        for name in ("stranger", None):
            other = server.client(SCHOOL, channel=self.channel(server, name))
            other.headers = []
            error = refused(other.ListJobs, job.ListJobsRequest())
            self.assertEqual(reason(error), "CREDENTIAL_MISSING")
        token = server.client(SCHOOL, channel=self.channel(server))
        self.assertEqual(len(token.ListJobs(job.ListJobsRequest()).jobs), 0)

    def test_beyond_loopback_only_with_tls(self):
        bare = Server("sqlite", server={"listen": "0.0.0.0:0"})
        self.addCleanup(bare.erase)
        done = bare.command()
        self.assertEqual(done.returncode, 1)
        self.assertIn("beyond loopback", done.stderr)

    def test_who_does_not_shake_hands_is_cut_off(self):
        server = self.server(limits={"handshake_seconds": 5, "connections": 4}).start()
        host, port = server.address.split(":")
        idle = [socket.create_connection((host, int(port))) for _ in range(4)]
        known = server.client(SCHOOL, channel=self.channel(server, "client"))
        known.headers = []
        self.assertEqual(len(known.ListJobs(job.ListJobsRequest()).jobs), 0)
        for connection in idle:
            connection.settimeout(PATIENCE)
            self.assertEqual(connection.recv(1), b"")
            connection.close()


class Limits(unittest.TestCase):
    """Bounds that a server of its own has set low."""

    def test_a_school_that_calls_too_often_is_told_to_wait(self):
        with Server("sqlite", limits={"rate": 0.001, "burst": 5.0}) as server:
            client = server.client(SCHOOL)
            for _ in range(5):
                client.ListJobs(job.ListJobsRequest())
            error = refused(client.ListJobs, job.ListJobsRequest())
            self.assertEqual(reason(error), "RATE_LIMITED")
            self.assertEqual(len(details(error, error_details_pb2.RetryInfo)), 1)
            server.client("gc-other").ListJobs(job.ListJobsRequest())

    def test_a_call_that_takes_too_long_is_given_up_and_undone(self):
        import sqlite3

        with Server("sqlite", limits={"call_seconds": 8}) as server:
            client = server.client(SCHOOL)
            held = client.add_dataset(school_named(SCHOOL))
            other = sqlite3.connect(server.store.split(":", 1)[1], isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            request_id = new_id()
            error = refused(client.add_job, held, request_id)
            self.assertEqual(reason(error), "CALL_TOO_LONG")
            self.assertEqual(error.code(), grpc.StatusCode.DEADLINE_EXCEEDED)
            self.assertEqual(len(client.ListJobs(job.ListJobsRequest()).jobs), 0)
            other.execute("ROLLBACK")
            other.close()
            made = client.add_job(held, request_id)
            self.assertEqual(client.add_job(held, request_id), made)
            self.assertEqual(len(client.ListJobs(job.ListJobsRequest()).jobs), 1)

    def test_a_school_has_so_many_jobs_waiting(self):
        with Server("sqlite", jobs={"slots": 1, "waiting": 2}) as server:
            client = server.client(SCHOOL)
            held = client.add_dataset(school_named(SCHOOL))
            client.until_runs(client.add_job(held, **LONG).name)
            for _ in range(2):
                client.add_job(held, **LONG)
            self.assertEqual(reason(refused(client.add_job, held, **LONG)), "QUEUE_FULL")

    def test_a_term_that_is_over_is_erased_by_itself(self):
        for backend in BACKENDS:
            with self.subTest(backend):
                self.erased_by_itself(backend)

    def erased_by_itself(self, backend):
        server = Server(backend).start()
        self.addCleanup(server.erase)
        client = server.client(SCHOOL)
        ended, runs = school_named(SCHOOL), school_named(SCHOOL)
        ended.term.first_day, ended.term.last_day = "2020-03-02", "2020-07-03"
        runs.term.first_day, runs.term.last_day = "2999-03-04", "2999-07-05"
        for data in (ended, runs):
            data.term.ClearField("holidays")
            data.term.ClearField("make_up_days")
        old, new = client.add_dataset(ended), client.add_dataset(runs)
        self.assertEqual(server.stop(), 0)
        with open(server.file) as text:
            settings = text.read().replace("term_days = 0", "term_days = 30")
        with open(server.file, "w") as out:
            out.write(settings)
        server.start()
        client = server.client(SCHOOL)
        asked = dataset.ListDatasetsRequest()
        listed = lambda: list(client.ListDatasets(asked).datasets)
        eventually(lambda: old not in listed(), "it is still there")
        self.assertEqual(listed(), [new])

    def test_a_changed_audit_entry_is_named(self):
        for backend in BACKENDS:
            with self.subTest(backend):
                server = Server(backend).start()
                self.addCleanup(server.erase)
                client = server.client(SCHOOL)
                for _ in range(3):
                    client.add_dataset(school_named(SCHOOL))
                self.assertEqual(server.stop(), 0)
                self.assertEqual(server.command("audit", "verify").returncode, 0)
                getattr(self, "change_" + backend)(server.store)
                done = server.command("audit", "verify")
                self.assertEqual(done.returncode, 1)
                self.assertIn("entry 2 does not fit", done.stderr)
                self.assertEqual(server.command("doctor").returncode, 1)

    change = "UPDATE audit SET subject = 'nobody' WHERE number = 2"

    def change_sqlite(self, url):
        import sqlite3

        store = sqlite3.connect(url.split(":", 1)[1])
        with self.assertRaises(sqlite3.DatabaseError):
            store.execute(self.change)
        store.execute("DROP TRIGGER audit_is_not_changed")
        store.execute(self.change)
        store.commit()
        store.close()

    def change_postgres(self, url):
        change = f"BEGIN; SELECT set_config('kehou.server', 'on', true); {self.change}; COMMIT"
        with self.assertRaises(subprocess.CalledProcessError):
            sql(url, change)
        sql(url, "ALTER TABLE audit DISABLE TRIGGER audit_is_not_changed")
        sql(url, change)

    def test_nothing_personal_reaches_the_log(self):
        with Server("sqlite") as server:
            client = server.client(SCHOOL)
            data = school_named(SCHOOL)
            over = client.wait(client.add_job(client.add_dataset(data)).name)
            client.GetRevision(plan.GetRevisionRequest(name=over.revision, with_plan=True))
            log, metrics = server.log_text(), server.get("/metrics")[1]
            self.assertIn("CreateJob", log)
            told = [student.student for student in data.schools[0].students]
            told += [person.id for person in data.schools[0].staff] + [SCHOOL]
            for word in told:
                self.assertNotIn(word, log)
                self.assertNotIn(word, metrics)


if __name__ == "__main__":
    unittest.main()

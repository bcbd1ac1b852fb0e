"""Servers to test, clients made from the schema, and data for them. Loopback only."""

import glob
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor

TOP = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
PROGRAM = os.path.join(TOP, "target", "release", "kehou-server")
KEHOU = os.path.join(TOP, "target", "release", "kehou")
GENERATED = os.path.join(TOP, "target", "drills", "generated")
POSTGRES = os.environ.get("TEST_POSTGRES", "")
ADMIN = os.environ.get("TEST_POSTGRES_ADMIN", "")
BACKENDS = ["sqlite"] + (["postgres"] if POSTGRES else [])
CITY = "gucheng"
# Seconds until a drill gives up waiting. What must be quick is said where `--full` measures it; the
# reduced counts run beside whatever else a machine does, and judge no time.
PATIENCE = 600


def generate_client():
    """Python code from proto/, made anew whenever the schema is newer."""
    from grpc_tools import protoc

    proto = os.path.join(TOP, "proto")
    files = sorted(glob.glob(os.path.join(proto, "kehou", "v1", "*.proto")))
    stamp = os.path.join(GENERATED, "stamp")
    newest = max(os.path.getmtime(file) for file in files)
    if not os.path.exists(stamp) or os.path.getmtime(stamp) < newest:
        new = f"{GENERATED}-{uuid.uuid4()}"
        os.makedirs(new)
        well_known = os.path.join(os.path.dirname(protoc.__file__), "_proto")
        out = [f"--python_out={new}", f"--grpc_python_out={new}"]
        if protoc.main(["protoc", f"-I{proto}", f"-I{well_known}", *out, *files]):
            raise SystemExit("the schema does not compile")
        open(os.path.join(new, "stamp"), "w").close()
        shutil.rmtree(GENERATED, ignore_errors=True)
        try:
            os.rename(new, GENERATED)
        except OSError:
            # Somebody else was faster.
            shutil.rmtree(new)
    sys.path.insert(0, GENERATED)


generate_client()

import grpc
from google.longrunning import operations_pb2 as operations
from google.longrunning import operations_pb2_grpc as operations_grpc
from google.protobuf import json_format
from google.rpc import error_details_pb2, status_pb2
from kehou.v1 import balance_service_pb2 as balance
from kehou.v1 import balance_service_pb2_grpc as balance_grpc
from kehou.v1 import bureau_pb2, change_pb2
from kehou.v1 import dataset_service_pb2 as dataset
from kehou.v1 import dataset_service_pb2_grpc as dataset_grpc
from kehou.v1 import job_service_pb2 as job
from kehou.v1 import job_service_pb2_grpc as job_grpc
from kehou.v1 import plan_service_pb2 as plan
from kehou.v1 import plan_service_pb2_grpc as plan_grpc
from kehou.v1 import record_service_pb2 as record
from kehou.v1 import record_service_pb2_grpc as record_grpc

__all__ = [
    "balance",
    "bureau_pb2",
    "change_pb2",
    "dataset",
    "dataset_grpc",
    "job",
    "json_format",
    "operations",
    "plan",
    "record",
]

OVER = {job.JOB_STATE_SUCCEEDED, job.JOB_STATE_CANCELLED, job.JOB_STATE_FAILED}


# Ends by the work done, the same everywhere, and leaves the time limit far away.
SHORT = {"time_limit_seconds": 300, "work_limit": 2}

# Ends only when it is told to, or by its time.
LONG = {"time_limit_seconds": PATIENCE, "work_limit": None, "gap": 0.0}


def eventually(holds, otherwise, seconds=PATIENCE):
    """Waits until it holds; what to say when it never does."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.02)


def new_id():
    return str(uuid.uuid4())


def reason(error):
    """The fixed reason of a refusal, from google.rpc.ErrorInfo; asserts that there is exactly one."""
    found = details(error, error_details_pb2.ErrorInfo)
    assert len(found) == 1, f"{error.code()} carries {len(found)} ErrorInfo: {error.details()}"
    assert found[0].domain == "kehou.v1"
    return found[0].reason


def details(error, kind):
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            status = status_pb2.Status.FromString(value)
            found = []
            for any_detail in status.details:
                if any_detail.Is(kind.DESCRIPTOR):
                    detail = kind()
                    any_detail.Unpack(detail)
                    found.append(detail)
            return found
    return []


def refused(call, *args, **kwargs):
    """The error of a call that must be refused."""
    try:
        call(*args, **kwargs)
    except grpc.RpcError as error:
        return error
    raise AssertionError("the call was not refused")


class Server:
    """A server process with a store of its own."""

    def __init__(self, backend="sqlite", folder=None, store=None, **config):
        self.backend = backend
        self.folder = folder or tempfile.mkdtemp(prefix="kehou-drill-")
        self.key = os.path.join(self.folder, "private.key")
        self.file = os.path.join(self.folder, "kehou.toml")
        keys = os.path.join(self.folder, "keys.json")
        subprocess.run([PROGRAM, "key", self.key, keys], check=True, capture_output=True)
        self.store = store or self.new_store()
        sections = {
            "server": {"listen": "127.0.0.1:0", "admin": "127.0.0.1:0", "reflection": True},
            "auth": {"keys": keys, "longest_seconds": 100_000},
            "store": {"url": self.store},
            "jobs": {
                "slots": 2,
                "longest_seconds": PATIENCE,
                "silence_seconds": 60,
                "grace_seconds": 300,
                "cancel_ms": 60_000,
            },
            "limits": {
                "rate": 10_000.0,
                "burst": 100_000.0,
                "call_seconds": 120,
                "handshake_seconds": 60,
            },
            "retention": {"term_days": 0},
        }
        for section, settings in config.items():
            sections.setdefault(section, {}).update(settings)
        with open(self.file, "w") as out:
            for section, settings in sections.items():
                out.write(f"[{section}]\n")
                out.writelines(f"{key} = {json.dumps(value)}\n" for key, value in settings.items())
        self.process = None
        self.tokens = {}

    def new_store(self):
        if self.backend == "sqlite":
            return "sqlite:" + os.path.join(self.folder, "kehou.db")
        name = "d" + uuid.uuid4().hex[:12]
        sql(ADMIN, f"CREATE DATABASE {name} OWNER kehou")
        return POSTGRES.rsplit("/", 1)[0] + "/" + name

    def command(self, *args, **kwargs):
        """A command of kehou-server on the same configuration."""
        run = [PROGRAM, "--config", self.file, *args]
        return subprocess.run(run, capture_output=True, text=True, **kwargs)

    def start(self):
        if self.process:
            self.process.stdout.close()
            self.log.close()
        self.log = open(os.path.join(self.folder, "log"), "a")
        began = time.monotonic()
        # Sessions and writes that a killed server left to PostgreSQL may take a moment to end.
        while True:
            self.process = subprocess.Popen(
                [PROGRAM, "--config", self.file], stdout=subprocess.PIPE, stderr=self.log, text=True
            )
            line = self.process.stdout.readline().split()
            if line and line[0] == "ready":
                break
            self.process.wait()
            self.process.stdout.close()
            said = self.log_text().splitlines()[-1:]
            passes = said and ("in use" in said[0] or "try again" in said[0])
            if not passes or time.monotonic() - began > PATIENCE:
                raise AssertionError(f"the server does not start: {said}")
            time.sleep(0.1)
        self.address, self.admin = line[1], line[2]
        self.ready_seconds = time.monotonic() - began
        return self

    def log_text(self):
        with open(os.path.join(self.folder, "log")) as log:
            return log.read()

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        """Ends it by SIGTERM; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def erase(self):
        if self.process:
            if self.process.poll() is None:
                self.kill()
            self.process.stdout.close()
            self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.backend == "postgres":
            sql(ADMIN, f"DROP DATABASE IF EXISTS {self.store.rsplit('/', 1)[1]} WITH (FORCE)")

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.erase()

    def token(self, school, roles, bureau=CITY):
        wanted = (bureau, school, tuple(roles))
        if wanted not in self.tokens:
            args = [PROGRAM, "token", self.key, "--subject", "drill", "--bureau", bureau]
            args += ["--school", school, "--seconds", "50000"]
            for role in roles:
                args += ["--role", role]
            done = subprocess.run(args, check=True, capture_output=True, text=True)
            self.tokens[wanted] = done.stdout.strip()
        return self.tokens[wanted]

    def client(self, school, *roles, bureau=CITY, channel=None):
        return Client(self, school, roles or ("planner", "publisher", "admin"), bureau, channel)

    def rss(self):
        with open(f"/proc/{self.process.pid}/statm") as statm:
            return int(statm.read().split()[1]) * resource.getpagesize()

    def workers(self):
        """Process ids of its workers."""
        found = []
        for stat in glob.glob("/proc/[0-9]*/stat"):
            try:
                with open(stat) as lines:
                    fields = lines.read().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[1]) == self.process.pid and fields[0] != "Z":
                found.append(int(stat.split("/")[2]))
        return found

    def get(self, path):
        try:
            with urllib.request.urlopen(f"http://{self.admin}{path}", timeout=PATIENCE) as reply:
                return reply.status, reply.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


class Client:
    """The calls of one caller. A store that is busy is asked again, as its refusal says."""

    def __init__(self, server, school, roles, bureau, channel=None):
        self.school, self.server = school, server
        options = [("grpc.max_receive_message_length", 80 << 20), ("grpc.enable_retries", 0)]
        self.channel = channel or grpc.insecure_channel(server.address, options)
        self.headers = [
            ("authorization", "Bearer " + server.token(school, roles, bureau)),
            ("accept-language", "en"),
        ]
        self.stubs = [
            dataset_grpc.DatasetServiceStub(self.channel),
            job_grpc.JobServiceStub(self.channel),
            plan_grpc.PlanServiceStub(self.channel),
            record_grpc.RecordServiceStub(self.channel),
            balance_grpc.BalanceServiceStub(self.channel),
            operations_grpc.OperationsStub(self.channel),
        ]

    def __getattr__(self, method):
        for stub in self.stubs:
            if hasattr(stub, method):
                return lambda request, timeout=PATIENCE: self.ask(
                    getattr(stub, method), request, timeout
                )
        raise AttributeError(method)

    def ask(self, call, request, timeout):
        deadline = time.monotonic() + timeout
        while True:
            try:
                return call(request, metadata=self.headers, timeout=timeout)
            except grpc.RpcError as error:
                told = details(error, error_details_pb2.ErrorInfo)
                busy = [info.reason for info in told] == ["STORE_BUSY"]
                if not busy or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def add_dataset(self, bureau, request_id=None):
        content = dataset.DatasetContent(binary=bureau.SerializeToString())
        request = dataset.CreateDatasetRequest(content=content, request_id=request_id or new_id())
        return self.CreateDataset(request).dataset

    def add_job(self, of, request_id=None, **spec):
        spec = {**SHORT, **spec}
        request = job.CreateJobRequest(
            spec=job.JobSpec(dataset=of.name, **spec), request_id=request_id or new_id()
        )
        return self.CreateJob(request).job

    def get_job(self, name):
        return self.GetJob(job.GetJobRequest(name=name)).job

    def cancel(self, name, request_id=None):
        request = job.CancelJobRequest(name=name, request_id=request_id or new_id())
        return self.CancelJob(request).job

    def wait(self, name):
        """The job once it is over, by watching."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                left = max(1, deadline - time.monotonic())
                for event in self.WatchJob(job.WatchJobRequest(name=name), timeout=left):
                    if event.HasField("job") and event.job.state in OVER:
                        return event.job
            except grpc.RpcError as error:
                again = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED)
                if error.code() not in again or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def add_run(self, bureau, request_id=None, **spec):
        spec = balance.BalanceSpec(**{**SHORT, **spec})
        request = balance.CreateBalanceRunRequest(
            bureau=bureau, spec=spec, request_id=request_id or new_id()
        )
        return self.CreateBalanceRun(request).run

    def wait_run(self, name):
        """The balance run once it is over, by watching."""
        for event in self.WatchBalanceRun(balance.WatchBalanceRunRequest(name=name)):
            if event.run.state in OVER:
                return event.run
        raise AssertionError("the stream ended before the run")

    def until_runs(self, name):
        def runs():
            held = self.get_job(name)
            assert held.state not in OVER, f"the job is over: {held}"
            return held.state == job.JOB_STATE_RUNNING

        eventually(runs, "the job does not begin")

    def export(self, revision, folder):
        """Writes the plan folder of a revision."""
        for piece in self.ExportRevision(plan.ExportRevisionRequest(name=revision)):
            path = os.path.join(folder, piece.file)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "ab") as out:
                out.write(piece.data)


def sql(url, statement):
    done = subprocess.run(
        ["psql", "-qAt", url, "-c", statement], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def generated(count, pupils, seed):
    """A bureau without schools, and its schools, `pupils` each on average or as the place has."""
    made_by = f"{os.stat(KEHOU).st_mtime_ns}"
    folder = os.path.join(TOP, "target", "drills", made_by, f"{count}-{pupils}-{seed}")
    if not os.path.exists(folder):
        size = ["--schools", str(count), "--seed", str(seed)]
        size += ["--pupils", str(count * pupils)] if pupils else []
        new = f"{folder}-{new_id()}"
        run = [KEHOU, "generate", CITY, "-o", new, *size]
        subprocess.run(run, check=True, capture_output=True)
        try:
            os.rename(new, folder)
        except OSError:
            # Somebody else was faster.
            shutil.rmtree(new)
    with open(os.path.join(folder, "bureau.json")) as text:
        common = json_format.Parse(text.read(), bureau_pb2.Bureau())
    whole = bureau_pb2.Bureau()
    for file in sorted(glob.glob(os.path.join(folder, "schools", "*.json"))):
        with open(file) as text:
            json_format.Parse(text.read(), whole.schools.add())
    return common, list(whole.schools)


def apart(count=1, pupils=60, seed=1):
    """What is the bureau's, and the data set each of its schools hands in."""
    common, found = generated(count, pupils, seed)
    alone = bureau_pb2.Bureau()
    alone.CopyFrom(common)
    for field in ("shared_staff", "venues", "travel", "pairs", "loan_policy"):
        alone.ClearField(field)
    datasets = []
    for school in found:
        one = bureau_pb2.Bureau()
        one.CopyFrom(alone)
        one.schools.append(school)
        datasets.append(one)
    return common, datasets


def schools(count=1, pupils=60, seed=1):
    """Data sets of schools whose staff serve nowhere else."""
    found = apart(count, pupils, seed)[1]
    for person in (person for alone in found for person in alone.schools[0].staff):
        person.ClearField("loan_terms")
    return found


def school_named(name, pupils=60, seed=1):
    """The data set of a small school under another id."""
    alone = schools(1, pupils, seed)[0]
    alone.schools[0].id = name
    return alone


def side_by_side(work, items, threads=16):
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, items))


def checked(bureau, files):
    """Whether `kehou check` accepts a plan folder for a data set."""
    with tempfile.NamedTemporaryFile(suffix=".pb") as data:
        data.write(bureau.SerializeToString())
        data.flush()
        done = subprocess.run([KEHOU, "check", data.name, files], capture_output=True, text=True)
    return done.returncode == 0, done.stdout + done.stderr

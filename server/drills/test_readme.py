"""The examples of the README, run as they stand there, on each database."""

import contextlib
import os
import re
import tempfile
import unittest

from google.protobuf import json_format

from harness import BACKENDS, TOP, Server, apart

SCHOOL, OTHER = "gc-01", "gc-02"


def examples():
    with open(os.path.join(TOP, "server", "README.md"), encoding="utf-8") as readme:
        return "\n".join(re.findall(r"```python\n(.*?)```", readme.read(), re.DOTALL))


class Readme(unittest.TestCase):
    """Runs the examples and looks whether they used everything."""

    def run_on(self, backend):
        with Server(backend, limits={"call_seconds": 60}) as server:
            os.environ["KEHOU_ADDRESS"] = server.address
            os.environ["SCHOOL_TOKEN"] = server.token(SCHOOL, ["planner", "publisher", "admin"])
            os.environ["OTHER_TOKEN"] = server.token(OTHER, ["planner", "publisher", "admin"])
            os.environ["BUREAU_TOKEN"] = server.token("", ["balancer"])
            before = os.getcwd()
            with tempfile.TemporaryDirectory() as folder:
                os.chdir(folder)
                try:
                    self.run_here()
                finally:
                    os.chdir(before)
            self.assertEqual(self.called(server), self.served(server))

    def run_here(self):
        common, (school, other) = apart(2)
        for name, message in (("school", school), ("other", other), ("bureau", common)):
            with open(f"{name}.json", "w", encoding="utf-8") as out:
                out.write(json_format.MessageToJson(message))
        with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
            exec(compile(examples(), "server/README.md", "exec"), {})
        self.assertTrue(os.path.exists(os.path.join("plan", "outcome.json")))

    def called(self, server):
        """Methods that were called and did what they were asked."""
        counts = r'^kehou_calls_total\{method="([^"]+)",reason="OK"\}'
        return set(re.findall(counts, server.get("/metrics")[1], re.MULTILINE))

    def served(self, server):
        """Methods that reflection tells of, but for those anybody may call."""
        import grpc
        from google.protobuf.descriptor_pool import DescriptorPool
        from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
            ProtoReflectionDescriptorDatabase,
        )

        found = ProtoReflectionDescriptorDatabase(grpc.insecure_channel(server.address))
        pool, methods = DescriptorPool(found), set()
        for service in found.get_services():
            if not service.startswith(("grpc.health.", "grpc.reflection.")):
                described = pool.FindServiceByName(service)
                methods |= {f"/{service}/{method.name}" for method in described.methods}
        return methods

    def test_on_sqlite(self):
        self.run_on("sqlite")

    @unittest.skipUnless("postgres" in BACKENDS, "no PostgreSQL here")
    def test_on_postgres(self):
        self.run_on("postgres")


if __name__ == "__main__":
    unittest.main()

"""A MiniStack process on a free loopback port, and what tests ask of it."""

import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from .validators import wire_request_validators

REGION = "eu-central-1"
ACCOUNT = "000000000000"
TEMPLATE_BODY_LIMIT = 51_200  # bytes; CloudFormation takes a larger template from S3 only
MISSING = "run make test (it makes .ministack)"

Template: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client received: header names in lower case, a repeated header joined by commas, the body as text."""

    status: int
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class Stack:
    """A deployed stack: its outputs, and the physical id of each resource by logical id."""

    name: str
    outputs: Mapping[str, str]
    resources: Mapping[str, str]


class DeploymentError(Exception):
    """A stack that CloudFormation refused or rolled back, with its events."""


@dataclass(frozen=True, slots=True)
class MiniStack:
    """A running MiniStack."""

    port: int
    _session: boto3.session.Session = field(
        default_factory=lambda: boto3.session.Session("test", "test", region_name=REGION)
    )
    _clients: dict[str, Any] = field(default_factory=dict)

    @property
    def endpoint(self) -> str:
        """The URL every service is served at."""
        return f"http://127.0.0.1:{self.port}"

    def client(self, service: str, **config: Any) -> Any:
        """A boto3 client for a service, signed with the account's root credentials; the same at the next call."""
        key = f"{service} {config}"
        if key not in self._clients:
            settings = Config(retries={"total_max_attempts": 1}, **config)
            name: Any = service  # the stubs know a client by the literal name only
            self._clients[key] = self._session.client(name, endpoint_url=self.endpoint, config=settings)
        return self._clients[key]

    def deploy(self, template: Template, stack_name: str, parameters: Mapping[str, str] | None = None) -> Stack:
        """Create or update a stack and wait; a failure raises DeploymentError with the stack's events."""
        cloudformation = self.client("cloudformation")
        arguments = {
            "StackName": stack_name,
            "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
            "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in (parameters or {}).items()],
            **self._template_argument(template, stack_name),
        }
        change = cloudformation.update_stack if self._exists(stack_name) else cloudformation.create_stack
        try:
            change(**arguments)
        except ClientError as error:
            if "No updates are to be performed" not in str(error):
                raise DeploymentError(str(error)) from error
        stack = self._settled(stack_name)
        wire_request_validators(self.client("apigateway"), template, stack.resources)
        return stack

    def delete(self, stack_name: str) -> None:
        """Delete a stack and wait until it is gone."""
        self.client("cloudformation").delete_stack(StackName=stack_name)
        while self._exists(stack_name):
            time.sleep(0.02)

    def publish_assets(self, assembly: Path, stack_name: str) -> None:
        """Upload the template assets (nested stacks) that a cloud assembly lists for a stack."""
        manifest = json.loads((assembly / f"{stack_name}.assets.json").read_text())
        for asset in manifest["files"].values():
            for destination in asset["destinations"].values():
                source = assembly / asset["source"]["path"]
                if source.is_file():
                    self.upload(_filled(destination["bucketName"]), destination["objectKey"], source.read_bytes())

    def upload_template(self, name: str, template: Template) -> str:
        """Put a template in a bucket and give its URL."""
        return self.upload("templates", f"{name}.json", json.dumps(template).encode())

    def upload(self, bucket: str, key: str, content: bytes) -> str:
        """Put an object, making its bucket when needed, and give its URL."""
        s3 = self.client("s3")
        try:
            s3.head_bucket(Bucket=bucket)
        except ClientError:
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        s3.put_object(Bucket=bucket, Key=key, Body=content)
        return f"https://s3.{REGION}.amazonaws.com/{bucket}/{key}"

    def api_url(self, rest_api_id: str, stage: str) -> str:
        """The URL a stage of a REST API is served at."""
        return f"{self.endpoint}{_stage_path(rest_api_id, stage)}"

    def request(
        self,
        rest_api_id: str,
        stage: str,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        body: str | None = None,
    ) -> Answer:
        """Call a deployed API as a client does: no redirect is followed, no status raises."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, _stage_path(rest_api_id, stage) + path, body=body, headers=dict(headers or {}))
            response = connection.getresponse()
            received = {name.lower(): ", ".join(response.headers.get_all(name, [])) for name in response.headers}
            return Answer(response.status, received, response.read().decode())
        finally:
            connection.close()

    def _template_argument(self, template: Template, stack_name: str) -> dict[str, str]:
        text = json.dumps(template)
        if len(text.encode()) <= TEMPLATE_BODY_LIMIT:
            return {"TemplateBody": text}
        return {"TemplateURL": self.upload_template(stack_name, template)}

    def _describe(self, stack_name: str) -> dict[str, Any] | None:
        try:
            stacks = self.client("cloudformation").describe_stacks(StackName=stack_name)["Stacks"]
        except ClientError:
            return None
        found: dict[str, Any] = stacks[0]
        return found

    def _exists(self, stack_name: str) -> bool:
        stack = self._describe(stack_name)
        return stack is not None and stack["StackStatus"] != "DELETE_COMPLETE"

    def _settled(self, stack_name: str) -> Stack:
        stack = self._describe(stack_name)
        while stack and stack["StackStatus"].endswith("_IN_PROGRESS"):
            time.sleep(0.02)
            stack = self._describe(stack_name)
        if not stack or stack["StackStatus"] not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            raise DeploymentError(self._events(stack_name))
        outputs = {one["OutputKey"]: one["OutputValue"] for one in stack.get("Outputs", [])}
        return Stack(stack_name, outputs, self._resources(stack_name))

    def _resources(self, stack_name: str) -> dict[str, str]:
        found = self.client("cloudformation").describe_stack_resources(StackName=stack_name)
        return {one["LogicalResourceId"]: one.get("PhysicalResourceId", "") for one in found["StackResources"]}

    def _events(self, stack_name: str) -> str:
        events = self.client("cloudformation").describe_stack_events(StackName=stack_name)
        return "\n".join(
            f"{one['LogicalResourceId']} {one['ResourceStatus']} {one.get('ResourceStatusReason', '')}"
            for one in reversed(events["StackEvents"])
        )


@contextmanager
def running(directory: Path) -> Iterator[MiniStack]:
    """Run MiniStack with all its state in a directory, and stop it and its children at the end."""
    port = _free_port()
    log = directory / "ministack.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [_python(), "-m", "ministack"],
            cwd=directory,
            env=_environment(directory, port),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_healthy(process, port, log)
        server = MiniStack(port)
        _bootstrap(server)
        yield server
    finally:
        _stop(process)


def _python() -> str:
    python = os.environ.get("MINISTACK_PYTHON")
    path = Path(python) if python else Path(__file__).parents[2] / ".ministack" / "bin" / "python"
    if not path.exists():
        raise FileNotFoundError(MISSING)
    return str(path)


def _environment(directory: Path, port: int) -> dict[str, str]:
    state = {name: str(directory) for name in ("HOME", "TMPDIR", "STATE_DIR", "S3_DATA_DIR")}
    return {
        "PATH": os.environ.get("PATH", ""),
        **state,
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": "localhost",
        "MINISTACK_REGION": REGION,
        "AUTH": "true",  # without it no signature is checked: no INVALID_SIGNATURE, no EXPIRED_TOKEN
        "LOG_LEVEL": "WARNING",
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
    }


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait_until_healthy(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 30
    while not _healthy(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"MiniStack did not start:\n{log.read_text()[-2000:]}")
        time.sleep(0.05)


def _healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/_ministack/health")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def _bootstrap(server: MiniStack) -> None:
    """Store the version parameter that a CDK template's BootstrapVersion reads and its Rules compare."""
    server.client("ssm").put_parameter(Name="/cdk-bootstrap/hnb659fds/version", Value="30", Type="String")


def _stop(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)  # its own session, so that Lambda workers end with it
            process.wait(timeout=5)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue


def _stage_path(rest_api_id: str, stage: str) -> str:
    return f"/restapis/{rest_api_id}/{stage}/_user_request_"


def _filled(text: str) -> str:
    return text.replace("${AWS::AccountId}", ACCOUNT).replace("${AWS::Region}", REGION)

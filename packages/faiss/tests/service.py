"""The service as a process, spoken to over HTTP; killed as hard as a machine kills."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any


class Service:
    def __init__(self, folder: Path, **env: str) -> None:
        self.folder = folder
        self.env = env
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Service":
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        root = Path(__file__).parent.parent
        env = {**os.environ, "FAISS_PORT": str(self.port), "FAISS_DATA_DIR": str(self.folder), "PYTHONPATH": str(root)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sutazai_faiss"],
            env={**env, **self.env},
            # Not a pipe: one that nobody reads fills up, and then holds whoever writes to it.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
        )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                if self.call("GET", "/health")[0] == 200:
                    return self
            except OSError:
                time.sleep(0.02)
        raise AssertionError("the service did not start")

    def call(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> tuple[int, Any]:
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data,
            {"content-type": "application/json", **(headers or {})},
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                text = response.read()
                return response.status, parsed(text)
        except urllib.error.HTTPError as error:
            return error.code, parsed(error.read())

    def kill(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        assert self.process
        self.process.terminate()
        return self.process.wait(20)


def parsed(text: bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text.decode()

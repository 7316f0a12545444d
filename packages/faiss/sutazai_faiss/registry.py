"""Registration in Consul: tried again in the background until it is done, taken out at the end, never in anybody's way."""

import json
import logging
import socket
import threading
import urllib.request

from .settings import Settings

log = logging.getLogger("faiss")


class Registration:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="registry")
        self._id = f"faiss-{socket.gethostname()}"

    def start(self) -> None:
        if self._settings.consul and self._settings.advertise:
            self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if not self._thread.is_alive():
            return
        try:
            self._put(f"/v1/agent/service/deregister/{self._id}", None, 2)
        except OSError as error:
            log.warning("not taken out of the registry: %s", error)

    def _run(self) -> None:
        address, port = self._settings.advertise, self._settings.port
        body = {
            "ID": self._id,
            "Name": "faiss",
            "Address": address,
            "Port": port,
            "Check": {
                "HTTP": f"http://{address}:{port}/health",
                "Interval": "15s",
                "Timeout": "5s",
                "DeregisterCriticalServiceAfter": "10m",
                "Status": "passing",
            },
        }
        delay = 0.5
        while not self._stop.is_set():
            try:
                self._put("/v1/agent/service/register?replace-existing-checks=true", body, 5)
                # A registry that was emptied gets the entry again; seldom enough to cost nothing.
                delay = 300
            except OSError as error:
                if delay == 0.5:
                    log.warning("the registry does not answer: %s", error)
                delay = min(delay * 2, 15)
            self._stop.wait(delay)

    def _put(self, path: str, body: object, timeout: float) -> None:
        headers = {"content-type": "application/json"}
        if self._settings.consul_token:
            headers["x-consul-token"] = self._settings.consul_token
        data = json.dumps(body).encode() if body is not None else b""
        request = urllib.request.Request(f"{self._settings.consul}{path}", data, headers, method="PUT")  # noqa: S310
        with urllib.request.urlopen(request, timeout=timeout):  # noqa: S310
            pass

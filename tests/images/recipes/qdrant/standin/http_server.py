"""HTTP: finds the route, looks at the key, reads the body, wraps the answer as Qdrant does."""

import json
import shutil
import time
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from .access import Refused
from .errors import ApiError, forbidden
from .routes import Request, match

LIMIT = 32 * 1024 * 1024  # Qdrant's own for a request


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address, service, access, metrics):
        self.service, self.access, self.metrics = service, access, metrics
        super().__init__(address, Handler)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "qdrant-stand-in", ""
    # One packet for head and body, at once: else each small answer waits for the client's delayed ACK.
    wbufsize = -1
    disable_nagle_algorithm = True

    def answer(self) -> None:
        started = time.monotonic()
        url = urlsplit(self.path)
        path = "/" + url.path.strip("/")
        route, parts = match(self.command, path)
        self.left = int(self.headers.get("content-length") or 0)
        try:
            status = self._run(route, parts, dict(parse_qsl(url.query)), started)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
            return
        if route:
            self.server.metrics.record(self.command, route.path, status, time.monotonic() - started)

    do_GET = do_PUT = do_POST = do_DELETE = do_PATCH = do_HEAD = answer

    def _run(self, route, parts, query, started) -> int:
        try:
            if not (route and route.open):
                writes = self.server.access.may_write(self.headers.get)
                if route and route.writes and not writes:
                    raise forbidden("Global manage access is required")
            if route is None:
                return self._send(404, b"", "text/plain")
            request = Request(self.server.service, self.server.metrics, query, self.headers, self._file)
            if self.left and not route.streams:
                request.body = self._json()
            result = route.run(request, *[unquote(p) for p in parts])
        except Refused as why:
            return self._send(401, str(why).encode(), "text/plain")
        except ApiError as error:
            return self._envelope(error.status, None, {"error": str(error)}, started)
        except (KeyError, TypeError, ValueError) as error:
            return self._envelope(400, None, {"error": f"Format error in JSON body: {error!r}"}, started)
        except Exception as error:  # the stand-in's own fault: said, not a closed connection
            traceback.print_exc()
            return self._envelope(500, None, {"error": f"Service internal error: {error!r}"}, started)
        if isinstance(result, Path):
            return self._send_file(result)
        if isinstance(result, str):
            return self._send(200, result.encode(), "text/html" if result.startswith("<") else "text/plain; charset=utf-8")
        if route.bare:
            return self._send(200, json.dumps(result).encode(), "application/json")
        return self._envelope(200, result, "ok", started)

    def _json(self):
        if self.left > LIMIT:
            raise ApiError(413, f"JSON payload ({self.left} bytes) is larger than allowed (limit: {LIMIT} bytes).")
        raw, self.left = self.rfile.read(self.left), 0
        try:
            return json.loads(raw)
        except ValueError as error:
            raise ApiError(400, f"Format error in JSON body: {error}") from None

    def _file(self) -> tuple:
        """The body, unread, and its length: for a snapshot that comes up."""
        length, self.left = self.left, 0
        return self.rfile, length

    def _envelope(self, status, result, said, started) -> int:
        body = {"result": result} if status == 200 else {}
        body |= {"status": said, "time": time.monotonic() - started}
        return self._send(status, json.dumps(body, ensure_ascii=False).encode(), "application/json")

    def _send(self, status, body, kind) -> int:
        self._head(status, len(body), kind)
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()
        return status

    def _send_file(self, path: Path) -> int:
        with open(path, "rb") as file:
            self._head(200, path.stat().st_size, "application/octet-stream", path.name)
            shutil.copyfileobj(file, self.wfile)
        self.wfile.flush()
        return 200

    def _head(self, status, length, kind, name=None) -> None:
        if self.left:  # a body that nobody read would be taken for the next request
            self.close_connection = True
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(length))
        if name:
            self.send_header("content-disposition", f'attachment; filename="{name}"')
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()

    def log_message(self, *_):
        """Nothing: a health check every few seconds is no news, and a URL may hold what is nobody's business."""

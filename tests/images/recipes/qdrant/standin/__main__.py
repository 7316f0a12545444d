"""Starts both listeners, and ends on TERM or INT with everything on disk."""

import signal
import sys
import threading

from . import VERSION, grpc_server, settings
from .access import Access
from .http_server import Server
from .metrics import Metrics
from .service import Service


def main() -> int:
    config = settings.load()
    try:
        service = Service(config.storage, config.snapshots)
    except OSError as error:
        print(f"qdrant stand-in: {error}", file=sys.stderr)
        return 1
    access, metrics = Access(config), Metrics(service)
    rest = Server((config.host, config.http_port), service, access, metrics)
    grpc = grpc_server.start(config.host, config.grpc_port, access) if config.grpc_port else None
    try:
        config.init_file.write_text("")
    except OSError as error:
        print(f"qdrant stand-in: cannot write {config.init_file}: {error}", file=sys.stderr)
    print(f"qdrant stand-in {VERSION}, not Qdrant: REST on {config.http_port}, gRPC on {config.grpc_port}")
    done = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: done.set())
    threading.Thread(target=rest.serve_forever, daemon=True).start()
    done.wait()
    rest.shutdown()
    if grpc:
        grpc.stop(1).wait()
    service.close()
    return 0


sys.exit(main())

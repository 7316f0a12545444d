"""`python -m sutazai_faiss`: the service as a process. Exit codes: 0 after a clean stop, 2 for settings that do not fit."""

import json
import logging
import signal
import sys
from datetime import UTC, datetime

import uvicorn

from .app import create_app
from .settings import SettingsError, load


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "level": record.levelname.lower(),
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "service": "faiss",
            "msg": record.getMessage(),
        }
        for key in ("request_id", "method", "route", "status", "ms"):
            if hasattr(record, key):
                line[key] = getattr(record, key)
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line)


def main() -> int:
    try:
        settings = load()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    try:
        app = create_app(settings)
    except OSError as error:
        print(f"The data folder {settings.data_dir} cannot be used: {error.strerror}.", file=sys.stderr)
        return 2
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            settings.host,
            settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=8,
        )
    )
    # uvicorn stops cleanly and then sends itself the signal once more, which would end the process as if it were killed.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    server.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Settings from the environment; a `_FILE` variable names a file that holds a secret."""

import os
from dataclasses import dataclass
from pathlib import Path


class SettingsError(Exception):
    """Names each variable that does not fit, never its value."""


@dataclass(frozen=True)
class Settings:
    host: str
    port: int
    data_dir: Path
    body_limit: int
    threads: int
    api_key: str | None
    consul: str | None
    consul_token: str | None
    advertise: str | None


def load(env: dict[str, str] | None = None) -> Settings:
    """Raises SettingsError with all faults at once."""
    source = dict(os.environ) if env is None else env
    faults: list[str] = []

    def number(name: str, default: int, least: int, most: int) -> int:
        text = source.get(name) or str(default)
        if text.isdigit() and least <= int(text) <= most:
            return int(text)
        faults.append(f"{name}: is not a number from {least} to {most}")
        return default

    def secret(name: str) -> str | None:
        path = source.get(f"{name}_FILE")
        if not path:
            return source.get(name) or None
        try:
            value = Path(path).read_text().strip()
        except OSError as error:
            faults.append(f"{name}_FILE: the file {path} cannot be read ({error.strerror})")
            return None
        if not value:
            faults.append(f"{name}_FILE: the file {path} is empty")
        return value or None

    settings = Settings(
        host=source.get("FAISS_HOST") or "127.0.0.1",
        port=number("FAISS_PORT", 10103, 0, 65535),
        data_dir=Path(source.get("FAISS_DATA_DIR") or "data"),
        body_limit=number("FAISS_BODY_LIMIT_MB", 64, 1, 1024) * 1024 * 1024,
        threads=number("FAISS_THREADS", os.cpu_count() or 1, 1, 256),
        api_key=secret("FAISS_API_KEY"),
        consul=(source.get("CONSUL_HTTP_ADDR") or "").rstrip("/") or None,
        consul_token=secret("CONSUL_HTTP_TOKEN"),
        advertise=source.get("FAISS_ADVERTISE") or None,
    )
    if faults:
        raise SettingsError("The settings do not fit:\n  " + "\n  ".join(faults))
    return settings

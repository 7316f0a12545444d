"""Settings in Qdrant's order: config, RUN_MODE, local, /etc/qdrant/config, then QDRANT__… variables."""

import os
from pathlib import Path
from typing import NamedTuple

import yaml


class Settings(NamedTuple):
    host: str
    http_port: int
    grpc_port: int | None
    api_key: str
    alt_api_key: str
    read_only_api_key: str
    storage: Path
    snapshots: Path
    init_file: Path


def _merge(base: dict, over: dict) -> dict:
    for key, value in over.items():
        base[key] = _merge(base.get(key) or {}, value) if isinstance(value, dict) else value
    return base


def _file(path: Path) -> dict:
    for name in (path, path.with_suffix(".yaml"), path.with_suffix(".yml")):
        if name.is_file():
            # Words only: a key made of digits must stay the text it is.
            return yaml.load(name.read_text(), yaml.BaseLoader) or {}
    return {}


def _variables(environment: dict) -> dict:
    tree: dict = {}
    for name, value in environment.items():
        if name.startswith("QDRANT__"):
            *groups, last = name.removeprefix("QDRANT__").lower().split("__")
            node = tree
            for group in groups:
                node = node.setdefault(group, {})
            node[last] = value
    return tree


def load(environment=os.environ, folder: Path = Path("config")) -> Settings:
    tree: dict = {}
    run_mode = environment.get("RUN_MODE", "development")
    for path in (folder / "config", folder / run_mode, folder / "local", Path("/etc/qdrant/config")):
        _merge(tree, _file(path))
    _merge(tree, _variables(dict(environment)))
    service, storage = tree.get("service", {}), tree.get("storage", {})
    grpc = service.get("grpc_port")
    return Settings(
        host=service.get("host", "0.0.0.0"),
        http_port=int(service.get("http_port", 6333)),
        grpc_port=int(grpc) if grpc not in (None, "", "null") else None,
        api_key=service.get("api_key") or "",
        alt_api_key=service.get("alt_api_key") or "",
        read_only_api_key=service.get("read_only_api_key") or "",
        storage=Path(storage.get("storage_path", "./storage")),
        snapshots=Path(storage.get("snapshots_path", "./snapshots")),
        init_file=Path(environment.get("QDRANT_INIT_FILE_PATH", ".qdrant-initialized")),
    )

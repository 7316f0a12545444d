"""One collection: a shard of the engine in a folder, and collection.json that says which folder it is."""

import json
import threading
import uuid
from contextlib import contextmanager
from pathlib import Path

import qdrant_edge as edge

from . import files
from .engine import config, indexes
from .engine.vectors import f32, id_json, point_id, vector_json
from .errors import ApiError, not_found, wrong_input


@contextmanager
def engine_errors():
    """What the engine refuses is the request's fault, unless it says otherwise."""
    try:
        yield
    except ApiError:
        raise
    except Exception as error:  # the engine raises bare Exception
        text = str(error)
        raise (ApiError(500, text) if text.startswith("Service") else wrong_input(text)) from None


class Collection:
    def __init__(self, folder: Path, about: dict):
        self.folder, self.about = folder, about
        # One at a time: the engine is fast, and a snapshot must not see half a write.
        self.lock = threading.RLock()
        self.writes = 0
        self.shard = edge.EdgeShard.load(str(folder / about["data"]))

    @staticmethod
    def create(folder: Path, body: dict) -> "Collection":
        about = {"body": body, "indexes": {}, "data": uuid.uuid4().hex}
        with engine_errors():
            wanted = config.for_engine(body)
            (folder / about["data"]).mkdir(parents=True)
            shard = edge.EdgeShard.create(str(folder / about["data"]), wanted)
            shard.flush()
            shard.close()
        # From here on it exists.
        files.write_json(folder / "collection.json", about)
        files.sync_folder(folder.parent)
        return Collection(folder, about)

    @staticmethod
    def open(folder: Path) -> "Collection":
        about = json.loads((folder / "collection.json").read_text())
        files.sweep(folder)
        for data in folder.iterdir():  # of a recovery that was killed before or after its turn
            if data.is_dir() and data.name != about["data"]:
                files.remove(data)
        return Collection(folder, about)

    def close(self) -> None:
        with self.lock:
            self.shard.flush()
            self.shard.close()

    def write(self, *operations) -> int:
        """Answered only when it is on disk: the engine's own log is not read back after a kill."""
        with self.lock, engine_errors():
            try:
                for operation in operations:
                    self.shard.update(operation)
            finally:
                self.shard.flush()
            self.writes += 1
            return self.writes - 1

    def index(self, field: str, schema) -> int:
        with self.lock:
            done = self.write(indexes.create(field, schema) if schema else edge.UpdateOperation.delete_field_index(field))
            kept = {k: v for k, v in self.about["indexes"].items() if k != field} | ({field: schema} if schema else {})
            self.about = {**self.about, "indexes": kept}
            files.write_json(self.folder / "collection.json", self.about)
            return done

    def find(self, value, using: str):
        """The stored vector of a point, for a query by its id."""
        wanted = point_id(value)
        with self.lock:
            found = self.shard.retrieve([wanted], False, True)
        if not found:
            raise not_found(f"No point with id {value} found")
        vector = found[0].vector
        if isinstance(vector, dict):
            vector = vector.get(using)
        if vector is None:
            raise wrong_input(f"Point {value} has no vector {using!r}")
        return wanted, vector

    def ask(self, method: str, *arguments):
        with self.lock, engine_errors():
            return getattr(self.shard, method)(*arguments)

    def info(self) -> dict:
        with self.lock:
            now = self.shard.info()
        return {
            "status": "green",
            "optimizer_status": "ok",
            "indexed_vectors_count": now.indexed_vectors_count,
            "points_count": now.points_count,
            "segments_count": now.segments_count,
            "config": config.shown(self.about["body"]),
            "payload_schema": indexes.shown(now.payload_schema, self.about["indexes"]),
            "update_queue": {"length": 0},
        }


def point_json(point, scored: bool = False) -> dict:
    out = {"id": id_json(point.id)}
    if scored:
        out |= {"version": point.version, "score": f32(point.score)}
    for name, value in (("payload", point.payload), ("order_value", point.order_value)):
        if value is not None:
            out[name] = value
    if point.vector is not None:
        out["vector"] = vector_json(point.vector)
    return out

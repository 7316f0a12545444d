"""One collection: its points in SQLite, which is the truth, and a FAISS index of them in memory.

A write is acknowledged after its transaction is on the disk (WAL, synchronous=FULL), so a `kill -9` at any moment leaves
either all of a batch or nothing of it. The index is a copy: it is kept in a file with a checksum and the number of the last
write it holds, and where that file is missing, damaged or old it is built anew from the points.
"""

import errno
import hashlib
import json
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from .filters import where
from .problem import Problem

log = logging.getLogger("faiss")
Vectors = NDArray[np.float32]
METRICS = ("cosine", "ip", "l2")
SAVE_AFTER = 20_000


@dataclass(frozen=True)
class Hit:
    id: str
    score: float
    payload: dict[str, Any]


class Collection:
    """Safe for use from several threads: one writer at a time, and no search while the index changes."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.name = name
        self._write = threading.Lock()
        self._lock = threading.RLock()
        self._closed = False
        self._db = sqlite3.connect(folder / "points.db", check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        # A connection of its own sees what is committed, and never the half of a write that is going on.
        self._read = sqlite3.connect(folder / "points.db", check_same_thread=False, isolation_level=None)
        self._read.execute("PRAGMA query_only=ON")
        meta = dict(self._db.execute("SELECT key, value FROM meta").fetchall())
        self.dimension = int(meta["dimension"])
        self.metric = str(meta["metric"])
        self._seq = int(meta["seq"])
        self.saved_seq = -1
        self.saved_at = 0.0
        self._index = self._load()

    @staticmethod
    def create(folder: Path, name: str, dimension: int, metric: str) -> "Collection":
        """The folder appears with its finished database, by a rename: half a collection is never seen."""
        temporary = folder.with_name(f".new-{folder.name}")
        with told_when_full():
            _clear(temporary)
            temporary.mkdir(parents=True)
            try:
                with closing(sqlite3.connect(temporary / "points.db", isolation_level=None)) as db:
                    db.execute("PRAGMA journal_mode=WAL")
                    db.execute("PRAGMA synchronous=FULL")
                    db.executescript(
                        "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);"
                        "CREATE TABLE points (slot INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,"
                        " vector BLOB NOT NULL, payload TEXT NOT NULL);"
                    )
                    rows = [("dimension", str(dimension)), ("metric", metric), ("seq", "0")]
                    db.executemany("INSERT INTO meta VALUES (?, ?)", rows)
                temporary.rename(folder)
            except BaseException:
                _clear(temporary)
                raise
            _sync_folder(folder.parent)
            return Collection(folder, name)

    @property
    def count(self) -> int:
        return int(self._index.ntotal)

    @property
    def unsaved(self) -> int:
        return self._seq - max(self.saved_seq, 0)

    def upsert(self, ids: list[str], vectors: Vectors, payloads: list[dict[str, Any]]) -> int:
        """All or nothing; of an id that is there twice the last one counts."""
        last = {id: i for i, id in enumerate(ids)}
        order = sorted(last.values())
        kept = [ids[i] for i in order]
        ready = self._prepared(vectors[order])
        with self._write:
            self._alive()
            with _transaction(self._db) as commit:
                gone = self._slots(kept)
                self._db.executemany("DELETE FROM points WHERE slot = ?", [(s,) for s in gone])
                rows = [
                    (id, ready[n].tobytes(), json.dumps(payloads[i], ensure_ascii=False))
                    for n, (id, i) in enumerate(zip(kept, order, strict=True))
                ]
                self._db.executemany("INSERT INTO points (id, vector, payload) VALUES (?, ?, ?)", rows)
                slots = self._slots(kept)
                self._advance()
                # No search between the two: points and index change at once.
                with self._lock:
                    commit()
                    self._drop(gone)
                    self._index.add_with_ids(ready, np.array(slots, dtype=np.int64))
                    self._seq += 1
        self._save_when_due()
        return len(kept)

    def remove(self, ids: list[str] | None, conditions: dict[str, Any] | None) -> int:
        with self._write:
            self._alive()
            with _transaction(self._db) as commit:
                gone = self._slots(ids) if ids is not None else _matching(self._db, conditions or {})
                self._db.executemany("DELETE FROM points WHERE slot = ?", [(s,) for s in gone])
                self._advance()
                with self._lock:
                    commit()
                    self._drop(gone)
                    self._seq += 1
        self._save_when_due()
        return len(gone)

    def get(self, ids: list[str]) -> list[dict[str, Any]]:
        marks = ",".join("?" * len(ids))
        with self._lock:
            self._alive()
            rows = self._read.execute(f"SELECT id, vector, payload FROM points WHERE id IN ({marks})", ids).fetchall()
        found = {
            id: {"id": id, "vector": np.frombuffer(vector, dtype=np.float32).tolist(), "payload": json.loads(payload)}
            for id, vector, payload in rows
        }
        return [found[i] for i in ids if i in found]

    def search(self, queries: Vectors, limit: int, conditions: dict[str, Any] | None = None) -> list[list[Hit]]:
        """Nearest first. Scores as FAISS gives them: cosine and ip, more is nearer; l2, the squared distance, less is."""
        ready = self._prepared(queries)
        with self._lock:
            self._alive()
            params = None
            if conditions:
                slots = np.array(_matching(self._read, conditions), dtype=np.int64)
                if slots.size == 0:
                    return [[] for _ in range(len(queries))]
                params = faiss.SearchParameters(sel=faiss.IDSelectorBatch(slots))  # type: ignore[call-arg]
            most = min(limit, self.count)
            if most == 0:
                return [[] for _ in range(len(queries))]
            scores, slots_found = self._index.search(ready, most, params=params)
            wanted = sorted({int(s) for s in slots_found.ravel() if s >= 0})
            rows: dict[int, tuple[str, str]] = {}
            for part in range(0, len(wanted), 500):
                marks = ",".join("?" * len(wanted[part : part + 500]))
                sql = f"SELECT slot, id, payload FROM points WHERE slot IN ({marks})"
                for slot, id, payload in self._read.execute(sql, wanted[part : part + 500]):
                    rows[slot] = (id, payload)
        results: list[list[Hit]] = []
        for line, found in zip(scores, slots_found, strict=True):
            hits = []
            for score, slot in zip(line, found, strict=True):
                row = rows.get(int(slot)) if slot >= 0 else None
                if row:
                    hits.append(Hit(row[0], float(score), json.loads(row[1])))
            results.append(hits)
        return results

    def save(self) -> None:
        """Writes the index beside, syncs it, and puts it in place with one rename; its checksum lies inside."""
        with self._lock:
            seq = self._seq
            if self._closed or seq == self.saved_seq:
                return
            data = faiss.serialize_index(self._index).tobytes()
        head = json.dumps({"seq": seq, "sha256": hashlib.sha256(data).hexdigest()}).encode() + b"\n"
        temporary = self.folder / "index.faiss.new"
        with told_when_full():
            try:
                with temporary.open("wb") as file:
                    file.write(head)
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                temporary.rename(self.folder / "index.faiss")
            except BaseException:
                # Half a file would take the room that the points need.
                temporary.unlink(missing_ok=True)
                raise
            _sync_folder(self.folder)
        self.saved_seq = seq
        self.saved_at = time.time()

    def close(self) -> None:
        # The points are on the disk already; without the file they take longer to read, nothing else.
        self._save_if_there_is_room()
        with self._write, self._lock:
            self._closed = True
            self._read.close()
            self._db.close()

    def _alive(self) -> None:
        """Who was given the collection before it was deleted or read anew comes too late with it."""
        if self._closed:
            raise Problem(409, "COLLECTION_GONE", f"“{self.name}” was deleted or read anew in the meantime.", "Ask again.")

    def _load(self) -> Any:
        path = self.folder / "index.faiss"
        try:
            with path.open("rb") as file:
                head = json.loads(file.readline(1000))
                data = file.read()
            if head["seq"] == self._seq and head["sha256"] == hashlib.sha256(data).hexdigest():
                self.saved_seq = self._seq
                self.saved_at = path.stat().st_mtime
                return faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
        except (OSError, ValueError, KeyError, TypeError):
            # Missing, cut off, of another form: the points tell everything.
            pass
        return self._rebuild()

    def _rebuild(self) -> Any:
        flat = faiss.IndexFlatL2(self.dimension) if self.metric == "l2" else faiss.IndexFlatIP(self.dimension)
        index = faiss.IndexIDMap2(flat)
        cursor = self._db.execute("SELECT slot, vector FROM points ORDER BY slot")
        while rows := cursor.fetchmany(10_000):
            matrix = np.frombuffer(b"".join(r[1] for r in rows), dtype=np.float32).reshape(len(rows), self.dimension)
            index.add_with_ids(matrix, np.array([r[0] for r in rows], dtype=np.int64))
        return index

    def _prepared(self, vectors: Vectors) -> Vectors:
        if self.metric != "cosine":
            return np.ascontiguousarray(vectors)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.ascontiguousarray(vectors / np.where(lengths == 0, 1, lengths))

    def _slots(self, ids: list[str]) -> list[int]:
        slots: list[int] = []
        for part in range(0, len(ids), 500):
            some = ids[part : part + 500]
            sql = f"SELECT id, slot FROM points WHERE id IN ({','.join('?' * len(some))})"
            found = dict(self._db.execute(sql, some).fetchall())
            slots.extend(found[i] for i in some if i in found)
        return slots

    def _drop(self, slots: list[int]) -> None:
        if slots:
            self._index.remove_ids(np.array(slots, dtype=np.int64))

    def _advance(self) -> None:
        self._db.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'seq'")

    def _save_when_due(self) -> None:
        if self.unsaved >= SAVE_AFTER:
            self._save_if_there_is_room()

    def _save_if_there_is_room(self) -> None:
        try:
            self.save()
        except Problem as problem:
            log.warning("the index of %s is not saved: %s", self.name, problem.message)


def _matching(db: sqlite3.Connection, conditions: dict[str, Any]) -> list[int]:
    sql, values = where(conditions)
    return [r[0] for r in db.execute(f"SELECT slot FROM points WHERE {sql}", values)]


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[Callable[[], object]]:
    """Gives what commits. Without that, and where the commit itself fails (that is where a full disk shows), all is undone."""
    with told_when_full():
        db.execute("BEGIN IMMEDIATE")
        try:
            yield lambda: db.execute("COMMIT")
        finally:
            if db.in_transaction:
                db.execute("ROLLBACK")


@contextmanager
def told_when_full() -> Iterator[None]:
    """A disk that is full, read-only or broken is told as such: what was there stays readable."""
    next_step = "Make room on the disk of the data folder, then send it again; what was there can still be searched."
    try:
        yield
    except sqlite3.OperationalError as error:
        # SQLite tells of a full disk where it writes, and of an I/O error where it maps or syncs a file.
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY):
            raise
        raise Problem(507, "NO_SPACE", f"Nothing was written: {error}.", next_step) from error
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS):
            raise
        raise Problem(507, "NO_SPACE", f"Nothing was written: {error.strerror}.", next_step) from error


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _clear(folder: Path) -> None:
    if folder.exists():
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()

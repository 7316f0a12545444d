"""All collections of one data folder. What cannot be read is told by name; the others go on."""

import threading
from pathlib import Path

from .collection import Collection, _clear, _sync_folder
from .problem import Problem


class Store:
    """One change of the set of collections at a time (`_changing`); what is known of it (`_lock`) is never waited for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "collections"
        self._changing = threading.Lock()
        self._lock = threading.Lock()
        self._open: dict[str, Collection] = {}
        self._broken: dict[str, str] = {}
        self._loading: set[str] = set()
        self._folder.mkdir(parents=True, exist_ok=True)
        self.reload()

    def reload(self) -> None:
        """Reads the folder again: after a restore."""
        with self._changing:
            with self._lock:
                before = list(self._open.values())
                self._loading = {*self._open, *self._broken}
                self._open.clear()
                self._broken.clear()
            for collection in before:
                collection.close()
            try:
                for path in sorted(self._folder.iterdir()):
                    if path.name.startswith("."):
                        # A create or a delete that a crash cut short.
                        _clear(path)
                        continue
                    self._read(path)
            finally:
                with self._lock:
                    self._loading.clear()

    def _read(self, path: Path) -> None:
        try:
            found = Collection(path, path.name)
        except Exception as error:
            with self._lock:
                self._broken[path.name] = f"{type(error).__name__}: {error}"
        else:
            with self._lock:
                self._open[path.name] = found

    def names(self) -> list[str]:
        with self._lock:
            return sorted({*self._open, *self._broken, *self._loading})

    def collections(self) -> list[Collection]:
        with self._lock:
            return list(self._open.values())

    def broken(self) -> dict[str, str]:
        with self._lock:
            return dict(self._broken)

    def get(self, name: str) -> Collection:
        with self._lock:
            found = self._open.get(name)
            why = self._broken.get(name)
            loading = name in self._loading
        if found:
            return found
        if loading and not why:
            raise Problem(503, "COLLECTION_LOADING", f"“{name}” is being read again.", "Ask again in a moment.")
        if why:
            raise Problem(
                503,
                "COLLECTION_DAMAGED",
                f"The collection “{name}” cannot be read ({why}).",
                "Restore its folder from a backup and call /reload; the files are left as they are.",
            )
        names = self.names()
        raise Problem(
            404,
            "COLLECTION_UNKNOWN",
            f"There is no collection “{name}”.",
            f"Use one of these: {', '.join(names[:50])}." if names else "Make one first: PUT /collections/NAME.",
            [{"path": "collection", "message": n} for n in names[:50]],
        )

    def create(self, name: str, dimension: int, metric: str) -> Collection:
        with self._changing:
            with self._lock:
                there = self._open.get(name)
                new = there is None and name not in self._broken
            if new:
                made = Collection.create(self._folder / name, name, dimension, metric)
                with self._lock:
                    self._open[name] = made
                return made
            there = there or self.get(name)
        if there.dimension != dimension or there.metric != metric:
            raise Problem(
                409,
                "COLLECTION_EXISTS",
                f"“{name}” is there with dimension {there.dimension} and metric {there.metric}.",
                "Choose another name, or delete it first.",
            )
        return there

    def drop(self, name: str) -> None:
        with self._changing:
            collection = self.get(name)
            with self._lock:
                self._open.pop(name, None)
            collection.close()
            # Gone with one rename; the files are then taken away.
            away = self._folder / f".gone-{name}"
            _clear(away)
            (self._folder / name).rename(away)
            _sync_folder(self._folder)
            _clear(away)

    def close(self) -> None:
        with self._changing:
            with self._lock:
                before = list(self._open.values())
                self._open.clear()
            for collection in before:
                collection.close()

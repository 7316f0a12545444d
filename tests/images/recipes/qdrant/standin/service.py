"""All collections, and what is done to them as a whole."""

import re
import threading
from pathlib import Path

from . import files, snapshots
from .collection import Collection
from .errors import ApiError, no_collection

NAME = re.compile(r'[^<>:"/\\|?*\0\x1f]{1,255}')


class Service:
    def __init__(self, storage: Path, snapshot_root: Path):
        self.root = storage.absolute() / "collections"
        self.root.mkdir(parents=True, exist_ok=True)
        self.snapshots = snapshots.Snapshots(snapshot_root)
        self.lock = threading.Lock()
        files.sweep(self.root)
        for folder in self.root.iterdir():  # killed while it was made: nobody was told that it exists
            if not (folder / "collection.json").exists():
                files.remove(folder)
        self.collections = {f.name: Collection.open(f) for f in sorted(self.root.iterdir())}

    def get(self, name: str) -> Collection:
        found = self.collections.get(name)
        if found is None:
            raise no_collection(name)
        return found

    def create(self, name: str, body: dict) -> bool:
        if not NAME.fullmatch(name) or name.startswith("."):
            raise ApiError(422, f"Validation error in path parameters: [collection_name: value {name!r} is not a valid name]")
        with self.lock:
            if name in self.collections:
                raise ApiError(409, f"Wrong input: Collection `{name}` already exists!")
            try:
                self.collections[name] = Collection.create(self.root / name, body)
            except BaseException:
                files.remove(self.root / name)
                raise
        return True

    def delete(self, name: str) -> bool:
        with self.lock:
            found = self.collections.pop(name, None)
            if found is None:
                return False
            with found.lock:
                found.shard.close()
                files.remove(found.folder)
        return True

    def recover(self, name: str, file: Path) -> bool:
        """The snapshot in the collection's place: whichever moment the process is killed in, one of the two is there."""
        with self.lock:
            folder = self.root / name
            folder.mkdir(exist_ok=True)
            try:
                about = snapshots.unpack(file, folder)
            except BaseException:
                if name not in self.collections:
                    files.remove(folder)
                raise
            old = self.collections.get(name)
            fresh = Collection(folder, about)
            files.write_json(folder / "collection.json", about)
            self.collections[name] = fresh
            if old:
                with old.lock:
                    old.shard.close()
                    files.remove(folder / old.about["data"])
        return True

    def close(self) -> None:
        for collection in self.collections.values():
            collection.close()

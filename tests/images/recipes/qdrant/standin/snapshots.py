"""Snapshots of a collection: a packed tar of its folder (mostly zeros) as it stood. Only the stand-in reads them, not Qdrant."""

import hashlib
import json
import os
import shutil
import tarfile
import time
import urllib.parse
import urllib.request
import uuid
from pathlib import Path

from . import files
from .collection import Collection
from .errors import ApiError, not_found, wrong_input

MADE_BY = "qdrant stand-in 1"


class Snapshots:
    def __init__(self, root: Path):
        self.root = root.absolute()
        (self.root / "tmp").mkdir(parents=True, exist_ok=True)
        for left in (self.root / "tmp").iterdir():
            left.unlink()

    def create(self, name: str, collection: Collection) -> dict:
        now = time.time()
        file = f"{name}-{uuid.uuid4().int >> 64}-{time.strftime('%Y-%m-%d-%H-%M-%S', time.gmtime(now))}.snapshot"
        beside = self.temporary()
        with collection.lock:
            collection.shard.flush()
            with tarfile.open(beside, "w:gz", compresslevel=1) as tar:
                about = beside.with_suffix(".json")
                about.write_text(json.dumps({**collection.about, "data": "data", "made_by": MADE_BY}))
                tar.add(about, "collection.json")
                about.unlink()
                tar.add(collection.folder / collection.about["data"], "data")
        return self._keep(name, file, beside)

    def _keep(self, name: str, file: str, beside: Path) -> dict:
        folder = self.root / name
        folder.mkdir(exist_ok=True)
        (folder / f"{file}.checksum").write_text(checksum(beside))
        os.replace(beside, folder / file)
        files.sync_folder(folder)
        return self._about(folder / file)

    def list(self, name: str) -> list[dict]:
        return [self._about(p) for p in sorted((self.root / name).glob("*.snapshot"))]

    def path(self, name: str, file: str) -> Path:
        path = self.root / name / file
        # A name, never a way to somewhere else.
        if Path(file).name != file or not path.is_file():
            raise not_found(f"Snapshot {file} not found")
        return path

    def delete(self, name: str, file: str) -> bool:
        path = self.path(name, file)
        path.unlink()
        path.with_name(f"{file}.checksum").unlink(missing_ok=True)
        return True

    def temporary(self) -> Path:
        return self.root / "tmp" / uuid.uuid4().hex

    def fetched(self, location: str, key: str | None) -> tuple[Path, bool]:
        """The file of a location, and whether it is ours to remove."""
        url = urllib.parse.urlsplit(location)
        if url.scheme == "file":
            path = Path(urllib.parse.unquote(url.path))
            if not path.is_file():
                raise wrong_input(f"Snapshot file {path} does not exist")
            return path, False
        if url.scheme not in ("http", "https"):
            raise wrong_input(f"URL {location} with schema {url.scheme} is not supported")
        path = self.temporary()
        try:
            request = urllib.request.Request(location, headers={"api-key": key} if key else {})
            with urllib.request.urlopen(request) as answer, open(path, "wb") as out:
                shutil.copyfileobj(answer, out)
        except OSError as error:
            path.unlink(missing_ok=True)
            raise wrong_input(f"Failed to download snapshot from {location}: {error}") from None
        return path, True

    @staticmethod
    def _about(path: Path) -> dict:
        known = path.with_name(f"{path.name}.checksum")
        when = time.gmtime(path.stat().st_mtime)
        return {
            "name": path.name,
            "creation_time": time.strftime("%Y-%m-%dT%H:%M:%S", when),
            "size": path.stat().st_size,
            "checksum": known.read_text() if known.exists() else None,
        }


def checksum(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify(path: Path, expected: str | None) -> None:
    actual = checksum(path) if expected else None
    if expected and actual != expected.lower():
        raise ApiError(400, f"Checksum mismatch: expected {expected}, actual {actual}")


def unpack(path: Path, folder: Path) -> dict:
    """The snapshot's data as a new folder in this collection's; says what collection.json must become."""
    data = uuid.uuid4().hex
    beside = folder / f".{data}"
    try:
        with tarfile.open(path) as tar:
            tar.extractall(beside, filter="data")
        about = json.loads((beside / "collection.json").read_text())
        if about.pop("made_by") != MADE_BY:
            raise KeyError("made_by")
        os.rename(beside / "data", folder / data)
    except (tarfile.TarError, EOFError, OSError, ValueError, KeyError) as error:
        raise wrong_input(f"not a whole snapshot of the stand-in: {error!r}") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return {**about, "data": data}

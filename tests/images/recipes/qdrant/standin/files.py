"""Files that are whole or not there, whenever the process is killed."""

import json
import os
import shutil
from pathlib import Path


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_json(path: Path, value) -> None:
    """Beside, onto the disk, and then renamed over the old one."""
    beside = path.with_name(f".{path.name}.new")
    with open(beside, "w") as out:
        json.dump(value, out)
        out.flush()
        os.fsync(out.fileno())
    os.replace(beside, path)
    sync_folder(path.parent)


def remove(path: Path) -> None:
    """Out of sight at once, then its contents: what a kill leaves begins with a dot and is swept at the next start."""
    if path.exists():
        gone = path.with_name(f".gone-{path.name}")
        shutil.rmtree(gone, ignore_errors=True)
        os.rename(path, gone)
        shutil.rmtree(gone)


def sweep(folder: Path) -> None:
    for left in folder.glob(".*"):
        shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink()

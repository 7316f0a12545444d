"""Snapshots of one collection: made, listed, downloaded, put back."""

from . import schema, snapshots
from .errors import ApiError
from .multipart import save_file
from .routes import Request, route
from .routes_collections import ONE

ALL = f"{ONE}/snapshots"


@route("GET", ALL)
def every(request: Request, name: str):
    request.service.get(name)
    return request.service.snapshots.list(name)


@route("POST", ALL, writes=True)
def create(request: Request, name: str):
    return request.service.snapshots.create(name, request.service.get(name))


@route("PUT", f"{ALL}/recover", writes=True)
def recover(request: Request, name: str):
    schema.check("SnapshotRecover", request.body)
    file, ours = request.service.snapshots.fetched(request.body["location"], request.body.get("api_key"))
    try:
        snapshots.verify(file, request.body.get("checksum"))
        return request.service.recover(name, file)
    finally:
        if ours:
            file.unlink()


@route("POST", f"{ALL}/upload", writes=True, streams=True)
def upload(request: Request, name: str):
    file = request.service.snapshots.temporary()
    try:
        body, length = request.file()
        if not save_file(body, length, request.headers.get("content-type", ""), file):
            raise ApiError(400, "Field does not exist: snapshot")
        snapshots.verify(file, request.query.get("checksum"))
        return request.service.recover(name, file)
    finally:
        file.unlink(missing_ok=True)


@route("GET", f"{ALL}/{{snapshot_name}}")
def download(request: Request, name: str, file: str):
    request.service.get(name)
    return request.service.snapshots.path(name, file)


@route("DELETE", f"{ALL}/{{snapshot_name}}", writes=True)
def delete(request: Request, name: str, file: str):
    request.service.get(name)
    return request.service.snapshots.delete(name, file)

"""Collections and their payload indexes."""

from . import schema
from .routes import Request, route

ONE = "/collections/{collection_name}"


@route("GET", "/collections")
def every(request: Request):
    return {"collections": [{"name": name} for name in request.service.collections]}


@route("GET", ONE)
def info(request: Request, name: str):
    return request.service.get(name).info()


@route("GET", f"{ONE}/exists")
def exists(request: Request, name: str):
    return {"exists": name in request.service.collections}


@route("PUT", ONE, writes=True)
def create(request: Request, name: str):
    body = request.body or {}
    schema.check("CreateCollection", body)
    return request.service.create(name, body)


@route("DELETE", ONE, writes=True)
def delete(request: Request, name: str):
    return request.service.delete(name)


@route("GET", "/aliases")
@route("GET", f"{ONE}/aliases")
def aliases(request: Request, name: str | None = None):
    if name:
        request.service.get(name)
    return {"aliases": []}


@route("PUT", f"{ONE}/index", writes=True)
def index(request: Request, name: str):
    schema.check("CreateFieldIndex", request.body)
    done = request.service.get(name).index(request.body["field_name"], request.body["field_schema"])
    return {"operation_id": done, "status": "completed"}


@route("DELETE", f"{ONE}/index/{{field_name}}", writes=True)
def no_index(request: Request, name: str, field: str):
    return {"operation_id": request.service.get(name).index(field, None), "status": "completed"}

"""Runs inside the image: every route's answer against the models that qdrant-client generates from Qdrant's OpenAPI.

Strict: an answer may hold no field that the models do not know. Prints how many answers were looked at.
"""

import json
import urllib.error
import urllib.request

import qdrant_models as models
import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

KEY = yaml.safe_load(open("/qdrant/config/local.yaml"))["service"]["api_key"]
seen = 0


def unknown(value, shown, where="$"):
    """Fields of an answer that its model dropped."""
    if isinstance(value, dict) and isinstance(shown, dict):
        for key in value:
            if key not in shown:
                yield f"{where}.{key}"
            else:
                yield from unknown(value[key], shown[key], f"{where}.{key}")
    elif isinstance(value, list) and isinstance(shown, list):
        for i, (a, b) in enumerate(zip(value, shown)):
            yield from unknown(a, b, f"{where}[{i}]")


def ask(method, path, body=None, model=None, status=200):
    global seen
    request = urllib.request.Request(f"http://127.0.0.1:6333{path}", method=method, headers={"api-key": KEY})
    data = None if body is None else json.dumps(body).encode()
    try:
        answer = urllib.request.urlopen(request, data)
    except urllib.error.HTTPError as error:
        answer = error
    text = answer.read()
    assert answer.status == status, f"{method} {path}: {answer.status} {text[:300]}"
    value = json.loads(text)
    shape = TypeAdapter(model if isinstance(model, type) else getattr(models, model))
    shown = shape.dump_python(shape.validate_python(value), mode="json")
    extra = list(unknown(value, shown))
    assert not extra, f"{method} {path}: not in the published schema: {extra}"
    seen += 1
    return value.get("result", value)


class Failed(BaseModel):
    model_config = ConfigDict(extra="forbid")
    status: models.ErrorResponseStatus
    time: float


C = "/collections/schema"
VECTORS = {"a": {"size": 2, "distance": "Cosine"}, "b": {"size": 3, "distance": "Manhattan", "on_disk": True}}
POINTS = [{"id": i, "vector": {"a": [i, 1], "s": {"indices": [i], "values": [0.5]}}, "payload": {"n": i, "t": "x"}} for i in (1, 2, 3)]

ask("GET", "/", model="VersionInfo")
ask("GET", "/collections/none", model=Failed, status=404)
ask("PUT", C, {"vectors": VECTORS, "sparse_vectors": {"s": {"modifier": "idf"}}, "hnsw_config": {"m": 8}}, "InlineResponse2001")
ask("PUT", C, {"vectors": VECTORS}, Failed, 409)
ask("PUT", f"{C}/points", {"nothing": []}, Failed, 400)
ask("PUT", f"{C}/points?wait=true", {"points": POINTS}, "InlineResponse2008")
batch = {"batch": {"ids": [4, 5], "vectors": {"a": [[1, 1], [0, 1]]}, "payloads": [{"n": 4}, None]}}
ask("PUT", f"{C}/points", batch, "InlineResponse2008")
ask("PUT", f"{C}/index?wait=true", {"field_name": "n", "field_schema": "integer"}, "InlineResponse2008")
text = {"type": "text", "tokenizer": "word", "lowercase": True}
ask("PUT", f"{C}/index?wait=true", {"field_name": "t", "field_schema": text}, "InlineResponse2008")
ask("GET", "/collections", model="InlineResponse2006")
ask("GET", C, model="InlineResponse2007")
ask("GET", f"{C}/exists", model="InlineResponse2009")
ask("GET", f"{C}/aliases", model="InlineResponse20012")
ask("GET", f"{C}/points/1", model="InlineResponse20016")
ask("POST", f"{C}/points", {"ids": [1, 2], "with_vector": True}, "InlineResponse20017")
ask("POST", f"{C}/points/scroll", {"limit": 2, "with_vector": ["s"]}, "InlineResponse20019")
ask("POST", f"{C}/points/scroll", {"order_by": {"key": "n", "direction": "desc"}}, "InlineResponse20019")
ask("POST", f"{C}/points/count", {"filter": {"must": [{"key": "n", "range": {"gte": 2}}]}}, "InlineResponse20020")
ask("POST", f"{C}/facet", {"key": "n"}, "InlineResponse20021")
for query in (
    [1, 0],
    2,
    {"recommend": {"positive": [1], "negative": [[0, 1]]}},
    {"recommend": {"positive": [1], "strategy": "best_score"}},
    {"discover": {"target": [1, 1], "context": [{"positive": 1, "negative": 2}]}},
    {"context": [{"positive": 1, "negative": 2}]},
    {"order_by": "n"},
    {"nearest": [1, 0], "mmr": {"diversity": 0.3}},
    {"sample": "random"},
):
    body = {"query": query, "using": "a", "limit": 2, "with_payload": {"exclude": ["t"]}, "with_vector": True}
    ask("POST", f"{C}/points/query", body, "InlineResponse20022")
ask("POST", f"{C}/points/query/batch", {"searches": [{"query": [1, 0], "using": "a"}]}, "InlineResponse20023")
operations = [{"set_payload": {"payload": {"z": 1}, "points": [1]}}, {"delete_vectors": {"points": [2], "vector": ["s"]}}]
ask("POST", f"{C}/points/batch", {"operations": operations}, "InlineResponse20018")
ask("PUT", f"{C}/points/vectors", {"points": [{"id": 1, "vector": {"b": [1, 2, 3]}}]}, "InlineResponse2008")
ask("POST", f"{C}/points/delete", {"filter": {"must": [{"has_id": [5]}]}}, "InlineResponse2008")
ask("DELETE", f"{C}/index/t", model="InlineResponse2008")
name = ask("POST", f"{C}/snapshots", model="InlineResponse20015")["name"]
ask("GET", f"{C}/snapshots", model="InlineResponse20014")
ask("PUT", f"{C}/snapshots/recover", {"location": f"file:///qdrant/snapshots/schema/{name}"}, "InlineResponse20013")
ask("DELETE", f"{C}/snapshots/{name}", model="InlineResponse20013")
ask("DELETE", C, model="InlineResponse2001")
print(seen)

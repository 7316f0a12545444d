"""The universal query: what is asked for, as the engine's own query."""

import qdrant_edge as edge

from ..errors import lacking, wrong_input
from .filters import to_filter, without
from .vectors import named

# How many candidates a prefetch takes where it does not say; Qdrant's own default is the same as that of a query.
LIMIT = 10


def query_request(body: dict, find, defaults: dict | None = None):
    """find(id, using) gives the stored vector of a point; Qdrant takes a point's id for its vector."""
    asked: list = []
    query = _scoring(body, find, asked)
    return edge.QueryRequest(
        # The engine's own offset is not used: with a single shard it has no effect. The page is cut by whoever asks.
        limit=_number(body, "limit", LIMIT) + offset_of(body),
        offset=0,
        query=query,
        prefetches=_prefetches(body.get("prefetch"), find) or None,
        filter=without(body.get("filter"), asked),
        score_threshold=body.get("score_threshold"),
        params=_params(body.get("params")),
        **selection(body, defaults or {"with_payload": False}),
    )


def offset_of(body: dict) -> int:
    return _number(body, "offset", 0)


def selection(body: dict, defaults: dict) -> dict:
    payload = body.get("with_payload")
    vector = body.get("with_vector")
    if isinstance(payload, dict):
        include = payload.get("include")
        payload = edge.PayloadSelector.Include(include) if include is not None else edge.PayloadSelector.Exclude(payload["exclude"])
    return {
        "with_payload": defaults["with_payload"] if payload is None else payload,
        "with_vector": False if vector is None else vector,
    }


def order_by(body):
    if body is None:
        return None
    if isinstance(body, str):
        return edge.OrderBy(body)
    direction = {"asc": edge.Direction.Asc, "desc": edge.Direction.Desc, None: None}[body.get("direction")]
    return edge.OrderBy(body["key"], direction, body.get("start_from"))


def _number(body, name, default):
    value = body.get(name)
    return default if value is None else value


def _params(body):
    if not body:
        return None
    if body.get("quantization") or body.get("acorn") or body.get("idf"):
        raise lacking("quantization, acorn or idf as a search parameter")
    return edge.SearchParams(**{k: v for k, v in body.items() if v is not None})


def _prefetches(body, find):
    out = []
    for one in body if isinstance(body, list) else [body] if body else []:
        asked: list = []
        query = _scoring(one, find, asked)
        out.append(
            edge.Prefetch(
                limit=_number(one, "limit", LIMIT),
                query=query,
                prefetches=_prefetches(one.get("prefetch"), find) or None,
                params=_params(one.get("params")),
                filter=without(one.get("filter"), asked),
                score_threshold=one.get("score_threshold"),
            )
        )
    return out


def _scoring(body, find, asked):
    query, using = body.get("query"), body.get("using") or ""
    if body.get("lookup_from"):
        raise lacking("lookup_from")
    vector = _input(find, asked, using)
    if query is None:
        return None
    if not isinstance(query, dict) or "indices" in query:
        return edge.Query.Nearest(vector(query), using or None)
    for kind, make in KINDS.items():
        if query.get(kind) is not None:
            return make(query, vector, using)
    raise lacking(f"a query by {'/'.join(query)}")


def _input(find, asked, using):
    def vector(value):
        if isinstance(value, (int, str)):
            found_id, found = find(value, using)
            asked.append(found_id)
            return found
        return named(value)

    return vector


def _nearest(query, vector, using):
    mmr, target = query.get("mmr"), vector(query["nearest"])
    if mmr is None:
        return edge.Query.Nearest(target, using or None)
    # The REST API says how diverse, the engine how relevant.
    relevance = 1 - _number(mmr, "diversity", 0.5)
    return edge.Mmr(target, relevance, _number(mmr, "candidates_limit", 100), using or None)


def _recommend(query, vector, using):
    body = query["recommend"]
    positives = [vector(v) for v in body.get("positive") or []]
    negatives = [vector(v) for v in body.get("negative") or []]
    if body.get("strategy") in (None, "average_vector"):
        if not positives:
            raise wrong_input("At least one positive vector ID required with this strategy")
        middle = _mean(positives)
        if negatives:
            middle = [p + p - n for p, n in zip(middle, _mean(negatives))]
        return edge.Query.Nearest(middle, using or None)
    make = edge.Query.RecommendBestScore if body["strategy"] == "best_score" else edge.Query.RecommendSumScores
    return make(edge.RecommendQuery(positives, negatives), using or None)


def _mean(rows):
    if not all(isinstance(r, list) and isinstance(r[0], float) for r in rows):
        raise lacking("the mean of vectors that are not dense")
    return [sum(column) / len(rows) for column in zip(*rows)]


def _pairs(body, vector):
    return [edge.ContextPair(vector(p["positive"]), vector(p["negative"])) for p in (body if isinstance(body, list) else [body])]


def _discover(query, vector, using):
    body = query["discover"]
    return edge.Query.Discover(edge.DiscoverQuery(vector(body["target"]), _pairs(body["context"], vector)), using or None)


KINDS = {
    "nearest": _nearest,
    "recommend": _recommend,
    "discover": _discover,
    "context": lambda q, v, u: edge.Query.Context(edge.ContextQuery(_pairs(q["context"], v)), u or None),
    "order_by": lambda q, v, u: order_by(q["order_by"]),
    "fusion": lambda q, v, u: edge.Fusion.Dbsf() if q["fusion"] == "dbsf" else edge.Fusion.Rrf(k=2),
    "rrf": lambda q, v, u: edge.Fusion.Rrf(k=_number(q["rrf"], "k", 2), weights=q["rrf"].get("weights")),
    "sample": lambda q, v, u: edge.Sample.Random,
}

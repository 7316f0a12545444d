"""Qdrant's Python client against the stand-in, and in its local mode (an implementation of its own, in numpy): same results.

compare-local.py URL CONFIG, by a Python that has qdrant-client; tests/images/recipes/qdrant checks its image with it.
"""

import random
import sys
import warnings

import yaml
from qdrant_client import QdrantClient, models as m

warnings.filterwarnings("ignore")
url, config = sys.argv[1:]
served = QdrantClient(url=url, api_key=yaml.safe_load(open(config))["service"]["api_key"])
local = QdrantClient(":memory:")
random.seed(7)
SIZE, COUNT = 16, 400
towns = ["Rome", "Oslo", "Lima", "Kyiv"]


def vector():
    return [round(random.uniform(-1, 1), 3) for _ in range(SIZE)]


def sparse():
    at = sorted(random.sample(range(50), 6))
    return m.SparseVector(indices=at, values=[round(random.uniform(0.1, 2), 2) for _ in at])


def payload(i):
    return {"n": i % 97, "town": random.choice(towns), "open": i % 3 == 0, "tags": random.sample("abcd", i % 4), "in": {"x": i % 5}}


distances = (m.Distance.COSINE, m.Distance.DOT, m.Distance.EUCLID, m.Distance.MANHATTAN)
vectors = {d.value: m.VectorParams(size=SIZE, distance=d) for d in distances}
points = [
    m.PointStruct(id=i, vector={**{d.value: vector() for d in distances}, "words": sparse()}, payload=payload(i)) for i in range(COUNT)
]
for client in (served, local):
    client.delete_collection("compare")
    client.create_collection("compare", vectors_config=vectors, sparse_vectors_config={"words": m.SparseVectorParams()})
    client.upsert("compare", points, wait=True)
    client.delete("compare", m.FilterSelector(filter=m.Filter(must=[m.HasIdCondition(has_id=[3, 5, 8])])), wait=True)
    client.set_payload("compare", {"late": True}, points=[10, 11, 12], wait=True)


def value(key, v):
    return m.FieldCondition(key=key, match=m.MatchValue(value=v))


def between(key, **bounds):
    return m.FieldCondition(key=key, range=m.Range(**bounds))


filters = [
    None,
    m.Filter(must=[value("town", "Rome")]),
    m.Filter(must=[value("open", True), between("n", gte=20, lt=60)]),
    m.Filter(should=[value("tags", "a"), value("tags", "b")], must_not=[value("town", "Oslo")]),
    m.Filter(must=[m.FieldCondition(key="town", match=m.MatchAny(any=["Lima", "Kyiv"]))], must_not=[between("n", gt=50)]),
    m.Filter(must=[m.FieldCondition(key="town", match=m.MatchExcept(**{"except": ["Lima"]}))]),
    m.Filter(must=[m.IsEmptyCondition(is_empty=m.PayloadField(key="late")), value("in.x", 2)]),
    m.Filter(must=[m.FieldCondition(key="tags", values_count=m.ValuesCount(gte=2))]),
    m.Filter(min_should=m.MinShould(conditions=[value("open", True), value("town", "Rome"), between("n", lt=40)], min_count=2)),
]


def near(answer):
    return [(p.id, round(p.score, 4)) for p in answer.points]


compared = 0


def same(what, of, ranked=False):
    global compared
    a, b = of(served), of(local)
    if ranked:  # neighbours with the same score may stand in either order
        a, b = ([s for _, s in x] for x in (a, b))
        close = len(a) == len(b) and all(abs(x - y) < 1e-3 for x, y in zip(a, b))
    else:
        close = a == b
    assert close, f"{what}:\nserved {a}\nlocal  {b}"
    compared += 1


for n, f in enumerate(filters):
    same(f"count {n}", lambda c: c.count("compare", count_filter=f).count)
    same(f"scroll {n}", lambda c: [(p.id, p.payload) for p in c.scroll("compare", scroll_filter=f, limit=COUNT)[0]])
    for d in distances:
        q = vector()
        wanted = {"using": d.value, "query_filter": f, "limit": 15}
        same(f"nearest {d} {n}", lambda c: near(c.query_points("compare", query=q, **wanted)), ranked=True)
        same(f"nearest {d} {n}, who", lambda c: {i for i, _ in near(c.query_points("compare", query=q, **wanted))})
    s = sparse()
    same(f"sparse {n}", lambda c: near(c.query_points("compare", query=s, using="words", query_filter=f)), ranked=True)
    for q in (
        20,
        m.RecommendQuery(recommend=m.RecommendInput(positive=[20, 30], negative=[40])),
        m.RecommendQuery(recommend=m.RecommendInput(positive=[20], negative=[40], strategy=m.RecommendStrategy.BEST_SCORE)),
        m.DiscoverQuery(discover=m.DiscoverInput(target=20, context=[m.ContextPair(positive=30, negative=40)])),
    ):
        same(f"{q} {n}", lambda c: near(c.query_points("compare", query=q, using="Cosine", query_filter=f, offset=2)), ranked=True)
    both = [m.Prefetch(query=vector(), using="Dot", limit=20), m.Prefetch(query=s, using="words", limit=20)]
    fused = {"prefetch": both, "query": m.FusionQuery(fusion=m.Fusion.RRF), "query_filter": f}
    same(f"rrf {n}", lambda c: near(c.query_points("compare", **fused)), ranked=True)
same("retrieve", lambda c: [p.model_dump() for p in c.retrieve("compare", [1, 2, 3, 11], with_payload=["late", "n"])])
served.delete_collection("compare")
print(compared)

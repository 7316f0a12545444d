"""A collection's configuration: as the engine needs it, and as it is shown."""

import qdrant_edge as edge

from ..errors import lacking, wrong_input

# Qdrant's defaults, as its configuration file of 1.19 has them.
HNSW = {"m": 16, "ef_construct": 100, "full_scan_threshold": 10000, "max_indexing_threads": 0, "on_disk": False}
OPTIMIZER = {
    "deleted_threshold": 0.2,
    "vacuum_min_vector_number": 1000,
    "default_segment_number": 0,
    "max_segment_size": None,
    "memmap_threshold": None,
    "indexing_threshold": 10000,
    "flush_interval_sec": 5,
    "max_optimization_threads": None,
}
WAL = {"wal_capacity_mb": 32, "wal_segments_ahead": 0, "wal_retain_closed": 1}
PARAMS = ("shard_number", "replication_factor", "write_consistency_factor")


def _over(defaults: dict, body) -> dict:
    return defaults | {k: v for k, v in (body or {}).items() if v is not None}


def shown(body: dict) -> dict:
    """The `config` of `GET /collections/{name}`, from the body of its creation."""
    params = {k: v for k, v in body.items() if k in ("vectors", "sparse_vectors") and v is not None}
    params |= {k: body.get(k) or 1 for k in PARAMS}
    on_disk = body.get("on_disk_payload")
    params["on_disk_payload"] = True if on_disk is None else on_disk
    config = {
        "params": params,
        "hnsw_config": _over(HNSW, body.get("hnsw_config")),
        "optimizer_config": _over(OPTIMIZER, body.get("optimizers_config")),
        "wal_config": _over(WAL, body.get("wal_config")),
        "quantization_config": None,
    }
    if body.get("metadata"):
        config["metadata"] = body["metadata"]
    return config


def for_engine(body: dict):
    for option in ("quantization_config", "strict_mode_config", "sharding_method"):
        if body.get(option):
            raise lacking(option)
    dense = body.get("vectors") or {}
    named = {"": dense} if isinstance(dense.get("size"), int) else dense
    sparse = body.get("sparse_vectors") or {}
    return edge.EdgeConfig(
        vectors={name: _dense(v) for name, v in named.items()} or None,
        sparse_vectors={name: _sparse(v or {}) for name, v in sparse.items()} or None,
        on_disk_payload=body.get("on_disk_payload"),
    )


def _dense(body: dict):
    if body["size"] < 1:
        raise wrong_input("vectors.size: value 0 invalid, must be 1 or larger")
    if body.get("quantization_config"):
        raise lacking("quantization_config")
    several = body.get("multivector_config")
    return edge.EdgeVectorParams(
        size=body["size"],
        distance=getattr(edge.Distance, body["distance"]),
        on_disk=body.get("on_disk"),
        multivector_config=several and edge.MultiVectorConfig(edge.MultiVectorComparator.MaxSim),
        datatype=_datatype(body.get("datatype")),
    )


def _sparse(body: dict):
    index = body.get("index") or {}
    return edge.EdgeSparseVectorParams(
        full_scan_threshold=index.get("full_scan_threshold"),
        on_disk=index.get("on_disk"),
        modifier=edge.Modifier.Idf if body.get("modifier") == "idf" else None,
        datatype=_datatype(index.get("datatype")),
    )


def _datatype(name):
    return getattr(edge.VectorStorageDatatype, name.capitalize()) if name else None

"""/metrics in Prometheus' text format, with the names that Qdrant 1.19 has on a single node."""

import resource
import threading
from pathlib import Path

from . import VERSION

# In seconds; Qdrant's own are finer.
BUCKETS = (0.001, 0.005, 0.02, 0.05, 0.1, 0.5, 1, 5)


def _labels(labels: dict) -> str:
    quoted = (f'{k}="{str(v).translate(ESCAPES)}"' for k, v in labels.items())
    return "{" + ",".join(quoted) + "}" if labels else ""


ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})


class Metrics:
    def __init__(self, service):
        self.service = service
        self.lock = threading.Lock()
        self.requests: dict = {}

    def record(self, method: str, endpoint: str, status: int, seconds: float) -> None:
        """Only of points and indexes, as Qdrant: a scrape or a health check is not a request of interest."""
        if "/points" in endpoint or endpoint.endswith("/index"):
            with self.lock:
                self.requests.setdefault((method, endpoint, status), []).append(seconds)

    def text(self) -> str:
        lines: list[str] = []

        def family(name, kind, about, samples):
            if samples:
                lines.extend([f"# HELP {name} {about}", f"# TYPE {name} {kind}"])
                lines.extend(f"{name}{suffix}{_labels(labels)} {value}" for suffix, labels, value in samples)

        def one(value, **labels):
            return [("", labels, value)]

        family("app_info", "gauge", "information about qdrant server", one(1, name="qdrant", version=VERSION))
        family("app_status_recovery_mode", "gauge", "features enabled in qdrant server", one(0))
        infos = {name: c.info() for name, c in list(self.service.collections.items())}
        points = {name: info["points_count"] for name, info in infos.items()}
        family("collections_total", "gauge", "number of collections", one(len(infos)))
        family("collections_vector_total", "gauge", "total number of vectors in all collections", one(sum(points.values())))
        family("collection_active_replicas_min", "gauge", "minimum number of active replicas across all shards", one(int(bool(infos))))
        family("collection_active_replicas_max", "gauge", "maximum number of active replicas across all shards", one(int(bool(infos))))
        for name, about, values in (
            ("collection_running_optimizations", "number of currently running optimization tasks per collection", dict.fromkeys(infos, 0)),
            ("collection_points", "approximate amount of points per collection", points),
        ):
            family(name, "gauge", about, [("", {"id": c}, v) for c, v in values.items()])
        family("collection_dead_replicas", "gauge", "total amount of shard replicas in non-active state", one(0))
        family("cluster_enabled", "gauge", "is cluster support enabled", one(0))
        self._requests(family)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        family("memory_resident_bytes", "gauge", "Maximum number of bytes in physically resident data pages mapped", one(peak))
        family("process_threads", "gauge", "count of active threads", one(len(list(Path("/proc/self/task").iterdir()))))
        family("process_open_fds", "gauge", "count of currently open file descriptors", one(len(list(Path("/proc/self/fd").iterdir()))))
        return "\n".join(lines) + "\n"

    def _requests(self, family) -> None:
        with self.lock:
            every = [({"method": m, "endpoint": e, "status": s}, list(t)) for (m, e, s), t in self.requests.items()]
        timed = [(labels, times) for labels, times in every if labels["status"] == 200]
        family("rest_responses_total", "counter", "total number of responses", [("", labels, len(t)) for labels, t in every])
        for name, about, value in (
            ("avg", "average", lambda t: sum(t) / len(t)),
            ("min", "minimum", min),
            ("max", "maximum", max),
        ):
            samples = [("", labels, value(t)) for labels, t in timed]
            family(f"rest_responses_{name}_duration_seconds", "gauge", f"{about} response duration", samples)
        histogram = []
        for labels, times in timed:
            for bound in BUCKETS:
                histogram.append(("_bucket", {**labels, "le": bound}, sum(t <= bound for t in times)))
            histogram.append(("_bucket", {**labels, "le": "+Inf"}, len(times)))
            histogram.extend([("_sum", labels, sum(times)), ("_count", labels, len(times))])
        family("rest_responses_duration_seconds", "histogram", "response duration histogram", histogram)

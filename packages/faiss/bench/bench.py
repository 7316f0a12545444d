"""Our service over HTTP beside the library in this process: 100,000 vectors of 384 numbers, the ten nearest.

Prints one JSON line: queries/s of each (medians of alternating rounds) and their ratio; `batched` is the library given the
same sixteen queries at once, which is more than any single caller could do.
"""

import asyncio
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import faiss
import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from service import Service

N, DIM, K, CLIENTS, ROUNDS, SECONDS = 100_000, 384, 10, 16, 5, 3.0


async def ask(port: int, bodies: list[bytes], until: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    done = 0
    while time.perf_counter() < until:
        body = bodies[done % len(bodies)]
        head = f"POST /collections/b/search HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(answer.decode())
        length = next(int(line.split(b":")[1]) for line in answer.split(b"\r\n") if line.lower().startswith(b"content-length"))
        await reader.readexactly(length)
        done += 1
    writer.close()
    return done


async def ours(port: int, bodies: list[bytes]) -> float:
    until = time.perf_counter() + SECONDS
    counts = await asyncio.gather(*(ask(port, bodies[i:] + bodies[:i], until) for i in range(CLIENTS)))
    return sum(counts) / SECONDS


def library(index: faiss.Index, queries: np.ndarray, size: int) -> float:
    begun, done = time.perf_counter(), 0
    while time.perf_counter() - begun < SECONDS:
        at = done % (len(queries) - size)
        index.search(queries[at : at + size], K)
        done += size
    return done / (time.perf_counter() - begun)


def main() -> None:
    chance = np.random.default_rng(1)
    data = chance.normal(size=(N, DIM)).astype(np.float32)
    data /= np.linalg.norm(data, axis=1, keepdims=True)
    queries = data[chance.choice(N, 256)] + chance.normal(scale=0.05, size=(256, DIM)).astype(np.float32)
    queries = np.ascontiguousarray(queries, dtype=np.float32)
    index = faiss.IndexFlatIP(DIM)
    index.add(data)
    with tempfile.TemporaryDirectory() as folder:
        s = Service(Path(folder)).start()
        s.call("PUT", "/collections/b", {"dimension": DIM, "metric": "ip"})
        for part in range(0, N, 2000):
            rows = [{"id": str(i), "vector": data[i].tolist()} for i in range(part, part + 2000)]
            status, answer = s.call("POST", "/collections/b/points", {"points": rows})
            assert status == 200, answer  # noqa: S101
        bodies = [json.dumps({"vector": q.tolist(), "limit": K}).encode() for q in queries]
        results: dict[str, list[float]] = {"ours": [], "library": [], "batched": []}
        for _ in range(ROUNDS):
            results["library"].append(library(index, queries, 1))
            results["ours"].append(asyncio.run(ours(s.port, bodies)))
            results["batched"].append(library(index, queries, CLIENTS))
        s.stop()
    qps = {k: round(statistics.median(v), 1) for k, v in results.items()}
    line = {"ours_qps": qps["ours"], "library_qps": qps["library"], "batched_qps": qps["batched"]}
    ratios = {"ratio": round(qps["ours"] / qps["library"], 3), "batched_ratio": round(qps["ours"] / qps["batched"], 3)}
    print(json.dumps({**line, **ratios}))


if __name__ == "__main__":
    main()

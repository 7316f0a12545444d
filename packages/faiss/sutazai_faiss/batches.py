"""Searches that wait for the same collection go to FAISS together: one pass over the vectors answers them all."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from .collection import Collection, Hit, Vectors

MOST = 64
Waiting = tuple[Collection, Vectors, int, "asyncio.Future[list[list[Hit]]]"]


class Batches:
    """While one batch is being searched, the next one gathers; nobody waits for a batch to fill."""

    def __init__(self) -> None:
        # One thread: FAISS itself uses all processors for a batch.
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="search")
        self._waiting: list[Waiting] = []
        self._busy = False

    async def search(
        self, collection: Collection, queries: Vectors, limit: int, conditions: dict[str, Any] | None
    ) -> list[list[Hit]]:
        loop = asyncio.get_running_loop()
        if conditions:
            return await loop.run_in_executor(self._threads, collection.search, queries, limit, conditions)
        future: asyncio.Future[list[list[Hit]]] = loop.create_future()
        self._waiting.append((collection, queries, limit, future))
        if not self._busy:
            self._busy = True
            self._task = asyncio.create_task(self._run())
        return await future

    def _take(self) -> list[Waiting]:
        """The first that waits, and all for the same collection. Told apart by what they are, not by their numbers."""
        collection = self._waiting[0][0]
        batch: list[Waiting] = []
        left: list[Waiting] = []
        for w in self._waiting:
            (batch if w[0] is collection and len(batch) < MOST else left).append(w)
        self._waiting = left
        return batch

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._waiting:
                batch = self._take()
                collection = batch[0][0]
                try:
                    queries = np.concatenate([q for _, q, _, _ in batch])
                    limit = max(n for _, _, n, _ in batch)
                    results = await loop.run_in_executor(self._threads, collection.search, queries, limit)
                except Exception as error:
                    for _, _, _, future in batch:
                        if not future.done():
                            future.set_exception(error)
                    continue
                at = 0
                for _, own, most, future in batch:
                    if not future.done():
                        future.set_result([hits[:most] for hits in results[at : at + len(own)]])
                    at += len(own)
        finally:
            self._busy = False

    def close(self) -> None:
        self._threads.shutdown()

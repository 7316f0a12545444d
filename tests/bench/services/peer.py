"""The measure: a FastAPI app with the same routes, as the earlier deployment had it: uvicorn's own defaults, which log every
request, on uvloop and httptools; one worker, as ours is one process; no metrics.

    peer.py PORT TOKEN [quiet]      quiet: without the access log
"""

import sys
import time
from typing import Annotated

import uvicorn
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

app = FastAPI()
begun = time.monotonic()
known: dict[str, str] = {}
bearer = HTTPBearer()


class Health(BaseModel):
    status: str
    service: str
    version: str
    uptime_seconds: int


class Agent(BaseModel):
    id: str
    title: str
    about: str
    state: str
    port: int
    tool: str


class Agents(BaseModel):
    agents: list[Agent]


names = ["crewai", "aider", "langchain", "shellgpt", "documind", "finrobot", "letta", "gpt-engineer"]
directory = [
    Agent(
        id=name,
        title=name.title(),
        about="What it does, in about as many words as ours",
        state="unknown",
        port=11401 + 2 * i,
        tool=f"{name}_run",
    )
    for i, name in enumerate(names)
]


async def caller(sent: Annotated[HTTPAuthorizationCredentials, Depends(bearer)]) -> str:
    """Ours remembers for three seconds what a token was proven to be; here it is remembered for good."""
    who = known.get(sent.credentials)
    if who is None:
        raise HTTPException(401)
    return who


@app.get("/health")
async def health() -> Health:
    return Health(status="ok", service="peer", version="1", uptime_seconds=int(time.monotonic() - begun))


@app.get("/api/v1/agents")
async def agents(_: Annotated[str, Depends(caller)]) -> Agents:
    return Agents(agents=directory)


if __name__ == "__main__":
    known[sys.argv[2]] = "admin"
    log = len(sys.argv) < 4
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), loop="uvloop", http="httptools", access_log=log)

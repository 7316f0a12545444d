"""The public routes of a running service against its own OpenAPI document: no answer is a 5xx. The same cases every time."""

import json
import os
from collections import Counter

import schemathesis
from hypothesis import HealthCheck, settings

url = os.environ["FUZZ_URL"]
token = os.environ["FUZZ_TOKEN"]
schema = schemathesis.openapi.from_url(f"{url}/docs/json")
asked: Counter[int] = Counter()


def left_out(response: schemathesis.Response) -> bool:
    """What the service under test was started without is no fault of it, if it says so in so many words."""
    if response.status_code != 503:
        return False
    error = json.loads(response.content)["error"]
    return error["code"] == "DEPENDENCY_DOWN" and "not part of this installation" in error["message"]


@schema.parametrize()
@settings(max_examples=int(os.environ["FUZZ_EXAMPLES"]), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_input_breaks_it(case: schemathesis.Case) -> None:
    response = case.call(headers={"Authorization": f"Bearer {token}"}, timeout=20)
    asked[response.status_code] += 1
    assert response.status_code < 500 or left_out(response), response.text
    # A refusal has the platform's shape, so that programs can read it; MCP has its own.
    if response.status_code >= 400 and case.path != "/mcp":
        assert json.loads(response.content)["error"]["next_step"], response.text


def test_it_was_asked_enough() -> None:
    """Refusals alone would prove little: a fair part has to get through, and hardly any to end at the door."""
    total = sum(asked.values())
    done = sum(n for status, n in asked.items() if status < 300)
    print(dict(asked))
    assert total >= int(os.environ["FUZZ_LEAST"]), asked
    assert done > total / 20, asked
    assert asked[401] + asked[403] < total / 10, asked

"""The public routes against their own OpenAPI document: no answer is a 5xx."""

import tempfile

import schemathesis
from hypothesis import HealthCheck, settings

from sutazai_faiss.app import create_app
from sutazai_faiss.settings import load

app = create_app(load({"FAISS_DATA_DIR": tempfile.mkdtemp(prefix="faiss-fuzz-")}))
schema = schemathesis.openapi.from_asgi("/openapi.json", app)


@schema.parametrize()
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_input_breaks_it(case: schemathesis.Case) -> None:
    response = case.call()
    assert response.status_code < 500, response.text

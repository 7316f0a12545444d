"""`/docs` without a byte from elsewhere: FastAPI's own page loads its scripts from a public server."""

import html
from typing import Any

STYLE = "body{font:16px/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem}td{padding:.2rem 1rem .2rem 0}"


def page(document: dict[str, Any]) -> str:
    """A table of the routes, and the OpenAPI document for programs."""
    rows = [
        f"<tr><td><code>{method.upper()}</code></td><td><code>{html.escape(path)}</code></td>"
        f"<td>{html.escape(operation.get('summary', ''))}</td></tr>"
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    ]
    title = html.escape(f"{document['info']['title']} {document['info']['version']}")
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title><style>{STYLE}</style><h1>{title}</h1>"
        "<p>What bodies and answers hold is in the <a href=openapi.json>OpenAPI document</a>.</p>"
        f"<table>{''.join(rows)}</table></html>"
    )

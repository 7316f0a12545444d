"""The one shape in which this service refuses something."""

from typing import Any


class Problem(Exception):
    """Told to the caller as it is: status, code, a next step, and the fields that do not fit."""

    def __init__(self, status: int, code: str, message: str, next_step: str, details: list[dict[str, str]] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.next_step = next_step
        self.details = details or []

    def body(self, request_id: str | None = None) -> dict[str, Any]:
        error: dict[str, Any] = {
            "code": self.code,
            "message": self.message,
            "next_step": self.next_step,
            "details": self.details,
        }
        if request_id:
            error["request_id"] = request_id
        return {"error": error}

"""Errors as Qdrant words them, each with its HTTP status."""


class ApiError(Exception):
    def __init__(self, status: int, message: str):
        super().__init__(message)
        self.status = status


def wrong_input(what: str) -> ApiError:
    return ApiError(400, f"Wrong input: {what}")


def not_found(what: str) -> ApiError:
    return ApiError(404, f"Not found: {what}")


def no_collection(name: str) -> ApiError:
    return not_found(f"Collection `{name}` doesn't exist!")


def forbidden(what: str) -> ApiError:
    return ApiError(403, f"Forbidden: {what}")


def lacking(what: str) -> ApiError:
    """What Qdrant can and the stand-in cannot: never silently something else."""
    return ApiError(501, f"stand-in, not Qdrant: {what} is not there")

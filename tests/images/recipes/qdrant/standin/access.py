"""Keys: who may ask at all, and who may write. The same rules for REST and gRPC."""

import hmac

from .settings import Settings

NO_KEY = "Must provide an API key or an Authorization bearer token"
WRONG_KEY = "Invalid API key or JWT"


class Refused(Exception):
    pass


class Access:
    def __init__(self, settings: Settings):
        self._write = [k for k in (settings.api_key, settings.alt_api_key) if k]
        self._read = [k for k in (settings.read_only_api_key,) if k]

    def may_write(self, header) -> bool:
        """header(name) is a request's header or None. True or False (read only); Refused without a valid key."""
        if not self._write and not self._read:
            return True
        key = header("api-key")
        if key is None:
            scheme, _, bearer = (header("authorization") or "").partition(" ")
            key = bearer if scheme == "Bearer" and bearer else None
        if key is None:
            raise Refused(NO_KEY)
        if _among(key, self._write):
            return True
        if _among(key, self._read):
            return False
        raise Refused(WRONG_KEY)


def _among(key: str, keys: list[str]) -> bool:
    return any(hmac.compare_digest(key.encode(), k.encode()) for k in keys)

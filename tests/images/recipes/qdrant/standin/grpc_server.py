"""The gRPC listener: real HTTP/2, both health services, the keys. No data over it: that is UNIMPLEMENTED here."""

from concurrent.futures import ThreadPoolExecutor

import grpc

from . import VERSION
from .access import Access, Refused

TITLE = "qdrant - vector search engine"


def _text(field: int, value: str) -> bytes:
    data = value.encode()
    return bytes([field << 3 | 2, len(data)]) + data


# Both answers are so small that they are written as bytes: no protobuf library, and no generated files.
HEALTHY = {
    "/qdrant.Qdrant/HealthCheck": _text(1, TITLE) + _text(2, VERSION),  # HealthCheckReply: title, version
    "/grpc.health.v1.Health/Check": b"\x08\x01",  # HealthCheckResponse: status = SERVING
}


class _Services(grpc.GenericRpcHandler):
    def __init__(self, access: Access):
        self._access = access

    def service(self, details):
        answer = HEALTHY.get(details.method)
        if answer is not None:  # open, as health is over REST
            return grpc.unary_unary_rpc_method_handler(lambda request, context: answer)
        headers = {k: v for k, v in details.invocation_metadata or ()}

        def refuse(request, context):
            try:
                self._access.may_write(headers.get)
            except Refused as why:
                context.abort(grpc.StatusCode.UNAUTHENTICATED, str(why))
            context.abort(grpc.StatusCode.UNIMPLEMENTED, "stand-in, not Qdrant: data is over REST only")

        return grpc.unary_unary_rpc_method_handler(refuse)


def start(host: str, port: int, access: Access) -> grpc.Server:
    # Without reuse a second listener on the port is an error, not half of the requests.
    server = grpc.server(ThreadPoolExecutor(4), options=[("grpc.so_reuseport", 0)])
    server.add_generic_rpc_handlers([_Services(access)])
    server.add_insecure_port(f"{host}:{port}")
    server.start()
    return server

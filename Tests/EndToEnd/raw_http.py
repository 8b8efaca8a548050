"""HTTP by hand, for requests that no client library would send."""

import contextlib
import select
import socket
import time
from collections.abc import Iterable, Iterator


def connect(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def head(method: str = "POST", path: str = "/v1/traces", **headers) -> bytes:
    """Request line and headers; `content_length=5` becomes the header of that name."""
    named = {"host": "127.0.0.1", "content-type": "application/x-protobuf"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in named.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def status_of_large(port: int, pieces: Iterable[bytes], **headers) -> int:
    """Sends a head and then pieces until the service answers or takes no more; its status."""
    with connect(port) as connection:
        connection.sendall(head(**headers))
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            for piece in pieces:
                if select.select([connection], [], [], 0)[0]:
                    break
                connection.sendall(piece)
        return read_status(connection)


def read_status(connection: socket.socket) -> int:
    """The status of the next answer, or 0 if the connection ends without one."""
    received = b""
    with contextlib.suppress(ConnectionResetError):
        while b"\r\n" not in received:
            more = connection.recv(4096)
            if not more:
                break
            received += more
    line = received.split(b"\r\n")[0].split(b" ")
    return int(line[1]) if len(line) > 1 and line[0].startswith(b"HTTP/") else 0


def chunks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces in the chunked transfer coding (RFC 9112, 7.1), with the end."""
    for piece in pieces:
        yield b"%x\r\n%s\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


def closed_within(connection: socket.socket, seconds: float) -> bool:
    """Whether the peer ends the connection (after whatever it still says) in time."""
    deadline = time.monotonic() + seconds
    connection.settimeout(1)
    while time.monotonic() < deadline:
        try:
            if not connection.recv(65536):
                return True
        except TimeoutError:
            continue
        except ConnectionResetError:
            return True
    return False

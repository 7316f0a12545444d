"""The one file of a multipart form, straight onto the disk: a snapshot may be larger than the memory."""

import re
from pathlib import Path
from typing import BinaryIO

PIECE = 1 << 20


def save_file(body: BinaryIO, length: int, content_type: str, to: Path) -> bool:
    found = re.search(r'boundary="?([^";]+)', content_type)
    if not found:
        return False
    border = b"--" + found[1].encode()
    left = length

    def line() -> bytes:
        nonlocal left
        text = body.readline(min(left, 65536))
        left -= len(text)
        return text

    if line().rstrip() != border:
        return False
    while line().strip():  # the part's own headers
        pass
    end = b"\r\n" + border
    held = b""
    with open(to, "wb") as out:
        while left > 0:
            piece = body.read(min(left, PIECE))
            if not piece:
                return False
            left -= len(piece)
            held += piece
            at = held.find(end)
            if at >= 0:
                out.write(held[:at])
                while left > 0:  # the form's end, and fields of no interest
                    left -= len(body.read(min(left, PIECE)) or b"x" * left)
                return True
            # The border may lie across two pieces.
            out.write(held[: -len(end)])
            held = held[-len(end) :]
    return False

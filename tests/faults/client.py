# SPDX-License-Identifier: GPL-3.0-or-later
"""A client that sends one numbered request after the other on a kept connection, and tells exactly what came back."""

import json
import re
import socket
from dataclasses import dataclass

from faults import body_of

PATIENCE = 8  # seconds
ENOUGH = 4 << 20  # bytes of a body, after which the client leaves


@dataclass(frozen=True)
class Answer:
    """What the client got. `kind`: whole (its framing is complete), cut (it broke off, and the client can tell so),
    endless (the client left), none (the connection closed without a byte), odd (no HTTP) or stuck (nothing more came)."""

    status: int
    kind: str
    reason: str = ""
    right: bool = False  # the body is the one of this very request

    def wrong(self):
        """The client takes it for its answer, but it is none."""
        return self.status == 200 and self.kind == "whole" and not self.right

    def __str__(self):
        text = str(self.status or {"none": "closed", "odd": "no HTTP", "stuck": "silence"}[self.kind])
        if self.reason:
            text += f" `{self.reason}`"
        if self.wrong():
            return text + ", wrong body"
        return text + {"cut": ", cut visibly", "endless": ", passed on"}.get(self.kind, "")


class Client:
    def __init__(self, port):
        self._port = port
        self._peer = None
        self._data = b""

    def close(self):
        if self._peer:
            self._peer.close()
        self._peer = None
        self._data = b""

    def ask(self, method, path, number, body=b""):
        if not self._peer:
            self._peer = socket.create_connection(("127.0.0.1", self._port), PATIENCE)
        length = b"Content-Length: %d\r\n" % len(body) if method == b"POST" else b""
        try:
            self._peer.sendall(b"%s %s/%d HTTP/1.1\r\nHost: faults\r\n%s\r\n%s" % (method, path, number, length, body))
        except OSError:
            pass  # there may be an answer all the same
        try:
            answer, kept = self._read(method, number)
        except socket.timeout:
            answer, kept = Answer(0, "stuck"), False
        if not kept:
            self.close()
        return answer

    def _more(self):
        try:
            more = self._peer.recv(1 << 18)
        except ConnectionResetError:
            more = b""
        self._data += more
        return bool(more)

    def _take(self, count):
        """`count` bytes, or fewer if the connection ends."""
        while len(self._data) < count and self._more():
            pass
        taken, self._data = self._data[:count], self._data[count:]
        return taken

    def _line(self):
        while b"\r\n" not in self._data:
            if not self._more():
                return None
        line, self._data = self._data.split(b"\r\n", 1)
        return line

    def _read(self, method, number):
        """(the answer, whether the connection goes on)"""
        while True:
            while b"\r\n\r\n" not in self._data:
                if not self._more():
                    return Answer(0, "odd" if self._data else "none"), False
            head, self._data = self._data.split(b"\r\n\r\n", 1)
            line = re.match(rb"HTTP/1\.[01] (\d+)(?: [^\r\n]*)?(?:\r\n|$)", head)
            if not line:
                return Answer(0, "odd"), False
            status = int(line.group(1))
            if status not in (100, 102, 103):
                break
        fields = {name.lower(): value.strip() for name, _, value in (row.partition(b":") for row in head.split(b"\r\n")[1:])}
        body, kind = self._body(method, status, fields)
        right = kind == "whole" and (body == body_of(number) or (method == b"HEAD" and not body))
        reason = ""
        if kind == "whole" and b"problem+json" in fields.get(b"content-type", b"") and body:
            reason = json.loads(body).get("reason", "")
        framed = b"content-length" in fields or b"transfer-encoding" in fields or status == 204
        kept = kind == "whole" and framed and status != 101 and fields.get(b"connection", b"").lower() != b"close"
        return Answer(status, kind, reason, right), kept

    def _body(self, method, status, fields):
        if method == b"HEAD" or status in (101, 204, 304):
            return b"", "whole"
        if fields.get(b"transfer-encoding", b"").lower() == b"chunked":
            return self._chunks()
        if b"content-length" in fields:
            length = int(fields[b"content-length"])
            body = self._take(length)
            return body, "whole" if len(body) == length else "cut"
        body = b""
        while len(body) < ENOUGH and (more := self._take(1)):
            body += more + self._data
            self._data = b""
        return body, "whole" if len(body) < ENOUGH else "endless"

    def _chunks(self):
        body = b""
        while len(body) < ENOUGH:
            line = self._line()
            if line is None or not re.fullmatch(rb"[0-9A-Fa-f]+(;.*)?", line):
                return body, "cut"
            size = int(line.split(b";")[0], 16)
            if size == 0:
                while trailer := self._line():
                    pass
                return body, "cut" if trailer is None else "whole"
            data = self._take(size + 2)
            if len(data) < size + 2:
                return body, "cut"
            body += data[:-2]
        return body, "endless"

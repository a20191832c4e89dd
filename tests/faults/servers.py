# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that are not ours, each on a free port of the loopback address."""

import collections
import contextlib
import re
import socket
import threading
from dataclasses import dataclass

from faults import answer, right

BODY_LIMIT = 1 << 24


@dataclass
class Request:
    number: int
    id: bytes


class Server:
    """Answers health checks well and all else as a fault does (well, without one). Counts how often it saw each number."""

    def __init__(self, fault=None):
        self.fault = fault
        self.once = bool(fault and fault.once)
        self.seen = collections.Counter()
        self.armed = False  # does the fault meet connections already?
        self.met = 0  # connections that it ended
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self._listener.close()

    def _accept(self):
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(peer,), daemon=True).start()

    def _serve(self, peer):
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with contextlib.suppress(OSError), peer:
            if self.armed and self.fault and self.fault.accept and not self.fault.accept(peer):
                self.met += 1
                return
            data = b""
            while True:
                while b"\r\n\r\n" not in data:
                    more = peer.recv(65536)
                    if not more:
                        return
                    data += more
                head, data = data.split(b"\r\n\r\n", 1)
                if not (self.fault and self.fault.early):
                    data = self._skip_body(peer, head, data)
                    if data is None:
                        return
                if not self._answer(peer, head):
                    return

    @staticmethod
    def _skip_body(peer, head, data):
        """What follows the request, None if it broke off."""
        length = re.search(rb"(?im)^content-length:[ \t]*(\d+)", head)
        left = (int(length.group(1)) if length else 0) - len(data)
        while left > 0:
            more = peer.recv(65536)
            if not more:
                return None
            left -= len(more)
            data = more
        return data[len(data) + left:] if left < 0 else b""

    def _answer(self, peer, head):
        target = head.split(b" ", 2)[1]
        number = re.search(rb"/(\d+)$", target)
        if not number:  # a health check
            peer.sendall(answer(b"well"))
            return True
        request = Request(int(number.group(1)), next(iter(re.findall(rb"(?im)^x-request-id:[ \t]*(\S+)", head)), b""))
        with self._lock:
            self.seen[request.number] += 1
        if self.fault:
            return self.fault.serve(peer, request)
        whole = right(request.number)
        peer.sendall(whole[:whole.index(b"\r\n\r\n") + 4] if head.startswith(b"HEAD ") else whole)
        return True

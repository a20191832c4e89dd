# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server can do wrong, one function each. Each gets the connection and the request that was read from it, and
returns whether the connection is to be kept.

Requests are numbered. The right answer to number n is the body body_of(n), so that a wrong, a crossed and a cut one
are told from it.
"""

import contextlib
import socket
import struct
import time
from dataclasses import dataclass
from typing import Callable

LATE = 1.5  # seconds: after all deadlines of one attempt (see proxies.py)
AFTER = 0.02  # seconds after an answer, in which the connection may have been given to another request


def body_of(number):
    return b"n=%d;" % number * 20


def answer(body, fields=b"", status=b"200 OK"):
    return b"HTTP/1.1 %s\r\nContent-Type: text/plain\r\n%sContent-Length: %d\r\n\r\n%s" % (status, fields, len(body), body)


def right(number):
    return answer(body_of(number))


def chunk(data):
    return b"%x\r\n%s\r\n" % (len(data), data)


def chunked(data):
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + data


def reset(peer):
    """Closes with RST instead of FIN."""
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()
    return False


def closing(text):
    """A fault that answers with `text(request)` and closes."""
    def serve(peer, request):
        peer.sendall(text(request))
        return False
    return serve


def keeping(text):
    def serve(peer, request):
        peer.sendall(text(request))
        return True
    return serve


def hang(peer, request):
    with contextlib.suppress(OSError):
        peer.settimeout(60)
        peer.recv(1)
    return False


def garbage_and_hang(peer, request):
    peer.sendall(b"\x16\x03\x01\x02\x00" + b"garbage " * 40)
    return hang(peer, request)


def chunks_and_hang(peer, request):
    peer.sendall(chunked(chunk(body_of(request.number)[:50])))
    return hang(peer, request)


def drip(peer, request):
    """All of it is right."""
    body = body_of(request.number)
    text = chunked(chunk(body[:20]).replace(b"\r", b";odd=1\r", 1) + chunk(body[20:]) + b"0\r\nX-Trailer: 1\r\n\r\n")
    for at in range(len(text)):
        peer.sendall(text[at:at + 1])
    return True


def late(peer, request):
    time.sleep(LATE)
    peer.sendall(right(request.number))
    return True


def twice_apart(peer, request):
    peer.sendall(right(request.number))
    time.sleep(AFTER)
    peer.sendall(right(request.number))
    return True


def twice_apart_named(peer, request):
    named = answer(body_of(request.number), b"X-Request-Id: " + request.id + b"\r\n")
    peer.sendall(named)
    time.sleep(AFTER)
    peer.sendall(named)
    return True


def farewell(peer, request):
    peer.sendall(right(request.number))
    time.sleep(AFTER)
    peer.sendall(answer(b"too long idle", b"Connection: close\r\n", b"408 Request Timeout"))
    return False


def endless(peer, request):
    peer.settimeout(10)
    peer.sendall(chunked(b""))
    with contextlib.suppress(OSError):
        while True:
            peer.sendall(chunk(b"x" * 65536))
    return False


def trickle(peer, request):
    peer.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    with contextlib.suppress(OSError):
        for _ in range(100):
            peer.sendall(b"x")
            time.sleep(0.1)
    return False


def head_with_body(peer, request):
    peer.sendall(right(request.number))
    return True


@dataclass
class Fault:
    name: str
    title: str
    serve: Callable
    method: bytes = b"GET"
    # Called for each new connection before anything is read; what it returns is as with `serve`. Not while `armed` is off.
    accept: Callable = None
    early: bool = False  # the server looks at the head only, not at the body
    once: bool = False  # the proxies are told to use its connections once


def _n(function):
    return lambda request: function(request.number)


FAULTS = [
    Fault("hung", "reads the request, never answers", hang),
    Fault("reset-accept", "resets each connection", None, accept=reset),
    Fault("reset-request", "resets after the request", lambda peer, request: reset(peer)),
    Fault("close-request", "closes after the request", lambda peer, request: False),
    Fault("late", "answers after the deadline", late),
    Fault("trickle", "sends its head a byte at a time", trickle),
    Fault("garbage", "sends garbage, closes", closing(lambda _: b"\x16\x03\x01\x02\x00" + b"garbage " * 40)),
    Fault("garbage-hung", "sends garbage, keeps the connection", garbage_and_hang),
    Fault("http09", "HTTP/0.9: a body only", closing(_n(body_of))),
    Fault("status-99", "status 99", keeping(_n(lambda n: answer(body_of(n), status=b"99 Odd")))),
    Fault("status-1000", "status 1000", keeping(_n(lambda n: answer(body_of(n), status=b"1000 Odd")))),
    Fault("nul", "NUL in a field", keeping(_n(lambda n: answer(body_of(n), b"X-Odd: a\0b\r\n")))),
    Fault("head-1mib", "a head of 1 MiB", keeping(_n(lambda n: answer(body_of(n), b"X-Big: " + b"x" * (1 << 20) + b"\r\n")))),
    Fault("fields-5000", "5,000 fields", keeping(_n(lambda n: answer(body_of(n), b"".join(b"X-%d: 1\r\n" % i for i in range(5000)))))),
    Fault("half", "half of its Content-Length, closes", closing(_n(lambda n: right(n)[:-50]))),
    Fault("surplus", "more than its Content-Length", keeping(_n(lambda n: right(n) + b"surplus"))),
    Fault("length-twice", "two Content-Lengths that differ", keeping(_n(lambda n: answer(body_of(n), b"Content-Length: 10\r\n")))),
    Fault("length-chunked", "Content-Length and chunked",
          keeping(_n(lambda n: chunked(chunk(body_of(n)) + b"0\r\n\r\n").replace(b"\r\nT", b"\r\nContent-Length: 10\r\nT", 1)))),
    Fault("chunk-drip", "chunks with extensions and a trailer, a byte at a time", drip),
    Fault("chunk-cut", "chunks that break off", closing(_n(lambda n: chunked(chunk(body_of(n)[:50]))))),
    Fault("chunk-within", "breaks off within a chunk", closing(_n(lambda n: chunked(chunk(body_of(n))[:50])))),
    Fault("chunk-size", "a chunk's size of zz, and more chunks",
          keeping(_n(lambda n: chunked(chunk(body_of(n)[:50]) + b"zz\r\n\r\n" + chunk(body_of(n)[50:]) + b"0\r\n\r\n")))),
    Fault("chunk-stuck", "half of its chunks, keeps the connection", chunks_and_hang),
    Fault("endless", "a body without end", endless),
    Fault("twice", "two answers at once", keeping(_n(lambda n: right(n) * 2))),
    Fault("twice-apart", "a second answer 20 ms later", twice_apart),
    Fault("twice-once", "the same, with `REUSE_CONNECTIONS=false`; HAProxy with `http-reuse never`, `httpclose`", twice_apart, once=True),
    Fault("twice-named", "a second answer 20 ms later, both with X-Request-Id", twice_apart_named),
    Fault("head-body", "a body in the answer to HEAD", head_with_body, method=b"HEAD"),
    Fault("body-204", "a body after 204", keeping(_n(lambda n: b"HTTP/1.1 204 No Content\r\nX-Odd: 1\r\n\r\n" + body_of(n)))),
    Fault("farewell", "408 on the idle connection", farewell),
    Fault("greeting", "answers before the request was sent", keeping(_n(right)),
          accept=lambda peer: peer.sendall(answer(b"greeting")) or True),
    Fault("early", "413 before it has read the body", closing(lambda _: answer(b"too large", b"Connection: close\r\n", b"413 Content Too Large")),
          method=b"POST", early=True),
    Fault("interim-100", "100 Continue, unasked, then 200", keeping(_n(lambda n: b"HTTP/1.1 100 Continue\r\n\r\n" + right(n)))),
    Fault("interim-103", "103 Early Hints, then 200",
          keeping(_n(lambda n: b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + right(n)))),
    Fault("interim-101", "101, unasked, then 200",
          keeping(_n(lambda n: b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: odd\r\n\r\n" + right(n)))),
    Fault("error-500", "500", keeping(lambda _: answer(b"wrong", status=b"500 Internal Server Error"))),
    Fault("error-503", "503", keeping(lambda _: answer(b"busy", status=b"503 Service Unavailable"))),
]

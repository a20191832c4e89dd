# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTP/2 by hand: frames that no library would send (RFC 9113; the encoding of fields is RFC 7541's plainest).

What a stream says must be one request or none, and become the same HTTP/1.1 message behind the gate for every reader. What
a connection may cost is bounded, and another client is served meanwhile.
"""

import contextlib
import os
import ssl
import struct
import tempfile
import time

import stand
from attack_tls import certificate

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)
END_STREAM, END_HEADERS, ACK = 0x1, 0x4, 0x1


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def number(value, bits=7):
    most = (1 << bits) - 1
    if value < most:
        return bytes([value])
    out, value = bytes([most]), value - most
    while value >= 128:
        out, value = out + bytes([value % 128 + 128]), value // 128
    return out + bytes([value])


def field(name, value):
    """A literal without indexing, with a new name, neither of them compressed."""
    return b"\x00" + number(len(name)) + name + number(len(value)) + value


def block(fields):
    return b"".join(field(name, value) for name, value in fields)


class Connection:
    def __init__(self, gateway):
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.set_alpn_protocols(["h2"])
        plain = stand.socket.create_connection(("127.0.0.1", gateway.port), timeout=stand.PATIENCE)
        self.peer = context.wrap_socket(plain)
        if self.peer.selected_alpn_protocol() != "h2":
            raise AssertionError("the gateway does not speak HTTP/2")
        self.peer.sendall(PREFACE + frame(SETTINGS, 0, 0))
        self._data = b""
        self.closed = False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.peer.close()

    def send(self, data):
        """False if the other side does not listen any more."""
        try:
            self.peer.sendall(data)
            return True
        except OSError:
            self.closed = True
            return False

    def frames(self, patience=stand.SILENCE):
        """(kind, flags, stream, payload) of what comes until nothing does for a while."""
        found = []
        self.peer.settimeout(patience)
        with contextlib.suppress(OSError):
            while True:
                while len(self._data) >= 9 and len(self._data) >= 9 + int.from_bytes(self._data[:3], "big"):
                    size = int.from_bytes(self._data[:3], "big")
                    kind, flags, stream = self._data[3], self._data[4], int.from_bytes(self._data[5:9], "big")
                    found.append((kind, flags, stream, self._data[9:9 + size]))
                    self._data = self._data[9 + size:]
                more = self.peer.recv(65536)
                if not more:
                    self.closed = True
                    break
                self._data += more
        return found


class Http2(stand.Attack):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.settings = dict(certificate(cls.folder.name), HEADER_DEADLINE="3s", BODY_PROGRESS_DEADLINE="3s", IDLE_TIMEOUT="5s")
        super().setUpClass()

    def fields(self, *more, method=b"GET", path=b"/itens", without=()):
        plain = [(b":method", method), (b":scheme", b"https"), (b":authority", b"guarita.example"), (b":path", path)]
        return [one for one in plain if one[0] not in without] + [(b"authorization", b"Bearer " + self.valid), *more]

    def ask(self, fields, data=None):
        """What becomes of a connection with that one stream: the kinds of its frames."""
        with Connection(self.gateway) as connection:
            flags = END_HEADERS | (END_STREAM if data is None else 0)
            connection.send(frame(HEADERS, flags, 1, block(fields)) + (b"" if data is None else data))
            return [(kind, payload) for kind, _, stream, payload in connection.frames() if stream == 1 or kind == GOAWAY]

    def test_a_plain_request_is_served(self):
        answer = self.ask(self.fields())
        self.assertIn(HEADERS, [kind for kind, _ in answer])
        self.assertEqual(len(self.upstream.seen), 1)
        self.assertEqual(self.upstream.seen[0].line, b"GET /itens HTTP/1.1")

    def test_fields_that_would_be_another_message_reach_nobody(self):
        evil = [[(b"x", b"a\r\nx-guarita-subject: admin")], [(b"x", b"a\nb: c")], [(b"x", b"a\x00b")], [(b"x\r\ny", b"z")], [(b"x:y", b"z")], [(b"", b"x")], [(b"X-Upper", b"x")],
                [(b"x y", b"z")], [(b"connection", b"close")], [(b"transfer-encoding", b"chunked")], [(b"keep-alive", b"1")], [(b"proxy-connection", b"x")],
                [(b"upgrade", b"h2c")], [(b"te", b"gzip")], [(b":path", b"/other")], [(b":method", b"DELETE")], [(b":unknown", b"x")], [(b":status", b"200")],
                [(b"x", b" lead")], [(b"x", b"trail\t")], [(b"host", b"other.example")], [(b"content-length", b"5")], [(b"content-length", b"-1")],
                [(b"content-length", b"0"), (b"content-length", b"7")], [(b"x\x7f", b"y")], [(b"\xc3\xa4", b"y")]]
        results = stand.at_once(self.ask, [self.fields(*more) for more in evil], 20)
        for more, result in zip(evil, results):
            served = [seen for seen in self.upstream.seen if b"evil" in seen.head or b"admin" in seen.head]
            self.assertEqual(served, [], more)
            self.assertTrue(result, more)
        self.assertEqual(self.upstream.seen, [])

    def test_what_a_request_must_have(self):
        for without in ([b":method"], [b":path"], [b":scheme"], [b":authority"]):
            self.ask(self.fields(without=without))
        for path in (b"", b"itens", b"*", b"http://x/itens", b"/itens#x", b"/itens x", b"/itens\r\nX: y", b"/it\x00ens", b"//itens", b"/x/../itens", b"/%2e%2e/itens", b"/itens%2f1"):
            self.ask(self.fields(path=path))
        for method in (b"", b"get", b"GET /x HTTP/1.1\r\nX:", b"CONNECT", b"TRACE", b"G\x00T"):
            self.ask(self.fields(method=method))
        self.ask([(b"authorization", b"Bearer " + self.valid), *self.fields()[:4]])  # pseudo fields behind others
        self.assertEqual(self.upstream.seen, [])

    def test_a_body_is_as_long_as_it_says(self):
        json_type = (b"content-type", b"application/json")
        for length, data in ((b"4", frame(DATA, END_STREAM, 1, b"[{}]GET /itens/666 HTTP/1.1\r\n\r\n")), (b"50", frame(DATA, END_STREAM, 1, b"[{}]")),
                             (b"0", frame(DATA, END_STREAM, 1, b"[{}]")), (b"4,4", frame(DATA, END_STREAM, 1, b"[{}]"))):
            self.ask(self.fields((b"content-length", length), json_type, method=b"POST"), data)
        self.assertEqual(self.upstream.seen, [])
        self.ask(self.fields(json_type, method=b"POST"), frame(DATA, 0, 1, b"[{") + frame(DATA, END_STREAM, 1, b"}]"))
        (seen,) = self.upstream.seen
        self.assertEqual((seen.body, seen.field("content-length")), (b"[{}]", "4"))

    def flood(self, name, pieces, count=50_000, ignored=False):
        """Sends until the gateway ends the connection; it must, before all is sent, unless it ignores such frames."""
        before = self.gateway.resident_bytes()
        with Connection(self.gateway) as connection:
            sent = 0
            while sent < count and connection.send(b"".join(pieces(sent + at) for at in range(100))):
                sent += 100
            frames = connection.frames()
            ended = connection.closed or any(kind == GOAWAY for kind, _, _, _ in frames)
            self.assertTrue(ended or ignored, f"{name}: {sent} taken, and the connection goes on")
        begun = time.monotonic()
        status, _, _ = stand.request(self.gateway, b"GET", b"/itens", token=self.valid)
        self.assertEqual(status, 200)
        grown = self.gateway.resident_bytes() - before
        print(f"{name}: ended after {sent} at most; another client waited {(time.monotonic() - begun) * 1000:.0f} ms; {grown >> 10} KiB more", flush=True)
        self.assertLess(grown, 64 << 20)

    def test_streams_that_are_opened_and_reset(self):
        head = block(self.fields())
        self.flood("rapid reset (CVE-2023-44487)", lambda at: frame(HEADERS, END_HEADERS | END_STREAM, 2 * at + 1, head) + frame(RST_STREAM, 0, 2 * at + 1, b"\0\0\0\x08"))

    def test_streams_that_the_gateway_must_reset(self):
        head = block(self.fields((b"connection", b"close")))
        self.flood("malformed streams", lambda at: frame(HEADERS, END_HEADERS | END_STREAM, 2 * at + 1, head))

    def test_a_window_that_grows_too_far_again_and_again(self):
        head = block(self.fields())
        self.flood("made you reset (CVE-2025-8671)", lambda at: frame(HEADERS, END_HEADERS | END_STREAM, 2 * at + 1, head) + frame(WINDOW_UPDATE, 0, 2 * at + 1, b"\0\0\0\0"))

    def test_a_head_that_goes_on(self):
        begun = frame(HEADERS, END_STREAM, 1, block(self.fields()))
        self.flood("CONTINUATION (CVE-2024-27316)", lambda at: (begun if at == 0 else b"") + frame(CONTINUATION, 0, 1, field(b"x-%d" % at, b"y" * 100)))

    def test_a_head_that_is_larger_than_it_looks(self):
        large = b"\x40" + number(1) + b"x" + number(4000) + b"a" * 4000  # the table's newest entry, which 0xbe stands for
        first = block(self.fields()) + large

        def bomb(at):
            stream = 2 * at + 1
            return (frame(HEADERS, END_STREAM, stream, first + b"\xbe" * (16384 - len(first))) + frame(CONTINUATION, 0, stream, b"\xbe" * 16384) * 6
                    + frame(CONTINUATION, END_HEADERS, stream, b"\xbe" * 16384))

        before = self.gateway.processor_seconds()
        self.flood("HPACK bomb", bomb, 200)
        spent = self.gateway.processor_seconds() - before
        print(f"HPACK bomb: {spent:.2f} s of the processor", flush=True)
        self.assertLess(spent, 1)

    def test_continuations_without_content(self):
        begun = frame(HEADERS, END_STREAM, 1, block(self.fields()))
        self.flood("empty CONTINUATION", lambda at: (begun if at == 0 else b"") + frame(CONTINUATION, 0, 1))

    def test_settings_without_end(self):
        self.flood("SETTINGS (CVE-2019-9515)", lambda at: frame(SETTINGS, 0, 0, b"\0\x03\0\0\0\x64"))

    def test_pings_without_end(self):
        self.flood("PING (CVE-2019-9512)", lambda at: frame(PING, 0, 0, b"12345678"))

    def test_data_without_content(self):
        begun = frame(HEADERS, END_HEADERS, 1, block(self.fields(method=b"POST")))
        self.flood("empty DATA (CVE-2019-9518)", lambda at: (begun if at == 0 else b"") + frame(DATA, 0, 1))

    def test_priorities_without_end(self):
        self.flood("PRIORITY", lambda at: frame(PRIORITY, 0, 1 + 2 * at, b"\0\0\0\0\x10"), ignored=True)

    def test_frames_of_kinds_that_nobody_knows(self):
        self.flood("unknown frames", lambda at: frame(0x77, 0, 0, b"x"), ignored=True)

    def test_frames_that_are_none(self):
        for data in (os.urandom(4000), frame(DATA, 0, 0, b"x"), frame(HEADERS, END_HEADERS, 0, b"x"), frame(HEADERS, END_HEADERS, 2, block(self.fields())), frame(PUSH_PROMISE, 4, 1, b"\0\0\0\x02"),
                     frame(SETTINGS, 0, 0, b"abc"), frame(PING, 0, 0, b"short"), frame(WINDOW_UPDATE, 0, 0, b"\0\0\0\0"), frame(GOAWAY, 0, 0, b""), b"\xff\xff\xff" + bytes(100),
                     frame(CONTINUATION, END_HEADERS, 1, b""), frame(HEADERS, END_HEADERS | END_STREAM, 1, b"\x3f\xe1\xff\xff\xff\xff\x0f"), frame(HEADERS, END_HEADERS | END_STREAM, 1, b"\xff\xff\xff\xff\xff")):
            with Connection(self.gateway) as connection:
                connection.send(data)
                kinds = [kind for kind, _, _, _ in connection.frames()]
            self.assertTrue(connection.closed or GOAWAY in kinds, data[:20])
        self.assertEqual(self.upstream.seen, [])

    def test_a_preface_that_is_none(self):
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.set_alpn_protocols(["h2"])
        for data in (b"GET /itens HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + self.valid + b"\r\n\r\n", PREFACE.replace(b"SM", b"XX"), b"PRI"):
            with context.wrap_socket(stand.socket.create_connection(("127.0.0.1", self.gateway.port), timeout=stand.PATIENCE)) as peer:
                peer.sendall(data)
                stand.read_all(peer, stand.PATIENCE)
        self.assertEqual(self.upstream.seen, [])

    def test_answers_that_nobody_lets_come(self):
        """A window of nothing: each stream has an answer that cannot leave."""
        before = self.gateway.resident_bytes()
        connections = []
        for _ in range(20):
            connection = Connection(self.gateway)
            connection.send(frame(SETTINGS, 0, 0, b"\0\x04\0\0\0\0"))
            path = [(b":method", b"GET"), (b":scheme", b"https"), (b":authority", b"x"), (b":path", b"/openapi.json")]
            connection.send(b"".join(frame(HEADERS, END_HEADERS | END_STREAM, 2 * at + 1, block(path)) for at in range(90)))
            connections.append(connection)
        status, _, _ = stand.request(self.gateway, b"GET", b"/itens", token=self.valid)
        self.assertEqual(status, 200)
        grown = self.gateway.resident_bytes() - before
        print(f"1800 answers that cannot leave: {grown >> 20} MiB", flush=True)
        self.assertLess(grown, 300 << 20)
        for connection in connections:
            connection.peer.close()


if __name__ == "__main__":
    stand.main()

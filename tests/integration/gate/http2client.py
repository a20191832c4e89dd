#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""http2client.py SCENARIO PORT CA_FILE: a client of tst_http2gate.

Does what the scenario says to the server on PORT, and prints what came of it. Exits 1 if that is not what it should be.
"""

import socket
import ssl
import sys

import h2.config
import h2.connection
import h2.errors
import h2.events
import h2.exceptions
import h2.settings

CALM = h2.errors.ErrorCodes.ENHANCE_YOUR_CALM


class Client:
    """One connection. Frames are sent as they are asked for, sensible or not."""

    def __init__(self, port, authority, window=None):
        tls = ssl.create_default_context(cafile=authority)
        tls.set_alpn_protocols(["h2"])
        plain = socket.create_connection(("127.0.0.1", port), timeout=20)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = tls.wrap_socket(plain, server_hostname="localhost")
        assert self.socket.selected_alpn_protocol() == "h2"
        self.h2 = h2.connection.H2Connection(h2.config.H2Configuration(
            validate_outbound_headers=False, normalize_outbound_headers=False, header_encoding="utf-8"))
        if window is not None:
            self.h2.local_settings = h2.settings.Settings(
                client=True, initial_values={h2.settings.SettingCodes.INITIAL_WINDOW_SIZE: window})
        self.h2.initiate_connection()
        self.answers = {}  # by stream: {":status": …, …, "body": bytes}
        self.ended = {}  # by stream: None or the error of its reset
        self.away = None  # the error of a GOAWAY
        self.last_stream = None  # what it says of streams
        self.closed = False
        self.greeted = set()  # streams whose body may come
        self.flush()

    def flush(self):
        data = self.h2.data_to_send()
        if data:
            self.raw(data)

    def raw(self, data):
        """Bytes of our own making."""
        try:
            self.socket.sendall(data)
        except OSError:
            self.closed = True

    def request(self, fields, body=None, more=False, method="GET", path="/now", authority="localhost"):
        stream = self.h2.get_next_available_stream_id()
        pseudo = [(":method", method), (":scheme", "https"), (":path", path), (":authority", authority)]
        self.h2.send_headers(stream, [field for field in pseudo if field[1] is not None] + fields,
                             end_stream=body is None and not more)
        self.flush()
        if body is not None:
            self.send(stream, body)
            self.h2.end_stream(stream)
            self.flush()
        return stream

    def send(self, stream, body):
        while body:
            size = min(self.h2.local_flow_control_window(stream), self.h2.max_outbound_frame_size, len(body))
            if size == 0:
                self.read()
                continue
            self.h2.send_data(stream, body[:size])
            self.flush()
            body = body[size:]

    def read(self):
        """Takes what has come, and gives the windows back."""
        try:
            data = self.socket.recv(65536)
        except OSError:
            data = b""
        if not data:
            self.closed = True
            return
        for event in self.h2.receive_data(data):
            if isinstance(event, h2.events.ResponseReceived):
                self.answers[event.stream_id] = dict(event.headers, body=bytearray())
            elif isinstance(event, h2.events.InformationalResponseReceived):
                self.greeted.add(event.stream_id)
            elif isinstance(event, h2.events.DataReceived):
                self.answers[event.stream_id]["body"] += event.data
                if event.flow_controlled_length:
                    self.h2.increment_flow_control_window(event.flow_controlled_length)
                    try:
                        self.h2.increment_flow_control_window(event.flow_controlled_length, event.stream_id)
                    except h2.exceptions.StreamClosedError:
                        pass
            elif isinstance(event, h2.events.StreamEnded):
                self.ended[event.stream_id] = None
            elif isinstance(event, h2.events.StreamReset):
                self.ended.setdefault(event.stream_id, event.error_code)
            elif isinstance(event, h2.events.ConnectionTerminated):
                self.away = event.error_code
                self.last_stream = event.last_stream_id
        self.flush()

    def wait(self, *streams):
        while not self.closed and not all(stream in self.ended for stream in streams):
            self.read()

    def ask(self, fields=(), **more):
        stream = self.request(list(fields), **more)
        self.wait(stream)
        return self.answers.get(stream), self.ended.get(stream)

    def wait_until_away(self):
        while not self.closed:
            self.read()
        return self.away


def expect(what, is_so):
    if not is_so:
        print("not so:", what)
        sys.exit(1)


def status_of(answer):
    return answer and int(answer[":status"])


def plain(client):
    answer, reset = client.ask()
    expect("200", status_of(answer) == 200 and answer["body"] == b"now" and reset is None)
    expect("no field of connections", not {"connection", "transfer-encoding"} & set(answer))
    expect("a date, a length", answer["content-length"] == "3" and "date" in answer)
    answer, _ = client.ask(method="HEAD")
    expect("no content for HEAD", answer["body"] == b"" and answer["content-length"] == "3")
    answer, _ = client.ask(method="DELETE", path="/itens/1")
    expect("204", status_of(answer) == 204 and answer["body"] == b"")
    answer, _ = client.ask(path="/streamed")
    expect("a stream", answer["body"] == b"x" and "content-length" not in answer)
    answer, _ = client.ask(path="/nowhere")
    expect("404", status_of(answer) == 404)
    answer, _ = client.ask([("cookie", "a=b"), ("cookie", "c=d")], path="/cookie")
    expect("cookie crumbs are one field", answer["body"] == b"a=b; c=d")


def many(client):
    for _ in range(20):
        streams = [client.request([], path="/now") for _ in range(100)]
        client.wait(*streams)
        expect("all are answered", all(client.answers[stream]["body"] == b"now" for stream in streams))


def bodies(client):
    body = bytes(range(256)) * 8192
    for length in ([("content-length", str(len(body)))], []):
        answer, _ = client.ask(length, body=body, method="POST", path="/echo")
        expect("the body comes back", answer and answer["body"] == body)
    streams = [client.request([], body=b"%d" % i * 1000, method="POST", path="/echo") for i in range(50)]
    client.wait(*streams)
    for i, stream in enumerate(streams):
        expect("each its own", client.answers[stream]["body"] == b"%d" % i * 1000)
    answer, _ = client.ask(path="/large")
    expect("a large answer", len(answer["body"]) == 32 * 1024 * 1024)


def refusals(client):
    """Each is refused by itself, and the connection goes on."""
    def refused(status, reason, fields=(), **more):
        answer, _ = client.ask(fields, **more)
        expect(f"{status} {reason}, not {answer}",
               status_of(answer) == status and f'"{reason}"'.encode() in answer["body"])

    refused(400, "dot_segment", path="/a/../b")
    refused(400, "forbidden_percent_encoding", path="/a%2fb")
    refused(400, "bad_target_form", method="OPTIONS", path="*")
    refused(400, "bad_host", authority="localhost:99999")
    refused(400, "host_mismatch", [("host", "other")])
    refused(400, "duplicate_field", [("authorization", "a"), ("authorization", "b")])
    refused(501, "method_not_implemented", method="BREW")
    refused(414, "request_line_too_long", path="/" + "a" * 9000)
    refused(431, "too_many_headers", [(f"x-{i}", "y") for i in range(200)])
    refused(431, "headers_too_large", [(f"x-{i}", "y" * 1000) for i in range(40)])
    refused(431, "headers_too_large", [("x", "a" * 4000)] * 12)
    refused(413, "body_too_large", [("content-length", "9999999")], more=True, method="POST", path="/echo")
    for fields in ([("Upper", "case")], [("connection", "close")], [("transfer-encoding", "chunked")],
                   [("te", "gzip")], [("x", "a\r\nb: c")], [("content-length", "1")]):
        answer, reset = client.ask(fields)
        expect(f"{fields} is reset, not {answer}", answer is None and reset is not None)
    for wrong in ({"path": "http://localhost/now"}, {"authority": None}):
        answer, reset = client.ask(**wrong)
        expect(f"{wrong} is reset, not {answer}", answer is None and reset is not None)
    answer, reset = client.ask([("content-length", "2")], body=b"abc", method="POST", path="/echo")
    expect("a wrong length is reset", answer is None and reset is not None)
    answer, _ = client.ask()
    expect("the connection goes on", status_of(answer) == 200)


def too_many_streams(client):
    streams = [client.request([], path="/later") for _ in range(100)]
    client.h2.remote_settings.max_concurrent_streams  # what we were told is what we go beyond now
    client.h2._open_streams = lambda remainder: 0
    one_more = client.request([], path="/now")
    client.wait(one_more)
    expect("refused", client.ended[one_more] == h2.errors.ErrorCodes.REFUSED_STREAM)
    expect("the others wait", not any(stream in client.ended for stream in streams))


def rapid_reset(client):
    for _ in range(300):
        stream = client.request([], path="/later")
        client.h2.reset_stream(stream, h2.errors.ErrorCodes.CANCEL)
        client.flush()
    expect("away", client.wait_until_away() == CALM)


def rapid_reset_in_peace(client):
    """Of answers that are complete, but cannot leave: the window is closed."""
    for _ in range(300):
        stream = client.request([], path="/now")
        while stream not in client.answers and client.away is None and not client.closed:
            client.read()
        if client.away is not None or client.closed:
            break
        client.h2.reset_stream(stream, h2.errors.ErrorCodes.NO_ERROR)
        client.flush()
    expect("away", client.wait_until_away() == CALM)


def header_bomb(client):
    """From the second on, each field is one byte that stands for four thousand (RFC 7541, 6.1)."""
    client.request([("x", "a" * 4000)] * 10_000)
    data = b""
    while more := client.socket.recv(65536):  # Python's h2 takes no reset behind a GOAWAY
        data += more
    expect("away", frame(7, 0, 0, (1).to_bytes(4, "big") + CALM.to_bytes(4, "big")) in data)


def malformed_flood(client):
    for _ in range(300):
        client.request([("connection", "close")], path="/later")
    expect("away", client.wait_until_away() == CALM)


def frame(kind, flags, stream, payload=b""):
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


def ping_flood(client):
    client.raw(frame(6, 0, 0, b"12345678") * 2000)
    expect("away", client.wait_until_away() == CALM)


def settings_flood(client):
    client.raw(frame(4, 0, 0) * 2000)
    expect("away", client.wait_until_away() == CALM)


def empty_data_flood(client):
    stream = client.request([], more=True, method="POST", path="/echo")
    client.raw(frame(0, 0, stream) * 2000)
    expect("away", client.wait_until_away() == CALM)


def continuation_flood(client):
    client.raw(frame(1, 0, 1, bytes.fromhex("828487")))
    for _ in range(1000):
        client.raw(frame(9, 0, 1, b"\x00\x01x\x01y" * 100))
        if client.closed:
            break
    client.wait_until_away()


def no_preface(client):
    client.raw(b"\x00" * 100)
    client.wait_until_away()


def slow_head(client):
    client.ask()  # the settings are exchanged: nothing may come between the parts of a head
    client.raw(frame(1, 0, 3, bytes.fromhex("828487") + b"\x00\x01x\x01y"))
    client.wait_until_away()
    expect(f"away, not {client.away}", client.away == CALM)


def slow_body(client):
    stream = client.request([], more=True, method="POST", path="/echo")
    client.h2.send_data(stream, b"a")
    client.flush()
    client.wait(stream)
    expect("408", status_of(client.answers[stream]) == 408)


def zero_window(client):
    stream = client.request([], path="/large")
    client.wait(stream)
    expect("reset", client.ended[stream] == h2.errors.ErrorCodes.CANCEL)
    answer, _ = client.ask(path="/nowhere", method="HEAD")
    expect("the connection goes on", status_of(answer) == 404)


def end_without_window(client):
    client.h2.increment_flow_control_window = lambda *_: None
    stream = client.request([], path="/stream")
    client.wait(stream)
    expect("all but the end came", client.answers[stream]["body"] == b"12345")
    expect("reset", client.ended.get(stream) == h2.errors.ErrorCodes.CANCEL)


def large_beside_later(client):
    """The second request is made when the test says so."""
    client.request([], path="/later")
    sys.stdin.readline()
    client.wait(client.request([], path="/large"))


def upload(client):
    body = b"u" * 300_000
    answer, _ = client.ask(body=body, method="POST", path="/echo")
    expect("the body comes back", answer and answer["body"] == body)


def upload_after_others_were_cut(client):
    """The others hold the connection's whole window when they are reset, as the test says."""
    streams = [client.request([], more=True, method="POST", path="/echo") for _ in range(4)]
    for stream in streams:
        client.send(stream, b"c" * 256 * 1024)
    sys.stdin.readline()
    for stream in streams:
        client.h2.reset_stream(stream, h2.errors.ErrorCodes.CANCEL)
    client.flush()
    upload(client)


def leave(client):
    client.request([], path="/later")
    client.request([], path="/later")
    client.wait(client.request([], path="/now"))
    client.socket.close()


def cancel(client):
    stream = client.request([], path="/later")
    client.wait(client.request([], path="/now"))
    client.h2.reset_stream(stream, h2.errors.ErrorCodes.CANCEL)
    client.flush()
    client.ask()


def held(client):
    stream = client.request([], path="/later")
    client.wait(stream)


def stream(client):
    answer, _ = client.ask(path="/stream")
    expect("all of it", answer["body"] == b"s" * 1024 * 1024)


def idle(client):
    client.ask()
    expect("a GOAWAY in peace", client.wait_until_away() == h2.errors.ErrorCodes.NO_ERROR)


def begun_after_notice(client):
    """A request that crosses with the notice (RFC 9113, 6.8) is answered. h2 itself sends nothing after it."""
    client.ask()
    while client.away is None and not client.closed:
        client.read()
    expect("a notice that ends nothing yet", client.last_stream == 2**31 - 1)
    head = client.h2.encoder.encode([(":method", "GET"), (":scheme", "https"), (":path", "/now"),
                                     (":authority", "localhost")])
    flags = 0x4 | 0x1  # END_HEADERS, END_STREAM
    client.raw(len(head).to_bytes(3, "big") + bytes([0x1, flags]) + (3).to_bytes(4, "big") + head)
    rest = b""
    while data := client.socket.recv(65536):
        rest += data
    frames = []
    while rest:
        length = int.from_bytes(rest[:3], "big")
        frames.append((rest[3], int.from_bytes(rest[5:9], "big"), rest[9:9 + length]))
        rest = rest[9 + length:]
    expect("an answer", any(kind == 0x0 and stream == 3 and content == b"now" for kind, stream, content in frames))
    kind, _, content = frames[-1]
    expect("the real GOAWAY at last", kind == 0x7 and content == (3).to_bytes(4, "big") + bytes(4))


def run(scenarios, windows):
    scenario, port, authority = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    scenarios[scenario](Client(port, authority, window=windows.get(scenario)))


def main():
    run(globals(), {"zero_window": 0, "rapid_reset_in_peace": 0, "large_beside_later": 0, "end_without_window": 5})


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""http2uploads.py SCENARIO PORT CA_FILE: a client of tst_http2uploads. As http2client.py."""

import sys

import h2.errors

from http2client import expect, run, status_of

UPLOAD = b"".join(b"%d " % i for i in range(200_000))[:2**20]
EXPECT = [("expect", "100-continue"), ("content-length", str(len(UPLOAD)))]


def begin_upload(client, fields=()):
    return client.request(list(fields), more=True, method="POST", path="/upload")


def end_upload(client, stream, body):
    client.send(stream, body)
    client.h2.end_stream(stream)
    client.flush()


def upload_passed(client):
    for length in ([("content-length", str(len(UPLOAD)))], []):
        answer, _ = client.ask(length, body=UPLOAD, method="POST", path="/upload")
        expect(f"done, not {answer}", answer and answer["body"] == b"done")
    answer, _ = client.ask()
    expect("the connection goes on", status_of(answer) == 200)


def uploads_stuck(client):
    """Together they have more than the connection's window, and nobody takes them until another is answered."""
    part = 256 * 1024
    streams = [begin_upload(client) for _ in range(6)]
    for stream in streams:
        client.send(stream, UPLOAD[:part])
    answer, _ = client.ask()
    expect("another is answered", status_of(answer) == 200)
    for stream in streams:
        end_upload(client, stream, UPLOAD[part:])
    client.wait(*streams)
    expect("all are done", all(client.answers[stream]["body"] == b"done" for stream in streams))


def upload_pressed(client):
    """Sends what the window has room for, nobody takes it, and again when the gate has memory to spare."""
    stream = begin_upload(client)
    sent = 0

    def send_what_fits():
        nonlocal sent
        client.ask()  # what the gate gave back before has come
        while room := client.h2.local_flow_control_window(stream):
            part = UPLOAD[sent:sent + room]
            client.send(stream, part)
            sent += len(part)
            client.ask()

    send_what_fits()
    print("no more fits", flush=True)
    sys.stdin.readline()
    send_what_fits()


def upload_refused(client):
    stream = begin_upload(client, EXPECT)
    client.wait(stream)
    expect("403", status_of(client.answers[stream]) == 403)
    expect("no leave to send the body", not client.greeted)
    answer, _ = client.ask()
    expect("the connection goes on", status_of(answer) == 200)


def upload_greeted(client):
    stream = begin_upload(client, EXPECT)
    while stream not in client.greeted and not client.closed:
        client.read()
    end_upload(client, stream, UPLOAD)
    client.wait(stream)
    expect("done", client.answers[stream]["body"] == b"done")


def upload_answered_early(client):
    stream = begin_upload(client)
    client.send(stream, UPLOAD[:100_000])
    client.wait(stream)
    expect("done", client.answers[stream]["body"] == b"done")
    answer, _ = client.ask()
    expect("the connection goes on", status_of(answer) == 200)


def upload_echoed(client):
    answer, _ = client.ask(body=UPLOAD, method="POST", path="/upload")
    expect("all of it comes back", answer and answer["body"] == UPLOAD)


def upload_malformed(client):
    stream = begin_upload(client)
    client.send(stream, UPLOAD[:100_000])
    client.ask()  # it has been let through
    client.h2.send_headers(stream, [("authorization", "x")], end_stream=True)
    client.flush()
    client.wait(stream)
    expect("400", b"forbidden_trailer" in client.answers[stream]["body"])


def upload_stalled(client):
    stream = begin_upload(client)
    client.send(stream, UPLOAD[:100_000])
    client.wait(stream)
    expect("408", status_of(client.answers[stream]) == 408)


def uploads_held(client):
    """The second begins when the test says so."""
    first = begin_upload(client)
    client.send(first, UPLOAD[:100_000])
    client.ask()
    sys.stdin.readline()
    client.send(begin_upload(client), UPLOAD[:100_000])
    client.wait(first)
    expect("503", status_of(client.answers[first]) == 503)


def upload_cancelled(client):
    stream = begin_upload(client)
    client.send(stream, UPLOAD[:100_000])
    client.ask()
    client.h2.reset_stream(stream, h2.errors.ErrorCodes.CANCEL)
    client.flush()
    client.ask()


def upload_left(client):
    client.send(begin_upload(client), UPLOAD[:100_000])
    client.ask()
    client.socket.close()


if __name__ == "__main__":
    run(globals(), {})

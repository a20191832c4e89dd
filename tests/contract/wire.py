# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the exchanges out of the bytes of a connection, as tests/support/recording.h leaves them.

Only requests that are plain HTTP/1.1 with a method and a path of the kind that we serve are exchanges. The first request
that is not ends the reading of its connection: tests send garbage on purpose, and what comes after it means nothing.
"""

import json
import os
import re
from dataclasses import dataclass

REQUEST_LINE = re.compile(rb"(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (/[!-~]*) HTTP/1\.1")
STATUS_LINE = re.compile(rb"HTTP/1\.1 ([1-5][0-9][0-9]) [ -~]*")
FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\x00-\x08\x0a-\x1f\x7f]*?)[ \t]*")


@dataclass
class Message:
    start: tuple  # method and target, or the status
    fields: dict  # name in lower case → list of values
    body: bytes = b""
    whole: bool = True

    def field(self, name):
        """All values as one, or None."""
        values = self.fields.get(name.lower())
        return None if values is None else ", ".join(values)


@dataclass
class Exchange:
    daemon: str
    request: Message
    response: Message

    def __str__(self):
        return f"{self.request.start[0]} {self.request.start[1]} -> {self.response.start[0]} ({self.daemon})"


def head_of(data, line):
    """The start line's match, the fields and the length of the head; None unless it is whole and well formed."""
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return None
    first, *rest = data[:end].split(b"\r\n")
    start = line.fullmatch(first)
    if not start:
        return None
    fields = {}
    for text in rest:
        field = FIELD.fullmatch(text)
        if not field:
            return None
        fields.setdefault(field.group(1).decode().lower(), []).append(field.group(2).decode("latin-1"))
    return start, fields, end + 4


def dechunked(data):
    """(body, whole, length) of a chunked body; whatever has come so far if it is not whole."""
    body, at = b"", 0
    while True:
        end = data.find(b"\r\n", at)
        size = data[at:end].split(b";")[0] if end >= 0 else b""
        if not re.fullmatch(rb"[0-9A-Fa-f]+", size):
            return body, False, len(data)
        length = int(size, 16)
        at = end + 2
        if length == 0:  # no trailers: ours have none
            whole = data[at:at + 2] == b"\r\n"
            return body, whole, at + 2 if whole else len(data)
        body += data[at:at + length]
        if data[at + length:at + length + 2] != b"\r\n":
            return body, False, len(data)
        at += length + 2


def read_request(data):
    """(message, length), or None where no exchange of ours begins."""
    head = head_of(data, REQUEST_LINE)
    if head is None:
        return None
    start, fields, length = head
    lengths = fields.get("content-length", ["0"])
    if len(fields.get("host", [])) != 1 or len(lengths) != 1 or not re.fullmatch(r"[0-9]{1,9}", lengths[0]):
        return None
    if "transfer-encoding" in fields:
        if fields["transfer-encoding"] != ["chunked"] or "content-length" in fields:
            return None
        body, whole, taken = dechunked(data[length:])
    else:
        taken = int(lengths[0])
        body = data[length:length + taken]
        whole = len(body) == taken
    if not whole:
        return None
    return Message((start.group(1).decode(), start.group(2).decode()), fields, body), length + taken


def read_response(data, method):
    """(message, length), or None if no head is there. Interim answers (1xx) are passed over."""
    skipped = 0
    while True:
        head = head_of(data[skipped:], STATUS_LINE)
        if head is None:
            return None
        start, fields, length = head
        status = int(start.group(1))
        length += skipped
        if status >= 200:
            break
        skipped = length
    if method == "HEAD" or status in (204, 304):
        body, whole, taken = b"", True, 0
    elif "transfer-encoding" in fields:
        body, whole, taken = dechunked(data[length:])
    else:
        taken = int(fields.get("content-length", ["-1"])[0])
        body = data[length:] if taken < 0 else data[length:length + taken]
        whole = len(body) == taken
    return Message((status,), fields, body, whole), length + max(taken, 0)


def exchanges_of(daemon, sent, received):
    """The exchanges of one connection in order. Only the last one's answer may not be whole."""
    found = []
    while sent:
        request = read_request(sent)
        if request is None:
            break
        response = read_response(received, request[0].start[0])
        if response is None:
            break
        found.append(Exchange(daemon, request[0], response[0]))
        if not response[0].whole:
            break
        sent, received = sent[request[1]:], received[response[1]:]
    return found


def recorded(folder):
    """(exchanges, number of connections) of all files in the folder."""
    exchanges, connections = [], 0
    for name in sorted(os.listdir(folder) if os.path.isdir(folder) else []):
        daemons = {}  # port → role, as of this line
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            for text in file:
                line = json.loads(text)
                if "daemon" in line:
                    daemons[line["port"]] = line["daemon"]
                elif daemons.get(line["port"]):
                    connections += 1
                    exchanges += exchanges_of(daemons[line["port"]], line["sent"].encode("latin-1"),
                                              line["received"].encode("latin-1"))
    return exchanges, connections

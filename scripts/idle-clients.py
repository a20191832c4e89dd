#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens many connections to an HTTP server, uses each once, and holds them idle until standard input ends.

usage: idle-clients.py HOST PORT COUNT PATH

Prints "ready" when all are open, and at the end how many the server has closed meanwhile.
"""
import select
import socket
import sys


def open_one(host, port, request):
    connection = socket.create_connection((host, port), timeout=10)
    connection.sendall(request)
    answer = connection.recv(65536)
    if not answer.startswith(b"HTTP/1.1 2"):
        sys.exit(f"unexpected answer: {answer[:80]!r}")
    return connection


def main():
    host, port, count, path = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
    connections = [open_one(host, port, request) for _ in range(count)]
    print("ready", flush=True)
    sys.stdin.read()
    poll = select.poll()
    for connection in connections:
        poll.register(connection, select.POLLIN | select.POLLRDHUP)
    print(f"closed by the server: {len(poll.poll(0))} of {count}")


if __name__ == "__main__":
    main()

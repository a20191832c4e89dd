#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens many connections to an HTTP server, uses each once, and holds them idle until standard input ends.

usage: idle-clients.py HOST PORT COUNT PATH [CA_FILE]

With CA_FILE by TLS.

Prints "ready" when all are open, and at the end how many the server has closed meanwhile.
"""
import select
import socket
import ssl
import sys


def open_one(host, port, request, tls):
    connection = socket.create_connection((host, port), timeout=10)
    if tls:
        connection = tls.wrap_socket(connection, server_hostname=host)
    connection.sendall(request)
    answer = connection.recv(65536)
    if not answer.startswith(b"HTTP/1.1 2"):
        sys.exit(f"unexpected answer: {answer[:80]!r}")
    return connection


def main():
    host, port, count, path = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
    tls = ssl.create_default_context(cafile=sys.argv[5]) if len(sys.argv) > 5 else None
    connections = [open_one(host, port, request, tls) for _ in range(count)]
    print("ready", flush=True)
    sys.stdin.read()
    poll = select.poll()
    for connection in connections:
        poll.register(connection, select.POLLIN | select.POLLRDHUP)
    print(f"closed by the server: {len(poll.poll(0))} of {count}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""scripts/bench-balance.py BALANCER_BINARY SECONDS

A balancer before two servers of which one is killed, stopped, weighs more or is slow; scripts/bench calls it for its part
`balance`. Servers that must be quick are nginx; those that take a while to answer are this file's own. Exits with 1 if a
request failed that should not, or a share or a time is beyond its goal.
"""

import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

BINARY, SECONDS = sys.argv[1], int(sys.argv[2])  # or "--serve", a port, and milliseconds
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
POLICIES = ("round_robin", "least_request", "power_of_two", "peak_ewma")
beyond = []  # goals that were missed


def free_ports(count):
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


async def serve(port, milliseconds):
    async def client(reader, writer):
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                if not head.startswith(b"GET /saude"):
                    await asyncio.sleep(milliseconds / 1000)
                writer.write(ANSWER)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(client, "127.0.0.1", port, backlog=4096)
    await server.serve_forever()


class Stand:
    """Two servers and a balancer before them, in a folder of its own. Each server is one process."""

    def __init__(self, delays=None, weights=(1, 1), **settings):
        self._settings, self._weights, self._delays = settings, weights, delays
        self._stack = contextlib.ExitStack()

    def __enter__(self):
        self._folder = self._stack.enter_context(tempfile.TemporaryDirectory())
        *self.ports, self.port = free_ports(3)
        self.servers = [self._server(index, port) for index, port in enumerate(self.ports)]
        file = os.path.join(self._folder, "clusters.json")
        with open(file, "w", encoding="utf-8") as out:
            servers = [{"url": f"http://127.0.0.1:{port}", "weight": weight} for port, weight in zip(self.ports, self._weights)]
            json.dump({"clusters": [{"name": "padrao", "servers": servers}]}, out)
        environment = dict(os.environ, PORT=str(self.port), METRICS_PORT="off", ACCESS_LOG="false", LOG_LEVEL="error",
                           CLUSTERS_FILE=file, **self._settings)
        self._start([BINARY], environment)
        self.wait_until_up()
        return self

    def __exit__(self, *_):
        self._stack.close()

    def wait_until_up(self):
        for _ in range(1000):
            with contextlib.suppress(OSError):
                if self.states() == ["up", "up"]:
                    return
            time.sleep(0.05)
        self._stack.close()
        sys.exit("the balancer does not see its servers")

    def _start(self, command, environment=None):
        process = subprocess.Popen(command, env=environment, cwd=self._folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        def end():
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGCONT)
                process.terminate()
            process.wait()

        self._stack.callback(end)
        return process

    def _server(self, index, port):
        if self._delays:
            return self._start([sys.executable, os.path.abspath(__file__), "--serve", str(port), str(self._delays[index])])
        folder = os.path.join(self._folder, f"nginx-{index}")
        os.mkdir(folder)
        with open(os.path.join(folder, "nginx.conf"), "w", encoding="utf-8") as out:
            paths = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
            out.write(f"""daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{ access_log off; keepalive_requests 100000000; {paths}
    server {{ listen 127.0.0.1:{port} backlog=4096; location / {{ return 200 '{{}}'; }} }} }}""")
        return self._start(["nginx", "-e", f"{folder}/error.log", "-p", folder, "-c", f"{folder}/nginx.conf"])

    def backends(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/admin/backends", timeout=5) as reply:
            return json.load(reply)["backends"]

    def states(self):
        return [backend["state"] for backend in self.backends()]

    def load(self, seconds=SECONDS):
        return subprocess.Popen(["wrk", "-t1", "-c32", f"-d{seconds}s", "--timeout", "20s", "--latency",
                                 f"http://127.0.0.1:{self.port}/itens/1"], stdout=subprocess.PIPE, text=True)

    def share(self):
        """The first server's, in percent."""
        counts = [backend["requests_total"] for backend in self.backends()]
        return 100 * counts[0] / sum(counts)


class Run:
    """What wrk says at its end."""

    def __init__(self, process):
        text = process.communicate()[0]
        self.requests = int(re.search(r"(\d+) requests in", text).group(1))
        failed = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
        broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
        self.failed = (int(failed.group(1)) if failed else 0) + (sum(map(int, broken.groups())) if broken else 0)
        self.p50, self.p99 = (milliseconds(re.search(rf"{share}%\s+([\d.]+)(us|ms|s|m)\b", text)) for share in (50, 99))


def milliseconds(match):
    return float(match.group(1)) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60000}[match.group(2)]


def goal(met, what):
    if not met:
        beyond.append(what)


def killed():
    with Stand() as stand:
        load = stand.load()
        time.sleep(SECONDS / 3)
        stand.servers[0].kill()
        run = Run(load)
    goal(run.failed == 0, f"{run.failed} requests failed when a server was killed")
    return [f"| killed (`kill -9`) | {run.requests} | {run.failed} | – | – | {run.p99:.1f}, all | – |"]


def stopped():
    with Stand() as stand:
        before = Run(stand.load())
        load = stand.load(SECONDS + 3)
        time.sleep(1)
        stand.servers[0].send_signal(signal.SIGSTOP)
        begun = time.monotonic()
        while stand.states()[0] == "up" and time.monotonic() < begun + 20:
            time.sleep(0.02)
        found = time.monotonic() - begun
        meanwhile = Run(load)
        after = Run(stand.load())
        stand.servers[0].send_signal(signal.SIGCONT)
        stand.wait_until_up()
        again = Run(stand.load())
    usual = max(before.p99, again.p99)  # of a machine that is not always as quick
    goal(found < 3, f"a stopped server was found after {found:.1f} s")
    goal(meanwhile.failed + after.failed == 0, f"{meanwhile.failed} and {after.failed} requests failed when a server was stopped")
    goal(after.p99 < 2 * usual, f"p99 was {usual:.1f} ms with both servers, {after.p99:.1f} ms once the stopped one was found")
    return [f"| stopped (`kill -STOP`) | {meanwhile.requests} | {meanwhile.failed} | {found:.1f} s | {before.p99:.1f} | {after.p99:.1f} | {again.p99:.1f} |"]


def weights():
    for policy in POLICIES[:3]:
        with Stand(weights=(3, 1), POLICY=policy) as stand:
            run = Run(stand.load())
            share = stand.share()
        if policy == "round_robin":
            goal(abs(share - 75) <= 2, f"weights 3:1 gave {share:.1f} %")
        yield f"| `{policy}` | {share:.1f} % | {run.requests} | {run.p50:.1f} | {run.p99:.1f} |"


def slow():
    for policy in POLICIES:
        with Stand(delays=(105, 5), POLICY=policy) as stand:
            run = Run(stand.load())
            share = stand.share()
        if policy == "peak_ewma":
            goal(share < 20, f"the slow server got {share:.1f} % with peak_ewma")
        yield f"| `{policy}` | {share:.1f} % | {run.requests} | {run.p50:.1f} | {run.p99:.1f} |"


def table(title, head, rows):
    print(f"\n{title}\n\n{head}\n|{'---|' * (head.count('|') - 1)}", flush=True)
    for row in rows:
        print(row, flush=True)


def main():
    table("One of two servers, under GETs on 32 connections:",
          "| | requests | failed | out after | p99 ms before | without it | when it is back |", (row for part in (killed, stopped) for row in part()))
    table("Weights 3:1:", "| policy | share of the heavier | requests | p50 ms | p99 ms |", weights())
    table("One server takes 105 ms, the other 5 ms:", "| policy | share of the slower | requests | p50 ms | p99 ms |", slow())
    for what in beyond:
        print(f"bench-balance.py: {what}", file=sys.stderr)
    sys.exit(1 if beyond else 0)


if __name__ == "__main__":
    if sys.argv[1] == "--serve":
        asyncio.run(serve(int(sys.argv[2]), float(sys.argv[3])))
    else:
        main()

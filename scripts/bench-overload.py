#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""scripts/bench-overload.py BALANCER_BINARY SECONDS

A balancer before a server of fixed capacity, at 60 % of what that can do and at 200 %; scripts/bench calls it for its
part `overload`. The server works on eight requests at a time, each for 20 ms; whatever else it has waits in it. Requests
are offered at a steady rate, whether the last ones are answered or not.
"""

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time

BINARY, SECONDS = sys.argv[1], int(sys.argv[2])  # or "--serve" and a port
WORKERS, SERVICE = 8, 0.020
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
WAYS = {
    "no limit": {"MAX_IN_FLIGHT_PER_BACKEND": "65536", "MAX_UPSTREAM_IN_FLIGHT": "65536"},
    "limit 12, queue of 256 for 1 s": {"MAX_IN_FLIGHT_PER_BACKEND": "12"},
    "limit found by itself, queue of 256 for 1 s": {"ADAPTIVE_CONCURRENCY": "true"},
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# --- the server


async def serve(port):
    workers = asyncio.Semaphore(WORKERS)

    async def client(reader, writer):
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                if not head.startswith(b"GET /saude"):
                    async with workers:
                        await asyncio.sleep(SERVICE)
                writer.write(ANSWER)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(client, "127.0.0.1", port, backlog=4096)
    await server.serve_forever()


# --- the load


class Load:
    def __init__(self, port):
        self.port = port
        self.idle = []
        self.waits = {}  # by status: milliseconds of each answer

    async def ask(self):
        begun = time.monotonic()
        try:
            reader, writer = self.idle.pop() if self.idle else await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(b"GET /itens/1 HTTP/1.1\r\nHost: x\r\n\r\n")
            head = await reader.readuntil(b"\r\n\r\n")
            length = head.lower().split(b"content-length:")[1].split(b"\r\n")[0]
            await reader.readexactly(int(length))
            status = head[9:12].decode()
            self.idle.append((reader, writer))
        except (OSError, asyncio.IncompleteReadError) as error:
            status = type(error).__name__
        self.waits.setdefault(status, []).append((time.monotonic() - begun) * 1000)

    async def offer(self, rate, seconds):
        tasks = []
        begun = time.monotonic()
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, begun + number / rate - time.monotonic()))
            tasks.append(asyncio.create_task(self.ask()))
        return tasks

    async def closed(self, clients, seconds):
        """Each client asks again as soon as it is answered: what the server can do."""
        until = time.monotonic() + seconds

        async def client():
            while time.monotonic() < until:
                await self.ask()

        await asyncio.gather(*[client() for _ in range(clients)])


async def peak(port):
    load = Load(port)
    await load.closed(2 * WORKERS, 4)
    return len(load.waits["200"]) / 4


async def measure(port, rate):
    """Answers with 200 a second, and the waits by status, of a time in which the load is steady."""
    load = Load(port)
    warm = await load.offer(rate, 3)
    load.waits = {}
    begun = time.monotonic()
    tasks = await load.offer(rate, SECONDS)
    goodput = len(load.waits.get("200", [])) / (time.monotonic() - begun)
    for task in warm + tasks:
        task.cancel()
    await asyncio.gather(*warm, *tasks, return_exceptions=True)
    return goodput, load.waits


def quantile(values, share):
    return f"{statistics.quantiles(values, n=1000, method='inclusive')[int(share * 1000) - 1]:.1f}" if len(values) > 1 else "–"


async def wait_until_up(port):
    for _ in range(200):
        load = Load(port)
        await load.ask()
        if "200" in load.waits:
            return
        await asyncio.sleep(0.05)
    sys.exit("the balancer does not answer")


def row(name, offered, capacity, goodput, waits):
    good, refused = waits.get("200", []), waits.get("503", [])
    others = sum(len(times) for status, times in waits.items() if status not in ("200", "503"))
    print(f"| {name} | {offered:.0f}/s | {goodput:.0f}/s | {100 * goodput / capacity:.0f} % | {quantile(good, 0.5)} | "
          f"{quantile(good, 0.99)} | {len(refused)} | {quantile(refused, 0.5)} | {quantile(refused, 0.99)} | {others} |", flush=True)


async def main():
    upstream = free_port()
    server = subprocess.Popen([sys.executable, __file__, "--serve", str(upstream)])
    try:
        await wait_until_up(upstream)
        capacity = await peak(upstream)
        print(f"The server alone: {capacity:.0f} requests/s.\n")
        print("| | offered | answered | of the capacity | p50 ms | p99 ms | refused | p50 ms | p99 ms | else |")
        print("|---|---|---|---|---|---|---|---|---|---|", flush=True)
        for name, settings in WAYS.items():
            port = free_port()
            with tempfile.TemporaryDirectory() as folder:
                environment = dict(os.environ, PORT=str(port), METRICS_PORT="off", ACCESS_LOG="false", LOG_LEVEL="error",
                                   SERVIDORES=f"http://127.0.0.1:{upstream}", **settings)
                balancer = subprocess.Popen([BINARY], env=environment, cwd=folder, stdout=subprocess.DEVNULL)
                try:
                    await wait_until_up(port)
                    for share in (0.6, 2):
                        goodput, waits = await measure(port, share * capacity)
                        row(name, share * capacity, capacity, goodput, waits)
                finally:
                    balancer.terminate()
                    balancer.wait()
    finally:
        server.terminate()


if __name__ == "__main__":
    if sys.argv[1] == "--serve":
        asyncio.run(serve(int(sys.argv[2])))
    else:
        asyncio.run(main())

# SPDX-License-Identifier: GPL-3.0-or-later
"""Each fault through a proxy: requests to the faulty server alone, beside a good one, and many at once."""

import concurrent.futures
import itertools
from dataclasses import dataclass, field

from client import Client
from faults import FAULTS
from servers import Server

SLOW = {"hung", "late", "trickle", "garbage-hung", "endless", "chunk-stuck"}
_numbers = itertools.count(1)


@dataclass
class Result:
    """What clients got, each kind of answer once, the most frequent one first."""

    alone: list = field(default_factory=list)
    post: list = field(default_factory=list)
    beside: list = field(default_factory=list)
    storm: list = field(default_factory=list)
    executed: int = 0  # how often a POST reached a server at most
    retried: bool = False  # did any request reach servers more than once?
    verdict: str = ""


class Bench:
    """The servers, one per fault, and a good one."""

    def __init__(self, names=None):
        self.faults = [fault for fault in FAULTS if not names or fault.name in names]
        self.good = Server()
        self.bad = {fault.name: Server(fault) for fault in self.faults}

    def arm(self):
        for server in self.bad.values():
            server.armed = True

    def disarm(self):
        for server in self.bad.values():
            server.armed = False

    def close(self):
        for server in (self.good, *self.bad.values()):
            server.close()

    def run(self, proxy):
        """Results by the fault's name."""
        self.arm()
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            results = pool.map(lambda fault: self._one(proxy, fault), self.faults)
            found = {fault.name: result for fault, result in zip(self.faults, results)}
        self.disarm()
        return found

    def _one(self, proxy, fault):
        bad, result = self.bad[fault.name], Result()
        body = b"x" * (2 << 20) if fault.early else b""
        ask = lambda way, clients, each: _ask(proxy.port, fault.method, f"/{fault.name}-{way}".encode(), clients, each, body)
        result.alone, _ = ask("alone", 1, 3)
        result.post, numbers = _ask(proxy.port, b"POST", f"/{fault.name}-alone".encode(), 1, 2, b"{}")
        result.executed = max(bad.seen[number] for number in numbers)
        met = bad.met
        result.beside, numbers = ask("beside", 4, 5)
        # What it resets unread it does not count, but who is served all the same was tried elsewhere.
        unread = bad.met > met and {answer.status for answer in result.beside} == {200}
        result.retried = unread or any(bad.seen[number] + self.good.seen[number] > 1 for number in numbers)
        result.verdict = proxy.verdict(f"{fault.name}-beside", bad)
        result.storm, _ = ask("storm", 8, 3 if fault.name in SLOW else 20)
        return result


def _ask(port, method, path, clients, each, body):
    """(the answers, the numbers of the requests) of so many clients with so many requests each, one after the other."""
    numbers = [[next(_numbers) for _ in range(each)] for _ in range(clients)]

    def work(mine):
        client = Client(port)
        answers = []
        for index, number in enumerate(mine):
            # A GET after each HEAD shows whether the connection behind the proxy is still in step.
            verb = b"GET" if method == b"HEAD" and index % 2 else method
            answers.append(client.ask(verb, path, number, body))
        client.close()
        return answers

    with concurrent.futures.ThreadPoolExecutor(clients) as pool:
        answers = [answer for some in pool.map(work, numbers) for answer in some]
    kinds = sorted(set(answers), key=lambda kind: (-answers.count(kind), str(kind)))
    return kinds, [number for some in numbers for number in some]

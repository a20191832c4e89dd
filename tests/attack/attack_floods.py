# SPDX-License-Identifier: GPL-3.0-or-later
"""One client takes all that it can get; another one must not notice.

The attacker and the victim have addresses of their own in the loopback network, and the gateway's limits hold for them.
What is asked for is answers, not speed: how long the victim waited is printed, to be read.
"""

import contextlib
import socket
import statistics
import threading
import time

import stand

ATTACKER, VICTIM = "127.0.0.66", "127.0.0.2"
VICTIMS_REQUESTS = 300


def quantile(times, share):
    return statistics.quantiles(times, n=1000)[int(share * 1000) - 1] * 1000


class Floods(stand.Attack):
    settings = {"RATE_LOOPBACK": "true", "HEADER_DEADLINE": "3s", "BODY_PROGRESS_DEADLINE": "3s", "WRITE_STALL_DEADLINE": "3s"}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.victims = cls.gateway.add_user("vitima", "leitor")

    def open_many(self, count, data=b""):
        """Connections of the attacker on which that much was sent."""
        peers = []
        for _ in range(count):
            peer = stand.connect(self.gateway, ATTACKER)
            with contextlib.suppress(OSError):
                peer.sendall(data)
            peers.append(peer)
        return peers

    def victim_is_served(self, name, target=b"/itens"):
        times = []
        data = b"GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n" % (target, self.victims)
        with stand.connect(self.gateway, VICTIM) as peer:
            for _ in range(VICTIMS_REQUESTS):
                begun = time.monotonic()
                peer.sendall(data)
                answer = b""
                while b"\r\n\r\n" not in answer:
                    more = peer.recv(65536)
                    self.assertTrue(more, f"{name}: closed after {answer!r}")
                    answer += more
                times.append(time.monotonic() - begun)
                self.assertTrue(answer.startswith(b"HTTP/1.1 200 "), f"{name}: {answer!r}")
        print(f"{name}: the victim waited p50 {quantile(times, 0.5):.1f} ms, p99 {quantile(times, 0.99):.1f} ms", flush=True)

    def close_all(self, peers):
        for peer in peers:
            peer.close()

    def test_quiet(self):
        self.victim_is_served("nobody else")

    def test_a_thousand_connections_that_ask_and_ask(self):
        stop = threading.Event()
        data = b"GET /itens HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n" % self.valid
        peers = self.open_many(1000)
        statuses = {200: 0, 429: 0}

        def ask(mine):
            while not stop.is_set():
                with contextlib.suppress(OSError):
                    for peer in mine:
                        peer.sendall(data)
                    for peer in mine:
                        statuses[int(peer.recv(65536)[9:12])] += 1

        threads = [threading.Thread(target=ask, args=(peers[at::8],)) for at in range(8)]
        for thread in threads:
            thread.start()
        try:
            self.victim_is_served("1000 connections that ask and ask", b"/itens?victim")
        finally:
            stop.set()
            for thread in threads:
                thread.join()
            self.close_all(peers)
        print(f"the attacker got {statuses}", flush=True)
        self.assertGreater(statuses[200], 0)

    def test_a_thousand_requests_that_the_servers_do_not_answer(self):
        self.upstream.hold(lambda seen: b"slow" in seen.line)
        data = b"GET /itens?slow HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n" % self.valid
        peers = self.open_many(1000, data)
        stand.until(lambda: len(self.upstream.seen) >= 128)
        self.victim_is_served("1000 requests that hang")
        self.assertLessEqual(len([seen for seen in self.upstream.seen if b"slow" in seen.line]), 128)  # IN_FLIGHT_PER_USER
        self.upstream.release()
        self.close_all(peers)

    def test_heads_that_never_end(self):
        peers = self.open_many(2000, b"GET /itens HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        self.victim_is_served("2000 heads that never end")
        for peer in peers[::100]:
            peer.settimeout(stand.PATIENCE)
            self.assertTrue(peer.recv(4096).startswith(b"HTTP/1.1 408 "))
        self.close_all(peers)

    def test_bodies_that_never_come(self):
        head = b"POST /itens HTTP/1.1\r\nHost: x\r\nContent-Length: 8388608\r\nAuthorization: Bearer %s\r\n\r\n" % self.valid
        before = self.gateway.resident_bytes()
        peers = self.open_many(200, head + b"x" * 60_000)
        self.victim_is_served("200 bodies that never come")
        grown = self.gateway.resident_bytes() - before
        self.assertLess(grown, 64 << 20, f"grown by {grown >> 20} MiB")
        for peer in peers[::50]:
            peer.settimeout(stand.PATIENCE)
            self.assertTrue(peer.recv(4096).startswith(b"HTTP/1.1 408 "))
        self.close_all(peers)

    def test_answers_that_nobody_takes(self):
        before = self.gateway.resident_bytes()
        peers = []
        for _ in range(300):
            plain = socket.socket()
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            plain.bind((ATTACKER, 0))
            plain.connect(("127.0.0.1", self.gateway.port))
            peers.append(plain)
            plain.setblocking(False)
            with contextlib.suppress(OSError):
                plain.send(b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n" * 50)
        self.victim_is_served("300 clients that ask for much and read nothing")
        grown = self.gateway.resident_bytes() - before
        self.assertLess(grown, 300 << 20, f"grown by {grown >> 20} MiB")
        held = self.gateway.unsent_in_kernel()
        self.assertLess(max(held), 512 << 10, f"the kernel holds {max(held) >> 10} KiB for one client")
        self.close_all(peers)

    def test_connections_that_say_nothing(self):
        peers = self.open_many(4000)
        self.victim_is_served("4000 connections that say nothing")
        self.close_all(peers)

    def test_clients_that_leave_at_once(self):
        data = b"GET /itens HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n" % self.valid
        descriptors = self.gateway.descriptors()
        for _ in range(2000):
            peer = stand.connect(self.gateway, ATTACKER)
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")  # reset
            peer.sendall(data)
            peer.close()
        self.victim_is_served("2000 clients that left")
        stand.until(lambda: self.gateway.descriptors() <= descriptors + 20)

    def test_as_many_fields_as_fit(self):
        fields = b"".join(b"X-%d: %s\r\n" % (number, b"y" * 200) for number in range(95))
        data = (b"GET /itens HTTP/1.1\r\nHost: x\r\n" + fields + b"\r\n") * 20
        peers = self.open_many(100, data)
        self.victim_is_served("100 clients with large heads")
        self.close_all(peers)


if __name__ == "__main__":
    stand.main()

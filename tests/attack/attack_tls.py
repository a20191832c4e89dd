# SPDX-License-Identifier: GPL-3.0-or-later
"""TLS that is old, broken, slow, or none."""

import contextlib
import os
import socket
import ssl
import subprocess
import tempfile
import time

import stand

OLD = ["-tls1", "-tls1_1"]
WEAK = ["AES128-SHA", "AES256-GCM-SHA384", "ECDHE-RSA-AES128-SHA", "DHE-RSA-AES128-GCM-SHA256", "NULL-SHA256", "aNULL", "eNULL", "RC4-SHA", "DES-CBC3-SHA", "CAMELLIA128-SHA"]


def certificate(folder):
    key, pem = os.path.join(folder, "key.pem"), os.path.join(folder, "server.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", key, "-out", pem],
                   check=True, capture_output=True)
    os.chmod(key, 0o600)
    return {"TLS_CERTIFICATE": pem, "TLS_KEY": key}


class Tls(stand.Attack):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.settings = dict(certificate(cls.folder.name), TLS_HANDSHAKE_DEADLINE="2s", RATE_LOOPBACK="true")
        super().setUpClass()

    def s_client(self, *options, text=b""):
        run = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{self.gateway.port}", *options], input=text, capture_output=True, timeout=20, check=False)
        return run.stdout + run.stderr

    def plain(self):
        peer = socket.create_connection(("127.0.0.1", self.gateway.port), timeout=stand.PATIENCE)
        return peer

    def test_old_versions_are_refused(self):
        for option in OLD:
            output = self.s_client(option, "-cipher", "ALL:@SECLEVEL=0")
            self.assertIn(b"Cipher is (NONE)", output, option)

    def test_weak_suites_are_refused(self):
        for suite in WEAK:
            output = self.s_client("-tls1_2", "-cipher", suite + ":@SECLEVEL=0")
            self.assertNotIn(b"Cipher is " + suite.encode(), output)
            self.assertTrue(b"Cipher is (NONE)" in output or b"no cipher match" in output, output)
        self.assertIn(b"Cipher is ECDHE-RSA-", self.s_client("-tls1_2"))
        self.assertIn(b"New, TLSv1.3", self.s_client("-tls1_3"))

    def test_nothing_is_renegotiated(self):
        output = self.s_client("-tls1_2", text=b"R\n")
        self.assertIn(b"RENEGOTIATING", output)
        self.assertIn(b"no renegotiation", output)

    def test_what_is_no_tls_is_no_connection(self):
        for data in (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"\x16\x03\x01\xff\xff" + b"x" * 70_000, b"\x16\x03\x01\x00\x05hello", b"\x80\x2e\x01\x00\x02", b"\x00" * 1000,
                     b"\x15\x03\x03\x00\x02\x02\x28", b"\x17\x03\x03\x40\x00" + b"y" * 16384, os.urandom(5000), b"SSH-2.0-x\r\n"):
            with self.plain() as peer:
                with contextlib.suppress(OSError):
                    peer.sendall(data)
                answer = stand.read_all(peer, stand.PATIENCE)
            self.assertNotIn(b" 200 ", answer)
        self.assertEqual(self.upstream.seen, [])

    def test_handshakes_that_stop_leave_room_and_end(self):
        descriptors = self.gateway.descriptors()
        before = self.gateway.resident_bytes()
        peers = [self.plain() for _ in range(1500)]
        for peer in peers[::2]:
            peer.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")  # the beginning of a client's first message
        begun = time.monotonic()
        status, _, _ = stand.request(self.gateway, b"GET", b"/itens", token=self.valid)
        self.assertEqual(status, 200)
        print(f"1500 handshakes that stop: another client waited {(time.monotonic() - begun) * 1000:.0f} ms; "
              f"{(self.gateway.resident_bytes() - before) / 1500 / 1024:.1f} KiB each", flush=True)
        stand.until(lambda: self.gateway.descriptors() <= descriptors + 10)
        for peer in peers:
            peer.close()

    def test_a_first_message_that_claims_much_is_not_waited_for(self):
        for data in (b"\x16\x03\x01\x00\x04\x01\x01\xff\xb8", b"\x16\x03\x01\x00\x01\x01\x16\x03\x01\x00\x03\x01\xff\xb8"):
            before = self.gateway.resident_bytes()
            peers = [self.plain() for _ in range(500)]
            for peer in peers:
                peer.sendall(data[:5])  # a look at these alone must tell nothing yet
            for peer in peers:
                peer.sendall(data[5:])
            begun = time.monotonic()
            for peer in peers:
                self.assertEqual(stand.read_all(peer, stand.PATIENCE), b"")
                peer.close()
            self.assertLess(time.monotonic() - begun, 1.5)  # not the handshake's deadline
            grown = self.gateway.resident_bytes() - before
            print(f"500 messages that claim 128 KiB: {grown / 500 / 1024:.1f} KiB each", flush=True)
            self.assertLess(grown, 500 * (16 << 10))

    def test_a_flood_of_handshakes_leaves_others_served(self):
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        end = time.monotonic() + 3

        def shake(_):
            count = 0
            while time.monotonic() < end:
                with contextlib.suppress(OSError), self.plain() as peer, context.wrap_socket(peer):
                    count += 1
            return count

        def ask(_):
            times = []
            while time.monotonic() < end:
                begun = time.monotonic()
                status, _, _ = stand.request(self.gateway, b"GET", b"/itens", token=self.valid)
                self.assertEqual(status, 200)
                times.append(time.monotonic() - begun)
            return sorted(times)

        with stand.concurrent.futures.ThreadPoolExecutor(40) as pool:
            asked = pool.submit(ask, 0)
            shaken = sum(pool.map(shake, range(30)))
            times = asked.result()
        print(f"{shaken} handshakes of a flood; others, each with a handshake of their own, waited p50 {times[len(times) // 2] * 1000:.0f} ms", flush=True)

    def test_a_connection_cut_in_a_record_ends_alone(self):
        for cut in (1, 5, 20, 100):
            with stand.connect(self.gateway) as peer:
                raw = socket.socket(fileno=os.dup(peer.fileno()))
                raw.sendall(b"\x17\x03\x03\x40\x00" + b"z" * cut)
                raw.close()
        self.assertEqual(self.upstream.seen, [])


if __name__ == "__main__":
    stand.main()

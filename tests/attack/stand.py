# SPDX-License-Identifier: GPL-3.0-or-later
"""What an attack needs: a real gateway with a real process behind it that writes down what reaches it.

Behind the gateway stands Upstream, not our balancer: it takes whatever comes, believes every field, and so shows what
a careless service would have been told. Everything is on free ports and in a folder of its own.
"""

import concurrent.futures
import contextlib
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest

BIN = os.environ.get("GUARITA_BIN", "")
PATIENCE = 10.0  # seconds; nothing here should take one
SILENCE = 1.0  # after which a connection that stays open is taken to have nothing to say


class Upstream:
    """Reads requests as Content-Length says and answers 200 with a body; keeps each head and body as it came."""

    def __init__(self):
        self.seen = []
        self.holds = lambda seen: False  # which requests are not answered until release()
        self._released = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def hold(self, which):
        self._released.clear()
        self.holds = which

    def release(self):
        self.holds = lambda seen: False
        self._released.set()

    def close(self):
        self.release()
        self._listener.close()

    def _accept(self):
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(peer,), daemon=True).start()

    def _serve(self, peer):
        data = b""
        with contextlib.suppress(OSError), peer:
            while True:
                while b"\r\n\r\n" not in data:
                    more = peer.recv(65536)
                    if not more:
                        return
                    data += more
                head, data = data.split(b"\r\n\r\n", 1)
                length = re.search(rb"(?im)^content-length:[ \t]*(\d+)", head)
                wanted = int(length.group(1)) if length else 0
                while len(data) < wanted:
                    more = peer.recv(65536)
                    if not more:
                        return
                    data += more
                body, data = data[:wanted], data[wanted:]
                seen = Seen(head, body)
                self.seen.append(seen)
                if self.holds(seen):
                    self._released.wait()
                request_id = seen.field("x-request-id") or ""
                text = b"" if head.startswith(b"HEAD ") else b"[]"
                peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nX-Request-Id: "
                             + request_id.encode() + b"\r\n\r\n" + text)


class Seen:
    def __init__(self, head, body):
        self.head = head
        self.body = body
        self.line, *rest = head.split(b"\r\n")
        self.fields = [tuple(part.strip() for part in line.split(b":", 1)) for line in rest if b":" in line]

    def values(self, name):
        return [value.decode("latin-1") for key, value in self.fields if key.lower() == name.lower().encode()]

    def field(self, name):
        values = self.values(name)
        return values[0] if values else None

    def __repr__(self):
        return repr(self.head[:200])


class Gateway:
    """A gateway as a process. `settings` are added to its environment."""

    def __init__(self, upstream_port, settings=None):
        self.folder = tempfile.mkdtemp(prefix="guarita-attack-")
        environment = {key: value for key, value in os.environ.items() if key != "GUARITA_RECORD"}
        environment.update({
            "PORT": "0", "METRICS_PORT": "0", "DEMO": "true", "LOG_LEVEL": "info",
            "SECRET_KEY": "an-attacked-key-of-forty-two-bytes-0123456",
            "LOAD_BALANCER_URL": f"http://127.0.0.1:{upstream_port}",
            "USERS_FILE": os.path.join(self.folder, "users.sqlite"),
        })
        environment.update(settings or {})
        self._log_path = os.path.join(self.folder, "log")
        with open(self._log_path, "wb") as log:
            self.process = subprocess.Popen([os.path.join(BIN, "guarita-gateway")], env=environment, cwd=self.folder,
                                            stdout=log, stderr=subprocess.STDOUT)
        self.tls = "TLS_CERTIFICATE" in environment
        listening = self._wait_for_log('"event":"listening"')
        self.port = listening["port"]
        self.metrics_port = listening["metrics_port"]
        until(lambda: b" 200 " in exchange(self, b"GET /saude HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")[:16])

    def unsent_in_kernel(self):
        """For each connection of its clients, the bytes that were written and not acknowledged (proc(5): /proc/net/tcp)."""
        with open("/proc/net/tcp", encoding="ascii") as table:
            rows = [line.split() for line in table][1:]
        return [int(row[4].split(":")[0], 16) for row in rows if int(row[1].split(":")[1], 16) == self.port and row[3] == "01"]

    def log(self):
        with open(self._log_path, "rb") as file:
            return file.read()

    def _wait_for_log(self, text):
        def found():
            for line in self.log().decode(errors="replace").splitlines():
                if text in line:
                    return json.loads(line)
            if self.process.poll() is not None:
                raise AssertionError(f"the gateway ended: {self.log().decode(errors='replace')}")
            return None
        return until(found)

    def alive(self):
        return self.process.poll() is None

    def resident_bytes(self):
        with open(f"/proc/{self.process.pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def processor_seconds(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as file:
            user, system = file.read().rsplit(")", 1)[1].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def token(self, user="usuario", password="senha123"):
        status, _, body = request(self, b"POST", b"/token", f"username={user}&password={password}".encode(),
                                  b"Content-Type: application/x-www-form-urlencoded\r\n")
        if status != 200:
            raise AssertionError(f"no token: {status} {body!r}")
        return json.loads(body)["access_token"].encode()

    def add_user(self, name, *roles):
        """A user with these roles; their token, which the gateway knows by then."""
        password = "uma-senha-longa"
        self.run("add", name, *roles, text=password + "\n")

        def token():
            with contextlib.suppress(AssertionError):
                return self.token(name, password)  # a log-in waits until the gateway knows the user
        return until(token)

    def run(self, *arguments, text=""):
        """guarita-gateway user … on this gateway's store."""
        environment = dict(os.environ, USERS_FILE=os.path.join(self.folder, "users.sqlite"))
        return subprocess.run([os.path.join(BIN, "guarita-gateway"), "user", *arguments], env=environment, cwd=self.folder,
                              input=text, text=True, capture_output=True, check=True, timeout=60)

    def stop(self):
        if self.alive():
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)


def until(condition, patience=PATIENCE):
    """The first true value of `condition`, asked again and again."""
    end = time.monotonic() + patience
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError("it did not come to pass in time")
        time.sleep(0.01)


def connect(gateway, address="127.0.0.1"):
    """A connection from an address of the loopback network: each is another client."""
    plain = socket.socket()
    plain.settimeout(PATIENCE)
    plain.bind((address, 0))
    plain.connect(("127.0.0.1", gateway.port))
    if not gateway.tls:
        return plain
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(plain)


def read_all(peer, silence=SILENCE, limit=1 << 22):
    """What comes until the other side closes, or resets, or has said nothing for a while."""
    data = b""
    peer.settimeout(silence)
    with contextlib.suppress(OSError):
        while len(data) < limit:
            more = peer.recv(65536)
            if not more:
                break
            data += more
    return data


def exchange(gateway, data, address="127.0.0.1", silence=SILENCE):
    """Sends the bytes on a connection of their own; all that is answered until it closes."""
    with connect(gateway, address) as peer:
        with contextlib.suppress(OSError):
            peer.sendall(data)
        return read_all(peer, silence)


def answers(data, to_head=False):
    """(status, head, body) of each answer in the bytes, read strictly; fails on anything that is none."""
    found = []
    while data:
        line = re.match(rb"HTTP/1\.1 ([1-5]\d\d) [ -~]*\r\n", data)
        if not line or b"\r\n\r\n" not in data:
            raise AssertionError(f"no answer: {data[:200]!r}")
        head, rest = data.split(b"\r\n\r\n", 1)
        status = int(line.group(1))
        length = re.findall(rb"(?im)^content-length:[ \t]*(\d+)[ \t]*\r?$", head)
        if len(length) > 1:
            raise AssertionError(f"two lengths: {head!r}")
        # A message that could not be read as far as its method is answered as if it were no HEAD.
        content = not to_head or (status == 400 and rest)
        size = int(length[0]) if length and content and status not in (204, 304) and status >= 200 else 0
        if len(rest) < size:
            raise AssertionError(f"half an answer: {data[:200]!r}")
        found.append((status, head, rest[:size]))
        data = rest[size:]
    return found


def request(gateway, method, target, body=b"", fields=b"", token=None, address="127.0.0.1"):
    """(status, head, body) of one well-formed request."""
    if token:
        fields += b"Authorization: Bearer " + token + b"\r\n"
    if body or method in (b"POST", b"PUT", b"PATCH"):
        fields += b"Content-Length: %d\r\n" % len(body)
    data = b"%s %s HTTP/1.1\r\nHost: guarita.example\r\nConnection: close\r\n%s\r\n%s" % (method, target, fields, body)
    received = answers(exchange(gateway, data, address, PATIENCE), method == b"HEAD")
    if len(received) != 1:
        raise AssertionError(f"{len(received)} answers to {data[:100]!r}")
    return received[0]


def at_once(attack, cases, workers=100):
    """The results of attack(case) for all cases, many at a time: most wait for silence."""
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        return list(pool.map(attack, cases))


class Attack(unittest.TestCase):
    """A gateway and its upstream for all tests of a class; it must be well after each."""

    settings = {}

    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream()
        cls.gateway = Gateway(cls.upstream.port, cls.settings)
        cls.valid = cls.gateway.token()

    @classmethod
    def tearDownClass(cls):
        code = cls.gateway.stop()
        cls.upstream.close()
        if code != 0:
            raise AssertionError(f"the gateway ended with {code}: {cls.gateway.log()[-2000:]!r}")

    def setUp(self):
        self.upstream.release()
        self.upstream.seen.clear()

    def tearDown(self):
        self.upstream.release()
        self.assertTrue(self.gateway.alive(), self.gateway.log()[-2000:])
        status, _, _ = request(self.gateway, b"GET", b"/itens", token=self.valid)
        self.assertEqual(status, 200, "it does not serve any more")


def main():
    global BIN
    if len(sys.argv) > 1 and os.path.isdir(sys.argv[1]):
        BIN = os.path.abspath(sys.argv.pop(1))
    elif not BIN:
        sys.exit("usage: attack_….py FOLDER_OF_THE_BINARIES [unittest's options]")
    unittest.main(module="__main__", verbosity=2)

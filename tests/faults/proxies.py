# SPDX-License-Identifier: GPL-3.0-or-later
"""guarita-balancer and HAProxy before the same servers, set up alike: attempts of a second, two more of them at other
servers for what may be repeated, a server out after five failures in a row. One process each; per fault three clusters,
which the first part of the path chooses:

    alone   the faulty server only
    beside  the faulty server and a good one
    storm   the same, but nobody is taken out, so that the fault goes on
"""

import contextlib
import csv
import json
import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request

WAYS = ("alone", "beside", "storm")
PATIENCE = 20  # seconds


def until(condition, what):
    end = time.monotonic() + PATIENCE
    while not (value := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"not in time: {what}")
        time.sleep(0.05)
    return value


class Process:
    """A proxy in a folder of its own, which goes with it."""

    def __init__(self, name):
        self._folder = tempfile.TemporaryDirectory(prefix=f"faults-{name}-")
        self.folder = self._folder.name
        self._log = os.path.join(self.folder, "log")
        self.port = 0

    def spawn(self, command, environment=None):
        with open(self._log, "wb") as log:
            self.process = subprocess.Popen(command, env=environment, cwd=self.folder, stdout=log, stderr=subprocess.STDOUT)

    def log(self):
        with open(self._log, encoding="utf-8", errors="replace") as file:
            return file.read()

    def alive(self):
        return self.process.poll() is None

    def resident_bytes(self):
        with open(f"/proc/{self.process.pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def stop(self):
        if self.alive():
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()
        finally:
            self._folder.cleanup()


class Guarita(Process):
    def __init__(self, binary, bad, good):
        """`bad`: the faulty server of each fault, by name. `once` of each: whether its connections are used once."""
        super().__init__("guarita")
        clusters = [cluster for name, server in bad.items() for cluster in self._clusters(name, server, good)]
        file = os.path.join(self.folder, "clusters.json")
        with open(file, "w", encoding="utf-8") as out:
            json.dump({"clusters": clusters}, out)
        environment = {key: value for key, value in os.environ.items() if key != "GUARITA_RECORD"}
        environment.update({
            "PORT": "0", "METRICS_PORT": "off", "ACCESS_LOG": "false", "LOG_LEVEL": "info", "CLUSTERS_FILE": file,
            "SERVIDORES": f"http://127.0.0.1:{good.port}", "CONNECT_DEADLINE": "1s", "FIRST_BYTE_DEADLINE": "1s",
            "TOTAL_DEADLINE": "4s", "TRY_DEADLINE": "1s", "STREAM_IDLE_DEADLINE": "1s", "HEALTH_INTERVAL": "10min", "HEALTH_STALL": "0s",
        })
        self.spawn([binary], environment)
        self.port = until(self._listening, "it listens")
        until(lambda: all(backend["state"] == "up" for backend in self.backends()), "all are up")

    @staticmethod
    def _clusters(name, server, good):
        urls = [{"url": f"http://127.0.0.1:{port}"} for port in (server.port, good.port)]
        for way in WAYS:
            cluster = {"name": f"{name}-{way}", "prefix": f"/{name}-{way}", "servers": urls[:1] if way == "alone" else urls,
                       "retry_floor": 1000, "reuse_connections": not server.once}
            yield cluster | ({"eject_consecutive": 0, "eject_share": 0} if way == "storm" else {})

    def _listening(self):
        if not self.alive():
            raise AssertionError(self.log())
        for line in self.log().splitlines():
            with contextlib.suppress(ValueError):
                if (entry := json.loads(line)).get("event") == "listening":
                    return entry["port"]
        return None

    def backends(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/admin/backends", timeout=PATIENCE) as reply:
            return json.load(reply)["backends"]

    def verdict(self, cluster, server):
        """up, or the state and the reason."""
        found = [backend for backend in self.backends() if backend["id"] == f"{cluster}~127.0.0.1:{server.port}"]
        state, reason = found[0]["state"], found[0]["reason"]
        return state if state == "up" else f"{state} ({reason})"


class HAProxy(Process):
    def __init__(self, bad, good):
        super().__init__("haproxy")
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self._socket = os.path.join(self.folder, "stats")
        text = f"""global
    maxconn 4000
    stats socket {self._socket}
defaults
    mode http
    http-reuse always
    retries 2
    option redispatch 1
    retry-on conn-failure empty-response junk-response response-timeout 502 503 504
    timeout connect 1s
    timeout client 30s
    timeout server 1s
    timeout queue 1s
frontend in
    bind 127.0.0.1:{self.port}
    http-request disable-l7-retry if METH_POST
    use_backend %[path,field(2,/)]
"""
        for name, server in bad.items():
            for way in WAYS:
                watched = " check inter 10s observe layer7 error-limit 5 on-error mark-down" if way == "beside" else ""
                once = "    http-reuse never\n    option httpclose\n" if server.once else ""
                text += f"backend {name}-{way}\n{once}    option httpchk GET /saude\n    server bad 127.0.0.1:{server.port}{watched}\n"
                if way != "alone":
                    text += f"    server good 127.0.0.1:{good.port}{watched}\n"
        path = os.path.join(self.folder, "haproxy.cfg")
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        self.spawn(["haproxy", "-db", "-f", path])
        until(self._serves, "HAProxy serves")

    def _serves(self):
        if not self.alive():
            raise AssertionError(self.log())
        return os.path.exists(self._socket) and all(row["check_status"] in ("", "L7OK") for row in self._rows())

    def _rows(self):
        with socket.socket(socket.AF_UNIX) as peer:
            peer.connect(self._socket)
            peer.sendall(b"show stat\n")
            text = b""
            while more := peer.recv(65536):
                text += more
        rows = text.decode().lstrip("# ").strip().splitlines()
        return [row for row in csv.DictReader(rows) if row["svname"] in ("bad", "good")]

    def verdict(self, cluster, server):
        state = next(row["status"] for row in self._rows() if row["pxname"] == cluster and row["svname"] == "bad")
        return "down" if state.startswith("DOWN") else "up"

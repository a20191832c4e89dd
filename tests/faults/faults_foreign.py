# SPDX-License-Identifier: GPL-3.0-or-later
"""faults_foreign.py FOLDER_OF_THE_BINARIES [unittest's options]

Servers that are well and not ours, behind guarita-balancer: nginx, and Python's http.server in HTTP/1.0 and HTTP/1.1.
"""

import http.server
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from client import Client
from faults import body_of
from proxies import Guarita, until
from servers import Server

BIN = ""


class Handler(http.server.BaseHTTPRequestHandler):
    """Python's server as a small service uses it."""

    framed = True  # does it say the length?

    def do_GET(self):  # noqa: N802 (its name is fixed)
        number = self.path.rsplit("/", 1)[1]
        body = body_of(int(number)) if number.isdigit() else b"well"
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        if self.framed:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_POST = do_PUT = do_GET

    def log_message(self, *_):
        pass


class PythonServer:
    once = False

    def __init__(self, protocol, framed):
        handler = type("Handler", (Handler,), {"protocol_version": protocol, "framed": framed})
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


class Nginx:
    """Closes each connection after seven requests; chunks what is below /nginx-chunked…"""

    once = False

    def __init__(self):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self._folder = tempfile.TemporaryDirectory(prefix="faults-nginx-")
        folder = self._folder.name
        self._command = ["nginx", "-e", f"{folder}/error.log", "-p", folder, "-c", f"{folder}/nginx.conf"]
        paths = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        with open(f"{folder}/nginx.conf", "w", encoding="utf-8") as out:
            out.write(f"""daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 2;
events {{ worker_connections 1024; }}
http {{ access_log off; keepalive_requests 7; {paths}
    server {{
        listen 127.0.0.1:{self.port};
        location = /saude {{ return 200 well; }}
        location ~ ^/nginx-chunked.*/([0-9]+)$ {{ sub_filter_types *; sub_filter none-of-it ''; return 200 "{"n=$1;" * 20}"; }}
        location ~ /([0-9]+)$ {{ return 200 "{"n=$1;" * 20}"; }}
    }} }}""")
        self._process = subprocess.Popen(self._command)
        until(lambda: os.path.exists(f"{folder}/pid"), "nginx runs")

    def reload(self):
        """New workers take over; the old ones close what is idle."""
        subprocess.run([*self._command, "-s", "reload"], check=True, timeout=20)

    def close(self):
        self._process.terminate()
        self._process.wait(20)
        self._folder.cleanup()


class Foreign(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.good = Server()
        cls.servers = {"python10": PythonServer("HTTP/1.0", True), "python10-unframed": PythonServer("HTTP/1.0", False),
                       "python11": PythonServer("HTTP/1.1", True)}
        if shutil.which("nginx"):
            cls.servers["nginx"] = Nginx()
        behind = dict(cls.servers)
        if "nginx" in behind:
            behind["nginx-chunked"] = behind["nginx"]
        cls.names = list(behind)
        cls.proxy = Guarita(os.path.join(BIN, "guarita-balancer"), behind, cls.good)

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        for server in (cls.good, *cls.servers.values()):
            server.close()

    def ask(self, name, way, numbers, methods=(b"GET",)):
        """What a client got that is not right."""
        client, wrong = Client(self.proxy.port), []
        for index, number in enumerate(numbers):
            method = methods[index % len(methods)]
            answer = client.ask(method, f"/{name}-{way}".encode(), number, b"{}" if method == b"POST" else b"")
            if answer.status != 200 or not answer.right:
                wrong.append((method, str(answer)))
        client.close()
        return wrong

    def at_once(self, name, methods=(b"GET",), clients=8, each=40):
        wrong = []
        threads = [threading.Thread(target=lambda n=n: wrong.extend(
            self.ask(name, "storm", range(n * each + 1, (n + 1) * each + 1), methods))) for n in range(clients)]
        for thread in threads:
            thread.start()
        return threads, wrong

    def test_every_answer_is_right(self):
        for name in self.names:
            with self.subTest(name):
                self.assertEqual(self.ask(name, "alone", range(1, 31), (b"GET", b"HEAD", b"GET", b"POST")), [])

    def test_many_at_once(self):
        for name in self.names:
            with self.subTest(name):
                threads, wrong = self.at_once(name)
                for thread in threads:
                    thread.join()
                self.assertEqual(wrong, [])

    def test_nginx_reloads_under_load(self):
        if "nginx" not in self.servers:
            self.skipTest("there is no nginx")
        threads, wrong = self.at_once("nginx", each=300)
        while any(thread.is_alive() for thread in threads):
            self.servers["nginx"].reload()
            time.sleep(0.1)
        self.assertEqual(wrong, [])


if __name__ == "__main__":
    if len(sys.argv) < 2 or not os.path.isdir(sys.argv[1]):
        sys.exit(__doc__.splitlines()[0])
    BIN = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=2)

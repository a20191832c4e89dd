# SPDX-License-Identifier: GPL-3.0-or-later
"""A service that knows nothing of Guarita, on a free port that it prints first.

GET /eventos      server-sent events, one in 20 ms, without an end
GET /pedacos/N    N MiB in chunks
GET /dicas        103 and then 200
GET /…            the request's path and fields as JSON
PUT, POST /…      reads the body, of a length or in chunks, and answers what came: its size and SHA-256
"""

import hashlib
import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Service(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def chunk(self, data):
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def begin_chunks(self, kind):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def do_GET(self):
        if self.path.startswith("/eventos"):
            self.begin_chunks("text/event-stream")
            number = 0
            while True:
                number += 1
                self.chunk(b"data: %d\n\n" % number)
                time.sleep(0.02)
        elif self.path.startswith("/pedacos/"):
            self.begin_chunks("application/octet-stream")
            for _ in range(int(self.path.split("/")[2])):
                self.chunk(bytes(1024 * 1024))
            self.wfile.write(b"0\r\n\r\n")
        elif self.path == "/dicas":
            self.wfile.write(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n")
            self.answer({})
        else:
            self.answer({"path": self.path, "fields": dict(self.headers)})

    do_HEAD = do_GET

    def pieces(self):
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            while size := int(self.rfile.readline(), 16):
                yield self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return
        left = int(self.headers.get("Content-Length", 0))
        while left:
            data = self.rfile.read(min(left, 65536))
            left -= len(data)
            yield data

    def do_PUT(self):
        digest = hashlib.sha256()
        size = 0
        for data in self.pieces():
            digest.update(data)
            size += len(data)
        self.answer({"size": size, "sha256": digest.hexdigest()})

    do_POST = do_PUT


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass  # a client that has left


server = Server(("127.0.0.1", 0), Service)
print(server.server_address[1], flush=True)
server.serve_forever()

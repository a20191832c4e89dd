# SPDX-License-Identifier: GPL-3.0-or-later
"""Fields by which a client would like to be somebody else, or to have the gateway forget who it is."""

import stand

SPOOFED = ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Forwarded-User", "Forwarded",
           "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "True-Client-IP", "X-Original-URL", "X-Original-Host", "X-Rewrite-URL",
           "X-Guarita-Subject", "X-Guarita-Identity", "X-Guarita-Anything", "x-GUARITA-subject", "X_Guarita_Subject", "X-Guarita.Subject",
           "X-Forwarded.For", "X~Forwarded~For", "X-Forwarded", "X-Original-URI", "X-Original-Forwarded-For", "Remote-User", "X-Remote-User",
           "CF-Connecting-IP", "Fastly-Client-IP", "X-Envoy-External-Address", "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"]
HOP_BY_HOP = ["Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Upgrade", "Proxy-Authorization", "Proxy-Authenticate", "X-Named"]
EVIL = "6.6.6.6"


class Headers(stand.Attack):
    def ask(self, fields, expected=200):
        before = len(self.upstream.seen)
        status, head, _ = stand.request(self.gateway, b"GET", b"/itens", fields=fields, token=self.valid)
        self.assertEqual(status, expected, fields)
        return self.upstream.seen[before:], head

    def test_what_speaks_of_the_origin_is_the_gateways_own(self):
        for name in SPOOFED:
            for spelling in (name, name.upper(), name.lower()):
                (seen,), _ = self.ask(f"{spelling}: {EVIL}\r\n{spelling}: {EVIL}\r\n".encode())
                self.assertNotIn(EVIL.encode(), seen.head, name)
                self.assertEqual(seen.values("x-forwarded-for"), ["127.0.0.1"])
                self.assertEqual(seen.values("x-guarita-subject"), ["usuario"])

    def test_names_that_only_look_alike_are_refused_or_pass_as_what_they_are(self):
        for name in (b"X-Guarita-Subject ", b"X-Guarita-Subject\t", b"X-Guarita\x00-Subject", b" X-Guarita-Subject", b"X-Guarita-Subject\x0b",
                     b"X-Guarita-Subject\xa0", b"\xefX-Guarita-Subject", b"X:Guarita\nX-Guarita-Subject", b"A: b\rX-Guarita-Subject"):
            data = b"GET /itens HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + self.valid + b"\r\n" + name + b": evil\r\n\r\n"
            (status, _, _), = stand.answers(stand.exchange(self.gateway, data))
            self.assertEqual(status, 400, name)
        (seen,), _ = self.ask(b"X_Guarita_Subject: evil\r\n")  # what CGI would take for the same
        self.assertEqual(seen.values("x-guarita-subject"), ["usuario"])
        self.assertEqual(seen.values("x_guarita_subject"), [])

    def test_the_token_ends_at_the_gate(self):
        (seen,), _ = self.ask(b"")
        self.assertNotIn(self.valid, seen.head)

    def test_connection_names_no_field_that_the_gateway_needs(self):
        for name in ("Authorization", "Host", "Content-Length", "Transfer-Encoding", "X-Forwarded-For"):
            self.ask(f"Connection: {name}\r\n".encode(), expected=400)
        for name in ("X-Guarita-Subject", "X-Guarita-Identity", "X-Request-Id", "X-Forwarded-Host"):
            status, _, _ = stand.request(self.gateway, b"GET", b"/itens", fields=f"Connection: {name}\r\n".encode(), token=self.valid)
            self.assertIn(status, (200, 400), name)
        for seen in self.upstream.seen:
            self.assertEqual(seen.values("x-guarita-subject"), ["usuario"], seen)
            self.assertEqual(seen.values("x-forwarded-for"), ["127.0.0.1"], seen)
            self.assertEqual(len(seen.values("x-request-id")), 1, seen)
        (seen,), _ = self.ask(b"Connection: X-Named\r\nX-Named: evil\r\n")
        self.assertEqual(seen.values("x-named"), [])

    def test_fields_of_the_hop_stay_on_it(self):
        for name in HOP_BY_HOP[:-1]:
            data = f"{name}: evil\r\n".encode()
            raw = b"GET /itens HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + self.valid + b"\r\n" + data + b"\r\n"
            before = len(self.upstream.seen)
            (status, _, _), = stand.answers(stand.exchange(self.gateway, raw))
            self.assertIn(status, (200, 400, 501), name)
            for seen in self.upstream.seen[before:]:
                self.assertEqual(seen.values(name), [], name)

    def test_hosts_that_are_none(self):
        for host in (b"", b"a b", b"a/b", b"a@b", b"a\x00b", b"[::1", b"a:99999", b"a:b", b"a\tb", b"x\r\nHost: y", b"\xc3\xa4", b"a?b", b"a#b"):
            data = b"GET /itens HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\nAuthorization: Bearer " + self.valid + b"\r\n\r\n"
            (status, _, _), = stand.answers(stand.exchange(self.gateway, data))
            self.assertEqual(status, 400, host)
        self.assertEqual(self.upstream.seen, [])

    def test_an_answer_cannot_be_split(self):
        for text in ("%0d%0aSet-Cookie:%20a=b", "%0aSet-Cookie:%20a=b", "%e5%98%8a%e5%98%8dSet-Cookie:%20a=b"):
            status, head, body = stand.request(self.gateway, b"GET", f"/docs/{text}".encode())
            self.assertIn(status, (400, 404))
            self.assertNotIn(b"set-cookie", head.lower())
        for name in (b"a\x01b", b"x" * 300, b"<script>", b"a;b", b"\xff" * 32):
            data = b"GET /saude HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Request-Id: " + name + b"\r\n\r\n"
            (_, head, body), = stand.answers(stand.exchange(self.gateway, data))
            self.assertNotIn(name, head + body)

    def test_the_log_cannot_be_forged(self):
        evil = b"/itens/%0a%7b%22event%22:%22forged%22%7d%e2%80%ae%1b%5b2J"
        stand.request(self.gateway, b"GET", evil, token=self.valid)
        stand.request(self.gateway, b"GET", b"/itens", fields=b'User-Agent: "}\\n{"event":"forged"}\r\n', token=self.valid)
        log = self.gateway.log()
        self.assertNotIn(b'\n{"event":"forged"', log)
        for raw in (b"\x1b", "\u202e".encode(), b"\x00"):
            self.assertNotIn(raw, log)


if __name__ == "__main__":
    stand.main()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths that say one thing to whoever judges them and another to whoever serves them.

Every operation in every method and many spellings, by a user who may read items and nothing else. What reaches the
upstream must be such a reading, in its plain spelling.
"""

import itertools
import re
import urllib.parse

import stand

TARGETS = ["/itens", "/itens/1", "/itens/lote", "/itens/exportar", "/itens/eventos", "/itens/1/historico", "/itens/1/restaurar",
           "/identidade", "/admin/backends", "/admin/usuarios", "/admin/usuarios/usuario", "/admin/auditoria", "/admin/config", "/metrics",
           "/conta", "/docs", "/saude"]
METHODS = [b"GET", b"HEAD", b"POST", b"PUT", b"PATCH", b"DELETE", b"OPTIONS", b"get", b"PROPFIND", b"G", b"TRACE"]
READABLE = re.compile(rb"(GET|HEAD|OPTIONS) /(itens(/[^/? ]+(/historico)?)?|identidade|conta)(\?[!-~]*)? HTTP/1\.1")
OPTIONS_OF_ANY = re.compile(rb"OPTIONS /[a-z0-9/]+(\?[!-~]*)? HTTP/1\.1")


def hexed(text, times=1):
    out = "".join(f"%{ord(letter):02x}" if letter != "/" else letter for letter in text)
    for _ in range(times - 1):
        out = out.replace("%", "%25")
    return out


SPELLINGS = [
    lambda p: p, lambda p: p + "/", lambda p: p + "?x=/admin", lambda p: p + "#x", lambda p: p + "%00", lambda p: p + "%20", lambda p: p + ";a=b",
    lambda p: p + ".json", lambda p: p + "%2f", lambda p: p + "/.", lambda p: p + "/..", lambda p: p + "%0d%0aX:%20y", lambda p: p + "%3fx",
    lambda p: "/" + p, lambda p: "//" + p, lambda p: "/." + p, lambda p: "/x/.." + p, lambda p: "/itens/.." + p, lambda p: "/docs/.." + p,
    lambda p: "/saude/.." + p, lambda p: "/itens/%2e%2e" + p, lambda p: "/itens/..%2f" + p[1:], lambda p: "/itens/%2e%2e%2f" + p[1:],
    lambda p: "/itens/..;" + p, lambda p: "/itens/%252e%252e" + p, lambda p: "/itens/.%2e" + p, lambda p: "/itens\\.." + p, lambda p: "/itens/%5c.." + p,
    lambda p: "/itens/%c0%ae%c0%ae" + p, lambda p: "/itens/%c0%af" + p[1:], lambda p: "/itens/%e0%80%af" + p[1:], lambda p: "/itens/%u002e%u002e" + p,
    lambda p: "/" + p[1:].replace("/", "%2f"), lambda p: "/" + p[1:].replace("/", "%252f"), lambda p: "/" + p[1:].replace("/", "\\"),
    lambda p: p.replace("/", "//"), lambda p: p.replace("/", "/./"), lambda p: p.upper(), lambda p: p.title(), lambda p: hexed(p), lambda p: hexed(p, 2),
    lambda p: hexed(p, 3), lambda p: p[:-1] + hexed(p[-1]), lambda p: "http://guarita.example" + p, lambda p: "http://guarita.example:80/x/.." + p,
    lambda p: "http://other.example" + p, lambda p: "HTTP://GUARITA.EXAMPLE" + p, lambda p: "https://guarita.example" + p, lambda p: "*", lambda p: p[1:],
    lambda p: "/%ef%bc%8f" + p[1:], lambda p: p.replace("a", "%ef%bd%81"), lambda p: p.replace("i", "%c4%b1"), lambda p: p + "%", lambda p: p + "%zz",
    lambda p: p.replace("a", "%61"), lambda p: "/itens?" + p, lambda p: p + "\x7f", lambda p: p + "\t",
]


class Paths(stand.Attack):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = cls.gateway.add_user("leitora", "leitor")

    def ask(self, case, token=True):
        method, target, spell = case
        token_field = b"Authorization: Bearer " + self.reader + b"\r\n" if token else b""
        data = b"%s %s HTTP/1.1\r\nHost: guarita.example\r\nConnection: close\r\n%sContent-Length: 2\r\n\r\n[]" % (
            method, spell(target).encode("latin-1"), token_field)
        return stand.answers(stand.exchange(self.gateway, data), method == b"HEAD")

    def cases(self):
        return itertools.product(METHODS, TARGETS, SPELLINGS)

    def test_a_reader_reads_and_does_nothing_else(self):
        results = stand.at_once(self.ask, list(self.cases()))
        self.assertTrue(all(len(result) <= 1 for result in results))
        self.assertGreater(len(self.upstream.seen), 100)  # the plain ones
        for seen in self.upstream.seen:
            self.assertTrue(READABLE.fullmatch(seen.line) or OPTIONS_OF_ANY.fullmatch(seen.line), seen)
            self.assertEqual(seen.values("x-guarita-subject"), ["leitora"])

    def test_nobody_reaches_nothing(self):
        results = stand.at_once(lambda case: self.ask(case, token=False), list(self.cases()))
        self.assertEqual(self.upstream.seen, [])
        for case, result in zip(self.cases(), results):
            for status, _, _ in result:
                if status in (200, 204, 308):
                    asked = case[2](case[1])
                    self.assertRegex(urllib.parse.unquote(asked), r"(?i)^(http://[a-z.]+)?/(saude|docs)", f"{case[0]} {asked!r} -> {status}")


if __name__ == "__main__":
    stand.main()

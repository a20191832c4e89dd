# SPDX-License-Identifier: GPL-3.0-or-later
"""Request smuggling: two readers of the same bytes must never see other requests.

Every attack hides a request without a token in another one that has one. If the gateway reads it as a request of its own,
it is answered 401; if as a body, it travels as one; if the whole is no HTTP, 400. What must not be: that it reaches the
upstream as a request, or that the upstream is told of a length that is not the body's.
"""

import itertools
import random
import secrets

import stand

HIDDEN = b"GET /itens/666 HTTP/1.1\r\nHost: hidden\r\n\r\n"
ROUNDS = 1500  # of random mixtures

LENGTHS = [b"Content-Length: %d", b"content-length:%d", b"Content-Length : %d", b"Content-Length: +%d", b"Content-Length: %d, %d",
           b"Content-Length: 0%d", b"Content-Length: 0x%x", b"Content-Length: %d\x00", b"Content-Length:\t%d", b"Content-Length: %d.0",
           b" Content-Length: %d", b"Content\x00-Length: %d", b"X: y\nContent-Length: %d", b"X: y\rContent-Length: %d",
           b"Content-Length:\r\n %d", b"Content-Length: -%d", b"Content_Length: %d", b"Content-Length: %d;q=1", b"Content-Length: 1e2",
           b"Content-Length: 99999999999999999999", b"Content-Length: ", b"Content-Length: \xef\xbc\x95"]
CODINGS = [b"Transfer-Encoding: chunked", b"transfer-encoding:chunked", b"Transfer-Encoding : chunked", b"Transfer-Encoding: xchunked",
           b"Transfer-Encoding: chunked, identity", b"Transfer-Encoding: identity, chunked", b"Transfer-Encoding: chunked\x00",
           b"Transfer-Encoding:\x0bchunked", b"Transfer-Encoding: \x0cchunked", b" Transfer-Encoding: chunked",
           b"X: y\nTransfer-Encoding: chunked", b"X: y\rTransfer-Encoding: chunked", b"Transfer-Encoding:\r\n chunked",
           b"Transfer-Encoding: gzip, chunked", b"Transfer-Encoding: chunked, chunked", b"Transfer-Encoding: \"chunked\"",
           b"Transfer-Encoding: chunked;a=b", b"Transfer-Encoding: CHUNKED", b"Transfer-Encoding: ch\xc3\xbcnked", b"Transfer_Encoding: chunked",
           b"Transfer-Encoding: chunk", b"Transfer-Encoding: ,chunked", b"Transfer-Encoding: chunked,", b"TE: trailers", b"Trailer: Content-Length"]
CHUNKS = [b"%x\r\n%s\r\n0\r\n\r\n", b"%x;ext=\"\r\n\"\r\n%s\r\n0\r\n\r\n", b"%x \r\n%s\r\n0\r\n\r\n", b"0x%x\r\n%s\r\n0\r\n\r\n",
          b"%x\n%s\n0\n\n", b"%x\r\n%s0\r\n\r\n", b"+%x\r\n%s\r\n0\r\n\r\n", b"%x\r\n%s\r\n0\r\nX: y\r\n\r\n", b"%x\r\n%s\r\n00000\r\n\r\n",
          b"00000000000000000%x\r\n%s\r\n0\r\n\r\n", b"%x\r%s\r\n0\r\n\r\n", b"%x\r\n%s\r\n0\r\nContent-Length: 3\r\n\r\nabc",
          b"FFFFFFFFFFFFFFF%x\r\n%s\r\n0\r\n\r\n", b"%x;\x00\r\n%s\r\n0\r\n\r\n", b"%x\r\n%s\r\n0;\r\n\r\n", b"%x\r\n%s\r\n0\r\n\r"]
LINES = [b"POST /itens HTTP/1.1", b"POST  /itens HTTP/1.1", b"POST /itens  HTTP/1.1", b"POST\t/itens HTTP/1.1", b"post /itens HTTP/1.1",
         b"POST /itens HTTP/1.0", b"POST /itens HTTP/1.2", b"POST /itens HTTP/2.0", b"POST /itens", b"POST /itens HTTP/1.1 ", b"POST /itens HTTP/01.1",
         b"\r\nPOST /itens HTTP/1.1", b"\nPOST /itens HTTP/1.1", b" POST /itens HTTP/1.1", b"POST /itens\x00 HTTP/1.1", b"POST http://other/itens HTTP/1.1",
         b"POST *  HTTP/1.1", b"POST /itens#x HTTP/1.1", b"POST /it\xe9ns HTTP/1.1", b"GET /itens HTTP/1.1", b"DELETE /itens/1 HTTP/1.1",
         b"CONNECT guarita:80 HTTP/1.1", b"TRACE /itens HTTP/1.1", b"PRI * HTTP/2.0\r\n\r\nSM"]


def with_number(text, number):
    return text % ((number,) * text.count(b"%")) if b"%" in text else text


class Framing(stand.Attack):
    def attack(self, message):
        """Sends (lines of a head, body) with a token; the statuses of what the gateway answers."""
        lines, body = message
        name = secrets.token_hex(16)
        data = b"\r\n".join([lines[0], b"Host: guarita.example", b"Authorization: Bearer " + self.valid,
                             b"X-Request-Id: " + name.encode(), b"Content-Type: application/json", *lines[1:]])
        received = stand.exchange(self.gateway, data + b"\r\n\r\n" + body)
        statuses = [status for status, _, _ in stand.answers(received, lines[0].startswith(b"HEAD"))]
        reached = [seen for seen in self.upstream.seen if seen.field("x-request-id") == name]
        what = f"{lines} {body[:80]!r} -> {statuses} {reached}"
        self.assertEqual(sum(status == 200 for status in statuses), len(reached), what)
        self.assertLessEqual(len(reached), 1, what)
        self.assertLessEqual(set(statuses), {200, 400, 401, 404, 405, 408, 411, 413, 414, 417, 431, 501, 505}, what)
        for seen in reached:
            self.assertEqual(seen.values("transfer-encoding"), [], what)
            self.assertLessEqual(len(seen.values("content-length")), 1, what)
        return statuses

    def attack_all(self, messages):
        messages = list(messages)
        results = stand.at_once(self.attack, messages)
        self.assertFalse([seen for seen in self.upstream.seen if b"666" in seen.line])
        return results

    def test_every_length_with_every_coding(self):
        body = b"0\r\n\r\n" + HIDDEN
        self.attack_all(([LINES[0], with_number(length, len(body)), coding], body)
                        for length, coding in itertools.product(LENGTHS, CODINGS))

    def test_two_lengths_that_differ(self):
        self.attack_all(([LINES[0], with_number(first, 4), with_number(second, 4 + len(HIDDEN))], b"[{}]" + HIDDEN)
                        for first, second in itertools.product(LENGTHS, LENGTHS))

    def test_every_spelling_of_chunks(self):
        self.attack_all(([LINES[0], CODINGS[0]], chunk.replace(b"%s", HIDDEN).replace(b"%x", b"%x" % len(HIDDEN)))
                        for chunk in CHUNKS)

    def test_a_body_is_no_request(self):
        lines = [LINES[0], b"GET /itens HTTP/1.1", b"DELETE /itens/1 HTTP/1.1", b"HEAD /itens HTTP/1.1", b"OPTIONS /itens HTTP/1.1"]
        for statuses in self.attack_all(([line, b"Content-Length: %d" % len(HIDDEN)], HIDDEN) for line in lines):
            self.assertEqual(len(statuses), 1)

    def test_a_request_behind_another_needs_its_own_token(self):
        self.assertEqual(self.attack_all([([LINES[0], b"Content-Length: 4"], b"[{}]" + HIDDEN)]), [[200, 401]])

    def test_an_upgrade_leads_nowhere(self):
        self.attack_all(([b"GET /itens HTTP/1.1", *fields], HIDDEN) for fields in (
            [b"Connection: Upgrade", b"Upgrade: websocket", b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", b"Sec-WebSocket-Version: 13"],
            [b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAMAAABkAAQAAP__"]))

    def test_random_mixtures(self):
        seed = random.SystemRandom().randrange(1 << 32)
        print(f"seed {seed}", flush=True)
        chance = random.Random(seed)

        def mixture():
            chunk = chance.choice(CHUNKS).replace(b"%s", HIDDEN).replace(b"%x", b"%x" % len(HIDDEN))
            body = chance.choice([chunk, chunk + HIDDEN, HIDDEN, b"", b"0\r\n\r\n" + HIDDEN])
            fields = [with_number(chance.choice(LENGTHS), chance.choice([0, 4, 5, len(body)])) for _ in range(chance.randrange(3))]
            fields += [chance.choice(CODINGS) for _ in range(chance.randrange(3))]
            chance.shuffle(fields)
            return [chance.choice(LINES), *fields], body

        self.attack_all(mixture() for _ in range(ROUNDS))

    def test_bytes_without_sense(self):
        chance = random.Random(1)
        garbage = [chance.randbytes(size) for size in (1, 7, 100, 5000, 70000) for _ in range(20)]
        for received in stand.at_once(lambda data: stand.exchange(self.gateway, data), garbage):
            self.assertTrue(all(status in (400, 408, 414, 431, 501, 505) for status, _, _ in stand.answers(received)))
        self.assertEqual(self.upstream.seen, [])


if __name__ == "__main__":
    stand.main()

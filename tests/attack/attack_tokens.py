# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens that somebody would like to be good.

The attacker has a token of their own, knows every public key, and in the tests of claims even the secret: what is
wrong there must be found although the signature is right. All are 401, nothing reaches the upstream, and no name in a
token makes the gateway open a file or a connection.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import socket
import subprocess
import time

import stand

SECRET = secrets.token_hex(32).encode()


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def decoded(text):
    return base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4))


def signed(header, claims, key=SECRET, digest=hashlib.sha256):
    """A token of these bytes, with an HMAC."""
    head = encoded(header) + b"." + encoded(claims)
    return head + b"." + encoded(hmac.new(key, head, digest).digest())


class Tokens(stand.Attack):
    settings = {"SECRET_KEY": SECRET.decode()}

    def setUp(self):
        super().setUp()
        header, claims, self.signature = self.valid.split(b".")
        self.header, self.claims = decoded(header), decoded(claims)

    def refused(self, tokens):
        def ask(token):
            data = b"GET /itens HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + token + b"\r\n\r\n"
            return [status for status, _, _ in stand.answers(stand.exchange(self.gateway, data))]

        tokens = list(tokens)
        for token, statuses in zip(tokens, stand.at_once(ask, tokens)):
            self.assertEqual(statuses, [431 if len(token) > 32_000 else 401], token[:300])
        self.assertEqual(self.upstream.seen, [])

    def with_claims(self, **changes):
        claims = json.loads(self.claims)
        for name, value in changes.items():
            claims.pop(name, None)
            if value is not None:
                claims[name] = value
        return signed(self.header, json.dumps(claims, separators=(",", ":")).encode())

    def test_the_tests_own_signatures_are_good(self):
        status, _, _ = stand.request(self.gateway, b"GET", b"/itens", token=self.with_claims())
        self.assertEqual(status, 200)

    def test_every_bit_counts(self):
        token = self.valid
        self.refused(token[:at] + bytes([token[at] ^ 1]) + token[at + 1:] for at in range(len(token)) if bytes([token[at] ^ 1]).isalnum())
        self.refused(token[:at] for at in range(1, len(token), 7))
        self.refused([token + b"A", token + b"=", token + b".", b"." + token, token + b"." + token, token.replace(b".", b"..", 1), token.upper(), token + b" x",
                      b"\"" + token + b"\"", token.replace(b".", b"%2e"), b"x" * 31_000, b"x" * 40_000, b".".join([b"e30"] * 3), b"..", b"e30.e30."])

    def test_the_header_chooses_nothing(self):
        kid = json.loads(self.header)["kid"]
        headers = [{"alg": alg, "typ": "JWT", "kid": kid} for alg in ("none", "None", "NONE", "HS384", "HS512", "RS256", "ES256", "PS256", "EdDSA", "hs256", "", "HS256 ")]
        headers += [{"alg": "HS256", "typ": "JWT", "kid": other} for other in (
            "", "x", kid.upper(), "../../../../dev/null", "/etc/passwd", "/dev/null", "' OR '1'='1", "x' UNION SELECT 'key", "http://127.0.0.1:9/key", "\u0000", "é", "a" * 3000,
            f"{kid}\u0000", f" {kid}", "|cat /etc/passwd", None, 1, [kid], {"kid": kid})]
        headers += [dict(json.loads(self.header), **more) for more in (
            {"jku": "http://127.0.0.1:9/"}, {"x5u": "http://127.0.0.1:9/"}, {"jwk": {"kty": "oct", "k": encoded(b"k" * 32).decode()}}, {"crit": ["b64"], "b64": False},
            {"x5c": ["MII"]}, {"zip": "DEF"}, {"cty": "JWT"}, {"enc": "A128GCM"})]
        tokens = [signed(json.dumps(header, separators=(",", ":")).encode(), self.claims) for header in headers]
        tokens += [signed(text, self.claims) for text in (
            self.header.replace(b"{", b'{"alg":"none",', 1), self.header[:-1] + b',"alg":"none"}', b" " + self.header, self.header + b"\n", b"{}", b"[]", b"null", b"", b"\xff")]
        tokens += [encoded(json.dumps({"alg": "none", "typ": "JWT", "kid": kid}).encode()) + b"." + encoded(self.claims) + b"."]
        self.refused(tokens)

    def test_other_keys_are_other_keys(self):
        known = (b"", b"secret", b"changeme", SECRET[:-1], SECRET + b"\x00", SECRET.upper(), bytes.fromhex(SECRET.decode()), b"0" * 64)
        self.refused(signed(self.header, self.claims, key) for key in known)
        self.refused([signed(self.header, self.claims, digest=digest) for digest in (hashlib.sha384, hashlib.sha512, hashlib.sha1)])

    def test_claims_with_a_right_signature(self):
        now = int(time.time())
        self.refused(self.with_claims(**changes) for changes in (
            {"exp": now - 60}, {"exp": now - 3600}, {"exp": 0}, {"exp": -1}, {"exp": str(now + 600)}, {"exp": now + 600.5}, {"exp": None}, {"exp": True}, {"exp": 1 << 62},
            {"exp": 10 ** 30}, {"nbf": now + 600}, {"nbf": None}, {"nbf": "0"}, {"iat": now + 600}, {"iat": None}, {"iss": "other"}, {"iss": None}, {"iss": ["guarita"]},
            {"aud": "other"}, {"aud": None}, {"aud": ["guarita-api", "other"]}, {"aud": ""}, {"sub": "ninguem"}, {"sub": None}, {"sub": ""}, {"sub": 1}, {"sub": "usuario\u0000"},
            {"sub": "USUARIO"}, {"sub": "usuario "}, {"sub": "a" * 3000}, {"sid": None}, {"sid": 7}, {"jti": None}, {"jti": {}}))

    def test_a_name_that_is_there_twice(self):
        claims = self.claims
        self.refused(signed(self.header, text) for text in (
            claims.replace(b"{", b'{"sub":"admin",', 1), claims[:-1] + b',"sub":"admin"}', claims[:-1] + b',"exp":99999999999}', claims[:-1] + b',"x":{"a":1,"a":2}}',
            claims[:-1] + b',"\\u0073ub":"admin"}', claims[:-1], claims + b"x", b"\xef\xbb\xbf" + claims, b"[" * 2000, b"{" * 2000, claims.replace(b'"sub"', b'"sub\\u0000"')))

    def test_where_a_token_stands(self):
        for fields in (b"Authorization: Bearer\r\n", b"Authorization: Bearer \r\n", b"Authorization: Basic " + base64.b64encode(b"usuario:senha123") + b"\r\n",
                       b"Authorization: " + self.valid + b"\r\n", b"Authorization: Token " + self.valid + b"\r\n", b"Cookie: access_token=" + self.valid + b"\r\n",
                       b"X-Authorization: Bearer " + self.valid + b"\r\n", b"Proxy-Authorization: Bearer " + self.valid + b"\r\n",
                       b"Authorization: Bearer x\r\nAuthorization: Bearer " + self.valid + b"\r\n", b"Authorization: Bearer " + self.valid + b", Bearer x\r\n"):
            data = b"GET /itens?access_token=%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s\r\n" % (self.valid, fields)
            (status, _, _), = stand.answers(stand.exchange(self.gateway, data))
            self.assertIn(status, (400, 401), fields[:60])
        self.assertEqual(self.upstream.seen, [])

    def test_no_name_in_a_token_is_looked_for(self):
        """A URL in a header is not fetched, and a path not opened: neither access time nor listener notices."""
        listener = socket.create_server(("127.0.0.1", 0))
        listener.setblocking(False)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/jwks.json"
        bait = os.path.join(self.gateway.folder, "bait")
        os.mkfifo(bait)  # who opened it would hang
        kid = json.loads(self.header)["kid"]
        self.refused(signed(json.dumps(header).encode(), self.claims, b"") for header in (
            {"alg": "HS256", "typ": "JWT", "kid": bait}, {"alg": "HS256", "typ": "JWT", "kid": url}, {"alg": "RS256", "typ": "JWT", "kid": kid, "jku": url},
            {"alg": "RS256", "typ": "JWT", "kid": kid, "x5u": url}))
        with self.assertRaises(BlockingIOError):
            listener.accept()
        listener.close()

    def test_a_public_key_is_no_secret(self):
        key = os.path.join(self.gateway.folder, "rsa.pem")
        subprocess.run(["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", key], check=True, capture_output=True)
        os.chmod(key, 0o600)
        public = subprocess.run(["openssl", "pkey", "-in", key, "-pubout"], check=True, capture_output=True).stdout
        der = subprocess.run(["openssl", "pkey", "-in", key, "-pubout", "-outform", "DER"], check=True, capture_output=True).stdout
        gateway = stand.Gateway(self.upstream.port, dict(self.settings, TOKEN_KEY_FILE=key))
        try:
            token = gateway.token()
            header, claims, _ = token.split(b".")
            named = json.loads(decoded(header))
            self.assertEqual(named["alg"], "RS256")
            self.assertEqual(stand.request(gateway, b"GET", b"/itens", token=token)[0], 200)
            self.upstream.seen.clear()
            for secret in (public, public.strip(), der, b""):
                for text in (decoded(header), json.dumps(dict(named, alg="HS256"), separators=(",", ":")).encode()):
                    self.assertEqual(stand.request(gateway, b"GET", b"/itens", token=signed(text, decoded(claims), secret))[0], 401)
            self.assertEqual(self.upstream.seen, [])
        finally:
            gateway.stop()


if __name__ == "__main__":
    stand.main()

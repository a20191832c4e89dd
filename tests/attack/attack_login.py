# SPDX-License-Identifier: GPL-3.0-or-later
"""Guessing users and passwords, and forms that mean two things."""

import json
import random
import threading
import time

import stand

FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


class Login(stand.Attack):
    settings = {"LOGIN_FAILURES": "1000000", "LOGIN_QUEUE_PER_ADDRESS": "1024", "LOGIN_QUEUE": "64",
                "LOGIN_ACCOUNT_FAILURES": "1000000"}

    def try_in(self, form, fields=FORM, address="127.0.0.1"):
        return stand.request(self.gateway, b"POST", b"/token", form, fields, address=address)

    def tearDown(self):
        self.assertEqual(self.upstream.seen, [], "a log-in is nobody's business behind the gate")
        super().tearDown()

    def test_who_exists_shows_neither_in_text_nor_in_time(self):
        times, texts = {}, {}
        names = {"known": b"usuario", "unknown": b"ninguem", "impossible": b"Nin Guem", "long": b"x" * 200}
        for number in range(25):
            for kind, name in random.sample(sorted(names.items()), len(names)):  # the machine's moods meet all of them
                begun = time.monotonic()
                status, head, body = self.try_in(b"username=" + name.replace(b" ", b"+") + b"&password=wrong-password-%d" % number,
                                                 address=f"127.0.{number + 1}.1")
                times.setdefault(kind, []).append(time.monotonic() - begun)
                answer = json.loads(body)
                answer.pop("request_id")
                fields = sorted(line.split(b":")[0] for line in head.split(b"\r\n")[1:])
                texts.setdefault(kind, set()).add((status, json.dumps(answer), tuple(fields)))
        self.assertEqual(len(set.union(*texts.values())), 1, texts)
        # The quickest of each: the machine only adds to it. One hash is most of it: who skipped it would take a tenth.
        quickest = {kind: min(values) for kind, values in times.items()}
        print({kind: f"{value * 1000:.1f} ms" for kind, value in quickest.items()}, flush=True)
        self.assertLess(max(quickest.values()) / min(quickest.values()), 2, quickest)

    def test_forms_that_mean_two_things_are_refused(self):
        good = b"username=usuario&password=senha123"
        for form in (good + b"&username=admin", good + b"&password=x", b"username=usuario&username=usuario&password=senha123",
                     b"username[]=usuario&password=senha123", b"username=usuario&password[]=senha123", b"username=usuario", b"password=senha123",
                     b"", b"&&&", b"=", b"username=%zz&password=senha123", b"username=usuario%00&password=senha123", good + b"&grant_type=client_credentials",
                     b"username=usuario;password=senha123", b"{\"username\":\"usuario\",\"password\":\"senha123\"}", b"username=\xff&password=senha123",
                     b"username=usuario' OR '1'='1&password=x", b"username=usuario&password=" + b"x" * 5000, b"username=" + b"x" * 3000 + b"&password=x",
                     b"username=*&password=*", b"username=usuario&password=" + b"%C3%A1" * 257, b"grant_type=refresh_token", b"grant_type=refresh_token&refresh_token=",
                     b"grant_type=refresh_token&refresh_token=a.b.c", b"grant_type=password&grant_type=refresh_token&" + good):
            status, _, body = self.try_in(form)
            self.assertIn(status, (400, 401, 413, 422), (form[:80], status, body))
            self.assertNotIn(b"access_token", body)

    def test_only_a_form_is_a_form(self):
        for fields in (b"", b"Content-Type: application/json\r\n", b"Content-Type: multipart/form-data; boundary=x\r\n", b"Content-Type: text/plain\r\n",
                       b"Content-Type: application/x-www-form-urlencoded; charset=utf-7\r\n", b"Content-Encoding: gzip\r\n" + FORM):
            status, _, body = self.try_in(b"username=usuario&password=senha123", fields)
            self.assertIn(status, (400, 415, 422), (fields, status))
            self.assertNotIn(b"access_token", body)

    def test_only_post_logs_in(self):
        for method in (b"GET", b"HEAD", b"PUT", b"PATCH", b"DELETE"):
            status, _, body = stand.request(self.gateway, method, b"/token?username=usuario&password=senha123")
            self.assertEqual(status, 405, method)
            self.assertNotIn(b"access_token", body)

    def test_guesses_are_slowed_without_locking_others_out(self):
        gateway = stand.Gateway(self.upstream.port, {"LOGIN_FAILURES": "5"})
        right = b"username=usuario&password=senha123"
        try:
            self.assertEqual(stand.request(gateway, b"POST", b"/token", right, FORM, address="127.0.0.2")[0], 200)
            statuses = [stand.request(gateway, b"POST", b"/token", b"username=usuario&password=guess-%d" % number, FORM, address="127.0.0.66")[0]
                        for number in range(20)]
            self.assertEqual(statuses[0], 401)
            self.assertEqual(statuses[-1], 429, statuses)
            self.assertLessEqual(statuses.count(401), 6, statuses)
            # Who has logged in from there before is not made to wait for what is tried elsewhere.
            self.assertEqual(stand.request(gateway, b"POST", b"/token", right, FORM, address="127.0.0.2")[0], 200)
        finally:
            gateway.stop()

    def test_a_flood_of_logins_leaves_other_requests_alone(self):
        stop = threading.Event()
        counts = {}

        def guess(number):
            while not stop.is_set():
                status, _, _ = self.try_in(b"username=usuario&password=guess-of-many", address=f"127.1.0.{number + 1}")
                counts[status] = counts.get(status, 0) + 1

        threads = [threading.Thread(target=guess, args=(number,)) for number in range(100)]
        for thread in threads:
            thread.start()
        try:
            times = []
            for _ in range(200):
                begun = time.monotonic()
                status, _, _ = stand.request(self.gateway, b"GET", b"/itens", token=self.valid)
                times.append(time.monotonic() - begun)
                self.assertEqual(status, 200)
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        times.sort()
        print(f"{counts}; others waited p50 {times[100] * 1000:.1f} ms, p99 {times[197] * 1000:.1f} ms", flush=True)
        self.assertTrue(set(counts) <= {401, 429, 503}, counts)
        self.upstream.seen.clear()


if __name__ == "__main__":
    stand.main()

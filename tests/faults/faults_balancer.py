# SPDX-License-Identifier: GPL-3.0-or-later
"""faults_balancer.py FOLDER_OF_THE_BINARIES [unittest's options]

What guarita-balancer makes of each fault of a server: what the client gets, whether it is tried again, and what becomes
of the server.
"""

import os
import sys
import unittest
from dataclasses import dataclass

from proxies import Guarita
from trials import Bench

BIN = ""
MEGABYTE = 1 << 20


@dataclass
class Expected:
    alone: set  # the answers if there is no other server
    beside: set  # if there is a good one; each client's request gets one of these
    verdict: str  # the faulty server's state then; empty: it depends on the order of things
    post: set = None  # of a POST without a key, if other than `alone`
    executed: int = 1  # times that a POST reaches the server
    again: bool = False  # it is tried elsewhere
    wrong: bool = False  # an answer that cannot be told from the right one gets through


def lost(*reasons, verdict="ejected", **rest):
    """It may be the connection's fault: a GET is tried elsewhere."""
    answers = {f"{504 if reason == 'upstream_timeout' else 502} `{reason}`" for reason in reasons}
    return Expected(answers, {"200"}, verdict, again=True, **rest)


def passed(*answers, verdict="up", **rest):
    return Expected(set(answers), {"200", *answers}, verdict, **rest)


EXPECTED = {
    "hung": lost("upstream_timeout"),
    # The health check meets the same on a new connection, and not on the one that it has had: it may be down, or up again.
    "reset-accept": lost("upstream_no_response", "upstream_connect", verdict="", executed=0),
    "reset-request": lost("upstream_no_response"),
    "close-request": lost("upstream_no_response"),
    "late": lost("upstream_timeout"),
    "trickle": lost("upstream_timeout"),
    "garbage": lost("upstream_too_large"),
    "garbage-hung": lost("upstream_too_large"),
    "http09": lost("upstream_no_response"),
    "status-99": lost("upstream_too_large"),
    "status-1000": lost("upstream_too_large"),
    "nul": lost("upstream_too_large"),
    "head-1mib": lost("upstream_too_large"),
    "fields-5000": lost("upstream_too_large"),
    "half": lost("upstream_truncated"),
    "surplus": passed("200"),
    "length-twice": lost("upstream_too_large"),
    "length-chunked": lost("upstream_too_large"),
    "chunk-drip": passed("200"),
    # The head was passed on, so the client has to see that the rest is missing.
    "chunk-cut": passed("200, cut visibly", verdict="ejected"),
    "chunk-within": passed("200, cut visibly", verdict="ejected"),
    "chunk-size": passed("200, cut visibly", verdict="ejected"),
    "chunk-stuck": passed("200, cut visibly", verdict="ejected"),
    "endless": passed("200, passed on"),
    "twice": passed("200"),
    # If the next request is on the connection already, only X-Request-Id tells whose answer it is. That ends with the first
    # one that nobody waits for: from then on connections are used once. So the client that comes first meets it, and no other.
    "twice-apart": Expected({"200", "200, wrong body"}, {"200"}, "up"),
    "twice-once": passed("200"),
    "twice-named": Expected({"200"}, {"200"}, "up", post={"200", "502 `upstream_no_response`"}),
    "head-body": passed("200"),
    "body-204": passed("204"),
    # Of a POST nobody knows whether it was read before.
    "farewell": passed("200", post={"200", "408"}),
    # On a new connection the request is on its way before the greeting comes, so nobody can tell that it is none of its answer.
    "greeting": passed("200, wrong body", wrong=True),
    "early": passed("413"),
    "interim-100": passed("200"),
    "interim-103": passed("200"),
    "interim-101": lost("upstream_too_large"),
    "error-500": passed("500"),
    "error-503": Expected({"503"}, {"200"}, "ejected", again=True),
}


class Faults(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bench = Bench()
        cls.proxy = Guarita(os.path.join(BIN, "guarita-balancer"), cls.bench.bad, cls.bench.good)
        cls.before = cls.proxy.resident_bytes()
        cls.results = cls.bench.run(cls.proxy)
        cls.grown = cls.proxy.resident_bytes() - cls.before

    @classmethod
    def tearDownClass(cls):
        code = cls.proxy.stop()
        cls.bench.close()
        if code != 0:
            raise AssertionError(f"the balancer ended with {code}")

    def each(self, judge):
        for fault in self.bench.faults:
            with self.subTest(fault.name):
                judge(EXPECTED[fault.name], self.results[fault.name])

    def among(self, answers, allowed):
        self.assertLessEqual({str(answer) for answer in answers}, allowed)

    def test_all_faults_are_judged(self):
        self.assertEqual({fault.name for fault in self.bench.faults}, set(EXPECTED))

    def test_alone(self):
        self.each(lambda expected, result: self.among(result.alone, expected.alone))

    def test_post_is_executed_once_at_most(self):
        def judge(expected, result):
            self.among(result.post, expected.post or expected.alone)
            self.assertEqual(result.executed, expected.executed)
        self.each(judge)

    def test_beside_a_good_server(self):
        def judge(expected, result):
            self.among(result.beside, expected.beside)
            if expected.again:
                self.assertTrue(result.retried)
        self.each(judge)

    def test_verdict(self):
        def judge(expected, result):
            if expected.verdict:
                self.assertEqual(result.verdict.split()[0], expected.verdict)
        self.each(judge)

    def test_many_at_once(self):
        """No answer is taken for another request's, and none that broke off for a whole one."""
        def judge(expected, result):
            self.among(result.storm, expected.beside)
            if not expected.wrong:
                self.assertEqual([answer for answer in result.storm if answer.wrong()], [])
        self.each(judge)

    def test_the_balancer_is_well(self):
        self.assertTrue(self.proxy.alive())
        self.assertLess(self.grown, 64 * MEGABYTE)
        busy = [backend["id"] for backend in self.proxy.backends() if backend["in_flight"]]
        self.assertEqual(busy, [])


if __name__ == "__main__":
    if len(sys.argv) < 2 or not os.path.isdir(sys.argv[1]):
        sys.exit(__doc__.splitlines()[0])
    BIN = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=2)

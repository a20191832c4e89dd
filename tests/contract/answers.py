#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds what passed between the tests and the daemons against the contract: answers.py OPENAPI.JSON FOLDER.

The folder holds what tests/support/recording.h left there. Exits 1 if an exchange breaks the contract, or if there is
none. Prints which documented answers no test has provoked; that alone is no failure.
"""

import sys
from collections import Counter

from contract import Contract
from judge import Judge
from wire import recorded


def main():
    contract = Contract.load(sys.argv[1])
    exchanges, connections = recorded(sys.argv[2])
    judge = Judge(contract)
    broken, examples, judged = Counter(), {}, 0
    for exchange in exchanges:
        faults = judge.faults(exchange)
        if faults is None:
            continue
        judged += 1
        method, target = exchange.request.start
        path = contract.path_of(target, exchange.daemon) or target.split("?")[0]
        for fault in faults:
            mistake = f"{method} {path} {exchange.response.start[0]}: {fault}"
            broken[mistake] += 1
            examples.setdefault(mistake, exchange)
    for mistake, count in broken.items():
        print(f"{mistake} ({count} times, first: {examples[mistake]})")
        print(f"    {examples[mistake].response.body[:600]!r}")
    print(f"{judged} exchanges judged of {len(exchanges)} in {connections} connections, {len(broken)} kinds of mistakes")
    for path in contract.paths:
        for method, operation in contract.operations(path).items():
            unseen = [status for status in operation["responses"] if (method, path, int(status)) not in judge.seen]
            if unseen:
                print(f"not provoked: {method.upper()} {path} {' '.join(unseen)}")
    if not judged:
        print("nothing was recorded: did the integration tests run?")
    return 1 if broken or not judged else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows that lint.py can fail: breaks each rule once in a small tree, and checks that nothing else is complained of."""

import os
import sys
import tempfile

import lint
import rules

HEAD = "// SPDX-License-Identifier: GPL-3.0-or-later\n"
HEADER = HEAD + "#pragma once\n"

# A tree without a mistake. It also shows what is not a mistake.
GOOD = {
    "shared/core/clock.h": HEADER + "auto now() { return std::chrono::system_clock::now(); }\n",
    "shared/core/result.h": HEADER,
    "shared/net/headers.h": HEADER + '#include "core/result.h"\n',
    "shared/http/httpapp.cpp": HEAD + '#include <QtHttpServer/QHttpServer>\n#include "net/headers.h"\n'
                                      "#if QT_VERSION < QT_VERSION_CHECK(6, 8, 0)\n#endif\n",
    "shared/client/httpclient.cpp": HEAD + "QNetworkAccessManager *manager; // not QHttpServer\n"
                                           "/* QEventLoop\n processEvents */ auto text = \"QEventLoop\";\n"
                                           "auto big = 1'000; QString a = u'x'; auto raw = R\"(waitForX())\";\n",
    "services/server/domain/item.h": HEADER + '#include "core/result.h"\n',
    "services/server/serverapp.cpp": HEAD + '#include "server/domain/item.h"\n'
                                         '#include "net/headers.h"\n#include "own.h"\n',
    "tests/unit/tst_x.cpp": HEAD + "QEventLoop loop; QNetworkAccessManager m; QTest::qWaitFor(f);\n",
    "scripts/run": "#!/usr/bin/env bash\n# SPDX-License-Identifier: GPL-3.0-or-later\n",
    "README.md": "curl http://localhost:8000/itens\n",
}

# (rule, path, text): each is one file added to the good tree, and must cause this complaint and no other.
BAD = [
    ("layer", "shared/core/a.cpp", HEAD + '#include "net/headers.h"\n'),
    ("layer", "shared/net/a.h", HEADER + '#  include "http/httpapp.cpp"\n'),
    ("layer", "shared/contract/a.h", HEADER + '#include "net/headers.h"\n'),
    ("include-root", "shared/http/a.cpp", HEAD + '#include "server/domain/item.h"\n'),
    ("include-root", "services/server/a.cpp", HEAD + '#include "domain/item.h"\n'),
    ("include-root", "shared/http/a.cpp", HEAD + '#include "../services/server/domain/item.h"\n'),
    ("include-root", "services/gateway/a.cpp", HEAD + '#include "server/domain/item.h"\n'),
    ("include-root", "console/core/a.cpp", HEAD + '#include "server/domain/item.h"\n'),
    ("include-root", "console/core/a.cpp", HEAD + '#include "console/api/api.h"\n'),
    ("qhttpserver", "services/gateway/a.cpp", HEAD + "#include <QtHttpServer>\n"),
    ("qhttpserver", "shared/runtime/a.cpp", HEAD + "void f(const QHttpServerRequest &request);\n"),
    ("network-client", "services/gateway/a.cpp", HEAD + "QNetworkReply *reply;\n"),
    ("openssl", "shared/net/a.cpp", HEAD + "#include <openssl/ssl.h>\n"),
    ("nghttp2", "shared/net/a.cpp", HEAD + "nghttp2_session *session;\n"),
    ("qt-version", "services/gateway/a.cpp", HEAD + "#if QT_VERSION >= 1\n#endif\n"),
    ("domain-purity", "services/server/domain/a.h", HEADER + '#include "core/clock.h"\n'),
    ("domain-purity", "services/server/domain/a.h", HEADER + "#include <nlohmann/json.hpp>\n"),
    ("domain-purity", "services/server/domain/a.h", HEADER + "class A : public QObject {};\n"),
    ("controllers-no-sql", "services/server/web/a.cpp", HEAD + "QSqlQuery query;\n"),
    ("storage-no-http", "services/server/storage/a.cpp", HEAD + '#include "net/headers.h"\n'),
    ("storage-no-http", "shared/sql/a.cpp", HEAD + "#include <QtNetwork/QTcpSocket>\n"),
    ("policy-purity", "services/balancer/policy/a.cpp", HEAD + '#include "net/headers.h"\n'),
    ("framer-purity", "shared/net/messageframer.cpp", HEAD + '#include "core/clock.h"\n'),
    ("views-no-network", "console/views/a.cpp", HEAD + "#include <QtNetwork/QTcpSocket>\n"),
    ("nested-loop", "services/gateway/a.cpp", HEAD + "QEventLoop loop;\n"),
    ("nested-loop", "shared/client/a.cpp", HEAD + "socket.waitForReadyRead(1'000);\n"),
    ("nested-loop", "console/a.cpp", HEAD + "QCoreApplication::processEvents();\n"),
    ("wall-clock", "services/gateway/a.cpp", HEAD + "auto now = QDateTime::currentDateTimeUtc();\n"),
    ("wall-clock", "shared/http/a.cpp", HEAD + "auto now = std::chrono::system_clock::now();\n"),
    ("global-randomness", "services/balancer/a.cpp", HEAD + "std::random_device device;\n"),
    ("global-randomness", "services/balancer/a.cpp", HEAD + "QRandomGenerator::global();\n"),
    ("singleton", "shared/http/a.h", HEADER + "static App &instance();\n"),
    ("sleep", "tests/unit/tst_a.cpp", HEAD + "QTest::qSleep(10);\n"),
    ("keywords", "shared/http/a.h", HEADER + "public slots:\n"),
    ("registry-host", "docs/a.md", "see https://registry" + ".npmjs.org\n"),
    ("machine-path", "cmake/a.cmake", "set(X /home" + "/alice/src)\n"),
    ("plain-secret", "services/gateway/a.cpp", HEAD + "auto password = \"senha" + "123\";\n"),
    ("spdx", "shared/http/a.cpp", "int a;\n"),
    ("spdx", "scripts/b", "#!/bin/sh\n"),
    ("pragma-once", "shared/http/a.h", HEAD + "int a;\n"),
    ("file-name", "shared/http/HttpThing.cpp", HEAD),
    ("file-length", "shared/http/a.cpp", HEAD + "\n" * 400),
    ("file-length", "tests/unit/tst_a.cpp", HEAD + "\n" * 500),
]


def complaints(tree):
    with tempfile.TemporaryDirectory() as root:
        for path, text in tree.items():
            os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
            with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                file.write(text)
        checked = lint.Lint(root)
        checked.run()
        return checked.mistakes


def main():
    failures = [f"the good tree: {mistake}" for mistake in complaints(GOOD)]
    for rule, path, text in BAD:
        found = complaints({**GOOD, path: text})
        if [mistake[0] for mistake in found] != [path] or found[0][2] != rule:
            failures.append(f"{rule} in {path}: {found or 'no complaint'}")
    untested = {ban.name for ban in rules.BANS} - {rule for rule, _, _ in BAD}
    failures += [f"no sample breaks the rule {name}" for name in sorted(untested)]
    for failure in failures:
        print(failure)
    print(f"{len(BAD)} samples, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

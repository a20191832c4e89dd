# SPDX-License-Identifier: GPL-3.0-or-later
"""What the sources must keep to, as data. Each rule says why; lint.py applies them, selftest.py breaks each once.

Paths are glob patterns relative to the project's folder, where ** also matches no folder at all.
"""

from dataclasses import dataclass, field

# --- layers: which folders of shared/ a folder may include, besides itself

LAYERS = {
    "core": set(),
    "config": {"core"},
    "crypto": set(),
    "tls": {"core"},
    "net": {"core", "tls"},
    "trace": {"core", "net"},
    "http": {"core", "tls", "net", "trace"},
    "qnam": set(),
    "wire": {"core", "net", "tls"},
    "client": {"core", "net", "tls", "trace", "http", "qnam", "wire"},
    "contract": {"core"},
    "runtime": {"core", "config", "net", "trace", "http", "client"},
    "sql": {"core"},
    "tally": {"core"},
    "tier": {"core", "config", "crypto", "net", "http", "tally"},
}

LAYERS_WHY = "the layers of shared/ build on those below them only (the order stands in shared/CMakeLists.txt)"

# A quoted include with a folder in it names a file below one of these (folder, what the include begins with), so that
# nothing can reach what it must not know.
SHARED = ("shared", "")
INCLUDE_ROOTS = [
    ("shared/**", [SHARED], "shared/ knows neither services/ nor console/"),
    ("services/gateway/**", [SHARED, ("services", "gateway/")], "one service does not include another"),
    ("services/balancer/**", [SHARED, ("services", "balancer/")], "one service does not include another"),
    ("services/server/**", [SHARED, ("services", "server/")], "one service does not include another"),
] + [
    (f"console/{folder}/**", [SHARED] + [(".", f"console/{other}/") for other in (folder, *others)],
     "the console does not include services/, and its folders build on those below them only")
    for folder, others in {
        "core": [],
        "api": ["core"],
        "models/feed": ["api", "core"],
        "models/admin": ["models/feed", "api", "core"],
        "models/items": ["api", "core"],
        "models/traffic": ["models/feed", "api", "core"],
        "widgets": ["core"],
        "views": ["widgets", "models", "api", "core"],
        "app": ["views", "widgets", "models", "api", "core"],
    }.items()
]


@dataclass
class Ban:
    """A pattern that the code of some files must not have."""

    name: str
    why: str
    pattern: str
    where: list = field(default_factory=lambda: ["**/*.cpp", "**/*.h"])
    unless: list = field(default_factory=list)
    # "code": comments and the text of literals are not looked at; "raw": they are.
    look_at: str = "code"


PRODUCT = ["shared/**/*.cpp", "shared/**/*.h", "services/**/*.cpp", "services/**/*.h", "console/**/*.cpp",
           "console/**/*.h"]

BANS = [
    # --- who may know what
    Ban("qhttpserver", "only HttpApp knows Qt HTTP Server: it is not hardened, and its references die early",
        r"QtHttpServer|\bQHttpServer\w*", where=PRODUCT, unless=["shared/http/**"]),
    Ban("network-client", "only HttpClient and the console's Transport know QNetworkAccessManager: its defaults are wrong for both",
        r"\bQNetwork(AccessManager|Reply|Request)\b", where=PRODUCT, unless=["shared/client/**", "shared/qnam/**", "console/api/transport*", "console/app/console.*"]),
    Ban("openssl", "few know OpenSSL: its errors are a queue of the thread's, and its calls want to be repeated",
        r"openssl/|\bSSL_\w+", where=PRODUCT, unless=["shared/tls/**", "shared/crypto/**", "services/gateway/keys/**"]),
    Ban("nghttp2", "only Http2Session knows nghttp2: its callbacks must not write, close or destroy",
        r"\bnghttp2_\w+|<nghttp2/", where=PRODUCT, unless=["shared/net/http2session.*"]),
    Ban("qt-version", "only HttpApp and HttpClient depend on the version of Qt",
        r"\bQT_VERSION(_CHECK|_MAJOR|_MINOR)?\b", unless=["shared/http/**", "shared/client/**"]),
    Ban("domain-purity", "the domain knows no HTTP, JSON, SQL, QObject or clock",
        r'"(http|net|client|runtime|config|server/storage|server/web)/|QtHttpServer|QtNetwork|QtSql|\bQSql|\bQNetwork|nlohmann|\bQJson'
        r'|core/jsonwriter|core/clock|\bQObject\b|\bQ_OBJECT\b|\bQTimer\b',
        where=["services/*/domain/**"]),
    Ban("controllers-no-sql", "a controller knows no SQL: it calls the service",
        r'QtSql|\bQSql', where=["services/server/web/**"]),
    Ban("storage-no-http", "storage knows no HTTP",
        r'"(http|net|client|server/web)/|QtHttpServer|QtNetwork|\bQNetwork', where=["services/server/storage/**", "shared/sql/**"]),
    Ban("policy-purity", "a balancing or health policy is a pure value: no sockets, no I/O, no configuration",
        r'"(http|net|client|config|runtime|balancer/proxy|balancer/admin)/|QtHttpServer|QtNetwork|\bQNetwork|\bQObject\b|\bQ_OBJECT\b'
        r'|\bQTimer\b|\bQFile\b',
        where=["services/balancer/policy/**", "services/balancer/health/healthmachine.*"],
        unless=["services/balancer/policy/policysettings.*"]),
    Ban("framer-purity", "the framer is pure: bytes in, a message or a refusal out",
        r"QtNetwork|\bQObject\b|\bQ_OBJECT\b|\bQTimer\b|core/clock|\bQ(Tcp|Abstract)Socket\b",
        where=["shared/net/messageframer.*", "shared/net/responseframer.*", "shared/net/requestframe.*", "shared/net/headers.*"]),
    Ban("views-no-network", "views do not know the network",
        r'QtNetwork|\bQNetwork|"(client|net)/', where=["console/views/**", "console/widgets/**", "console/models/**"]),
    # --- how things are done
    Ban("nested-loop", "a nested event loop runs anything at any place: answers come by signal or callback",
        r"\bprocessEvents\b|\bQEventLoop\b"
        r"|\bwaitFor(ReadyRead|BytesWritten|Connected|Disconnected|Encrypted|NewConnection|Started|Finished|Done)\b", where=PRODUCT),
    Ban("wall-clock", "time comes from core::Clock, so that tests need not wait",
        r"\bcurrentDateTime\w*|\bcurrentMSecsSinceEpoch\b|\bcurrentSecsSinceEpoch\b|\bQDate::currentDate\b"
        r"|\bQTime::currentTime\b|\bsystem_clock::now\b|\bgettimeofday\b|\bclock_gettime\b|\bstd::time\s*\(",
        where=PRODUCT, unless=["shared/core/**"]),
    Ban("global-randomness", "randomness comes from core::Random, so that tests are repeatable",
        r"\bQRandomGenerator\b|\brandom_device\b|\bmt19937\w*|\bstd::rand\b|\brandombytes_\w+",
        where=PRODUCT, unless=["shared/core/**"]),
    Ban("singleton", "what an object needs is handed to its constructor",
        r"\bQ_GLOBAL_STATIC\w*|\bstatic\s+\w+\s*[&*]\s*instance\s*\(", where=PRODUCT),
    # QTest::qWait() is left to tests that show that nothing happens for a while.
    Ban("sleep", "nothing sleeps: wait for a signal, or move the fake clock",
        r"\bqSleep\s*\(|\bQThread::(m|u)?sleep\s*\(|\bsleep_(for|until)\b|\busleep\s*\("),
    Ban("keywords", "QT_NO_KEYWORDS: the macros clash with other libraries",
        r"^\s*(public|private|protected)\s+slots\s*:|^\s*signals\s*:|\bforeach\s*\("),
    # --- what must not get into the repository
    Ban("registry-host", "a clone builds from whatever registry its machine is set up for",
        r"registry[.]npm|registry[.]yarn|deb[.]debian|archive[.]ubuntu|security[.]ubuntu|pypi[.]org|crates[.]io"
        r"|proxy[.]golang",
        where=["**"], look_at="raw"),
    Ban("machine-path", "a path of the machine that somebody builds on means nothing elsewhere",
        r"(?<![\w.\-])/(work|root|home/[a-z]\w*|Users/\w+)/", where=["**"], look_at="raw"),
    Ban("plain-secret", "a secret does not stand in a source: the demo password is stored as a hash",
        r"senha123", where=PRODUCT, look_at="raw"),
]

# --- each file

SPDX = "SPDX-License-Identifier: GPL-3.0-or-later"
SPDX_WHERE = ["**/*.cpp", "**/*.h", "**/*.py", "**/*.sh", "scripts/*"]
SPDX_WHY = "each source says its licence in its first three lines"

NAME_WHERE = ["**/*.cpp", "**/*.h"]
NAME_PATTERN = r"[a-z0-9_]+\.(cpp|h)"
NAME_WHY = "file names are in lower case"

LINES_WHERE = ["**/*.cpp", "**/*.h", "**/*.py"]
LINES_WARN = 300
LINES_MOST = 400
LINES_MOST_IN_TESTS = 500  # tables of cases are long and simple
LINES_WHY = "a file that needs more has more than one job"

# --- exceptions: (rule, path, why)

EXCEPTIONS = [
    ("registry-host", "tests/lint/*.py", "names the hosts to find them"),
    ("machine-path", "tests/lint/*.py", "names the paths to find them"),
    ("wall-clock", "shared/runtime/stopsignals.cpp", "a signal handler has no object to ask; the clock is monotonic"),
    ("sleep", "shared/sql/sqlconnection.cpp", "a database worker's own thread, before it tries again"),
]

SKIPPED_FOLDERS = {".git", "build", "var", "node_modules", "__pycache__", ".cache"}

# SPDX-License-Identifier: GPL-3.0-or-later
"""The processes that scripts/chaos kills: gateway, balancer, two servers and, if asked for, a private PostgreSQL."""
import glob
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time

# The kernel ends them if this process is killed.
WITH_US = ["setpriv", "--pdeathsig", "KILL"]


class Unavailable(Exception):
    """Something that this needs is not on this machine."""


def free_port():
    """Below the range from which the kernel takes ports for connections, so that a daemon that is away for a moment
    finds its own port free again."""
    while True:
        port = 20000 + secrets.randbelow(10000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


class Victim:
    """What is killed and started again: a `name`, a `start()`, a process, and a file with what it says."""

    def ended_by_itself(self):
        """Whether it is gone though nobody killed it; then it is started again."""
        code = self._process.poll()
        if code is None:
            return None
        with open(self._log, "rb") as log:
            tail = log.read()[-2000:].decode(errors="replace")
        self.start()
        return f"{self.name} ended by itself with code {code}:\n{tail}"


class Daemon(Victim):
    """One of the project's daemons. Killed without warning, it is started again on the same port at once."""

    def __init__(self, name, program, folder, settings):
        self.name = name
        self.port = free_port()
        self.kills = 0
        self._program = program
        self._folder = os.path.join(folder, name)
        self._log = os.path.join(folder, name + ".log")
        inherited = {key: os.environ[key] for key in ("PATH", "HOME", "LANG", "TMPDIR") if key in os.environ}
        self._environment = {**inherited, "HOST": "127.0.0.1", "PORT": str(self.port), "METRICS_PORT": "off",
                             "ACCESS_LOG": "false", **settings}
        os.mkdir(self._folder)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        with open(self._log, "ab") as log:
            self._process = subprocess.Popen([*WITH_US, "--", self._program], cwd=self._folder,
                                             env=self._environment, stdout=log, stderr=log)

    def kill(self):
        self._process.kill()
        self._process.wait()
        self.kills += 1

    def stop(self):
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()


class Postgres(Victim):
    """A cluster in the folder. Nothing is flushed to the disk: it survives its processes, not the machine."""

    def __init__(self, folder):
        self.name = "postgres"
        self.kills = 0
        self._port = free_port()
        self._data = os.path.join(folder, "postgres")
        self._log = os.path.join(folder, "postgres.log")
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4]))
        if not found:
            raise Unavailable("there is no PostgreSQL; scripts/install-deps postgres installs it")
        self._bin = found[-1]
        self._user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None  # it refuses to run as root
        os.mkdir(self._data, 0o700)
        if self._user:
            os.chown(self._data, self._user.pw_uid, self._user.pw_gid)
        self._tool("initdb", "-D", self._data, "-U", "guarita", "--auth=trust", "--encoding=UTF8", "--locale=C",
                   "--no-sync")

    @property
    def url(self):
        return f"postgresql://guarita@127.0.0.1:{self._port}/guarita"

    def _command(self, name, *arguments):
        user = ["--reuid=postgres", "--regid=postgres", "--clear-groups"] if self._user else []
        return [*WITH_US, *user, "--", os.path.join(self._bin, name), *arguments]

    def _tool(self, name, *arguments):
        subprocess.run(self._command(name, *arguments), cwd="/", check=True, stdout=subprocess.PIPE,
                       stderr=subprocess.STDOUT)

    def start(self):
        settings = [f"port={self._port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off",
                    "shared_buffers=32MB"]
        options = [part for setting in settings for part in ("-c", setting)]
        with open(self._log, "ab") as log:
            self._process = subprocess.Popen(self._command("postgres", "-D", self._data, *options), cwd="/", stdout=log,
                                             stderr=log)

    def create_database(self):
        deadline = time.monotonic() + 60
        while True:
            try:
                return self._tool("createdb", "-h", "127.0.0.1", "-p", str(self._port), "-U", "guarita", "guarita")
            except subprocess.CalledProcessError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def kill(self):
        """The postmaster and all its children, which it would not take along and which keep a new one out."""
        self._process.kill()
        self._process.wait()
        while pids := self._processes():
            for pid in pids:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            time.sleep(0.005)
        self.kills += 1

    def _processes(self):
        """They have its data folder as their working directory, and no other process has."""
        found = []
        for link in glob.glob("/proc/[0-9]*/cwd"):
            try:
                if os.readlink(link) == self._data:
                    found.append(int(link.split("/")[2]))
            except OSError:
                continue
        return found

    def stop(self):
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()


class Stack:
    """All of them, in a temporary folder that is removed with them."""

    def __init__(self, binaries, database):
        binaries = os.path.abspath(binaries)  # the daemons run in folders of their own
        for program in ("guarita-gateway", "guarita-balancer", "guarita-server"):
            if not os.path.isfile(os.path.join(binaries, program)):
                raise Unavailable(f"there is no {program} in {binaries}; --bin names the folder of the daemons")
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix="guarita-chaos-"))
        os.chmod(self.folder, 0o711)  # the user postgres passes through it
        self.victims = []
        settings = {"SQLITE_FILE": os.path.join(self.folder, "guarita.sqlite")}
        if database == "postgres":
            postgres = self._started(Postgres(self.folder))
            postgres.create_database()
            settings = {"DATABASE_URL": postgres.url}
        servers = [self._started(Daemon(f"server-{number}", os.path.join(binaries, "guarita-server"), self.folder,
                                        settings)) for number in (1, 2)]
        self.balancer = self._started(Daemon("balancer", os.path.join(binaries, "guarita-balancer"), self.folder, {
            "SERVIDORES": ",".join(server.url for server in servers)}))
        self.gateway = self._started(Daemon("gateway", os.path.join(binaries, "guarita-gateway"), self.folder, {
            "LOAD_BALANCER_URL": self.balancer.url, "SECRET_KEY": secrets.token_hex(32), "TOKEN_LIFETIME": "7d",
            "DEMO": "true", "USERS_FILE": os.path.join(self.folder, "users.sqlite")}))

    def _started(self, process):
        self.victims.append(process)
        process.start()
        return process

    def crashes(self):
        return [report for victim in self.victims if (report := victim.ended_by_itself())]

    def stop(self, keep):
        for victim in reversed(self.victims):
            victim.stop()
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)

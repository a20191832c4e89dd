#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""scripts/bench-store.py SERVER_URL DATABASE_URL SERVER_PID SECONDS RUNS

One item server against the database that it stands on; scripts/bench calls it for its part `store`. The database
holds the items of scripts/seed-items and what `pgbench -i` makes. Everything that is compared runs in turns.
"""

import base64
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

SERVER, DATABASE, PID, SECONDS, RUNS = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
CONNECTIONS = 4  # as many as the server has to its database (DB_WORKERS)
CLIENTS = 32

# The statement of a POST: with the table's indexes and the record that its trigger keeps.
INSERT = """INSERT INTO itens (nome, descricao, preco_centavos, nome_chave, descricao_chave, alterado_por, versao,
criado_em_ms, atualizado_em_ms) VALUES ('Café torrado', 'Torrado e moído', 1990, 'cafe torrado', 'torrado e moido', NULL,
1, 1700000000000, 1700000000000) RETURNING id;
"""
INSERT_BARE = """INSERT INTO bench_insert (nome, descricao, preco_centavos, versao, criado_em_ms, atualizado_em_ms)
VALUES ('Café torrado', 'Torrado e moído', 1990, 1, 1700000000000, 1700000000000) RETURNING id;
"""
LIST = """SELECT id, nome, descricao, preco_centavos, versao, criado_em_ms, atualizado_em_ms FROM
(SELECT id FROM itens WHERE excluido_em_ms IS NULL ORDER BY id LIMIT 100) AS pagina JOIN itens USING (id) ORDER BY id;
"""
POST = """wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"nome": "Café torrado", "descricao": "Torrado e moído", "preco": 19.90}'
"""
BY_ID = """math.randomseed(os.time())
request = function() return wrk.format("GET", "/itens/" .. math.random(1, %d)) end
"""


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def psql(sql):
    return run("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql, DATABASE).strip()


def script(text, suffix):
    file = tempfile.NamedTemporaryFile("w", suffix=suffix, delete=False)
    file.write(text)
    file.close()
    return file.name


def milliseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60000}[unit]


def wrk(path, clients, lua=None):
    """(requests per second, median in ms)"""
    command = ["wrk", "-t1", f"-c{clients}", f"-d{SECONDS}s", "--latency"]
    output = run(*command, *(["-s", lua] if lua else []), SERVER + path)
    if re.search("Non-2xx|Socket errors", output):
        sys.exit(f"{path}: not all requests were answered with success\n{output}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])
    return rate, milliseconds(re.search(r"\n\s+50%\s+(\S+)", output)[1])


def pgbench(clients, *arguments):
    """(transactions per second, median in ms)"""
    with tempfile.TemporaryDirectory() as folder:
        output = subprocess.run(
            ["pgbench", "-n", "-M", "prepared", f"-c{clients}", "-j1", f"-T{SECONDS}", "-l",
             "--log-prefix", os.path.join(folder, "log"), *arguments, DATABASE],
            check=True, capture_output=True, text=True).stdout
        times = []
        for name in os.listdir(folder):
            with open(os.path.join(folder, name)) as log:
                times += [int(line.split(" ", 3)[2]) for line in log]
    return float(re.search(r"tps = ([\d.]+)", output)[1]), statistics.median(times) / 1000


def in_turns(**targets):
    """The median of each target's runs: (rate, ms)"""
    found = {name: [] for name in targets}
    for _ in range(RUNS):
        for name, target in targets.items():
            found[name].append(target())
            print(f"{name}: {found[name][-1]}", file=sys.stderr)
    return {name: tuple(statistics.median(column) for column in zip(*rows)) for name, rows in found.items()}


def rates(items):
    by_id = script(BY_ID % items, ".lua")
    post = script(POST, ".lua")
    insert = script(INSERT, ".sql")
    bare = script(INSERT_BARE, ".sql")
    found = in_turns(read=lambda: wrk("/", CLIENTS, by_id), pgbench_read=lambda: pgbench(CONNECTIONS, "-S"),
                     write=lambda: wrk("/itens", CLIENTS, post),
                     pgbench_write=lambda: pgbench(CONNECTIONS, "-f", insert),
                     pgbench_bare=lambda: pgbench(CONNECTIONS, "-f", bare))
    print("\n| | per second | p50 ms | of pgbench's |\n|---|---|---|---|")
    rows = (("pgbench_read", "`pgbench -M prepared -S`, 4 clients", "pgbench_read"),
            ("read", "**guarita-server**, `GET /itens/{id}`, 32 clients", "pgbench_read"),
            ("pgbench_write", "`pgbench -M prepared`, the same row into `itens`, 4 clients", "pgbench_write"),
            ("pgbench_bare", "`pgbench -M prepared`, a row into a table without any of its indexes", "pgbench_write"),
            ("write", "**guarita-server**, `POST /itens`, 32 clients", "pgbench_write"))
    for name, title, peer in rows:
        print(f"| {title} | {found[name][0]:.0f} | {found[name][1]:.2f} | {found[name][0] / found[peer][0]:.2f} |")


def cursor(item_id):
    """What a Link of the list would carry behind that item."""
    return base64.urlsafe_b64encode(json.dumps(["0+", False, str(item_id)]).encode()).rstrip(b"=").decode()


def lists(items):
    listing = script(LIST, ".sql")
    last = int(psql("SELECT max(id) FROM itens")) - 150
    found = in_turns(
        sql=lambda: pgbench(1, "-f", listing),
        first=lambda: wrk("/itens?limit=100&total=false", 1),
        last=lambda: wrk(f"/itens?limit=100&total=false&depois={cursor(last)}", 1),
        offset=lambda: wrk(f"/itens?limit=100&total=false&offset={items - 150}", 1),
        total=lambda: wrk("/itens?limit=100", 1))
    print(f"\n| 100 of {items:,} items, one client | p50 ms |\n|---|---|")
    for name, title in (("sql", "the SQL itself, by pgbench"), ("first", "`GET /itens?limit=100&total=false`"),
                        ("last", "the last page, by `depois`"), ("offset", "the last page, by `offset`"),
                        ("total", "the first page with `X-Total-Count`")):
        print(f"| {title} | {found[name][1]:.2f} |")


def batch():
    operations = [{"op": "criar", "item": {"nome": f"Lote {i}", "descricao": "Torrado e moído", "preco": 19.9}}
                  for i in range(10_000)]
    body = json.dumps({"operacoes": operations}).encode()
    times = []
    for _ in range(max(RUNS, 3)):
        request = urllib.request.Request(SERVER + "/itens/lote", body, {"Content-Type": "application/json"})
        start = time.monotonic()
        with urllib.request.urlopen(request) as answer:
            results = json.load(answer)["resultados"]
        times.append(time.monotonic() - start)
        assert len(results) == 10_000 and all(row["status"] == 201 for row in results)
    print(f"\n10,000 items by one `POST /itens/lote`: {statistics.median(times):.2f} s.")


def resident_kib():
    with open(f"/proc/{PID}/status") as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1])


def export():
    """The most that the server held while it sent everything, sampled every 20 ms."""
    most = before = resident_kib()
    done = threading.Event()

    def watch():
        nonlocal most
        while not done.wait(0.02):
            most = max(most, resident_kib())

    watcher = threading.Thread(target=watch)
    watcher.start()
    start = time.monotonic()
    lines = size = 0
    with urllib.request.urlopen(SERVER + "/itens/exportar?formato=ndjson") as answer:
        while chunk := answer.read(1 << 20):
            lines += chunk.count(b"\n")
            size += len(chunk)
    took = time.monotonic() - start
    done.set()
    watcher.join()
    print(f"\n`GET /itens/exportar`: {lines:,} items, {size / 1e6:.0f} MB in {took:.1f} s; the server held"
          f" {most / 1024:.0f} MiB at most, {before / 1024:.0f} MiB before it.")


def main():
    psql("DROP TABLE IF EXISTS bench_insert; CREATE TABLE bench_insert (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY"
         " KEY, nome text, descricao text, preco_centavos bigint, versao bigint, criado_em_ms bigint,"
         " atualizado_em_ms bigint)")
    run("pgbench", "-i", "-q", "-s", "10", DATABASE)
    items = int(psql("SELECT count(*) FROM itens WHERE excluido_em_ms IS NULL"))
    lists(items)
    export()
    rates(items)
    batch()


main()

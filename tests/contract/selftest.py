#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows that answers.py can fail: selftest.py OPENAPI.JSON. Breaks a good exchange in one way at a time; also holds
the document's own examples against their schemas."""

import json
import os
import subprocess
import sys
import tempfile

from contract import Contract
from judge import Judge
from wire import exchanges_of

GATEWAY, SERVER = "guarita-gateway", "guarita-server"
ITEM = ('{"id":1,"nome":"Café","descricao":null,"preco":19.90,"versao":1,"criado_em":"2026-01-02T03:04:05.678Z",'
        '"atualizado_em":"2026-01-02T03:04:05.678Z"}')
ENTRY = '{"nome":"Café","preco":19.90}'
CSV = "id,nome,descricao,preco,versao,criado_em,atualizado_em\r\n"
PROBLEM = ('{"type":"urn:guarita:%s","title":"Title","status":%d,"detail":"Frase.","reason":"%s","request_id":"r-1"%s}')
GRANT = '{"access_token":"a.b.c","token_type":"bearer","expires_in":60,"refresh_token":"r","papeis":["leitor"]}'
FIELDS = ',"errors":[{"campo":"preco","mensagem":"Frase."}]'


def message(start, body="", **fields):
    head = start + "".join(f"\r\n{name.replace('_', '-')}: {value}" for name, value in fields.items())
    return f"{head}\r\nContent-Length: {len(body.encode())}\r\n\r\n{body}".encode()


def ask(line, body="", **fields):
    return message(line + " HTTP/1.1", body, Host="t", **({"Content_Type": "application/json"} if body else {}), **fields)


def say(status, body="", **fields):
    kind = {"Content_Type": "application/json"} if body and "Content_Type" not in fields else {}
    return message(f"HTTP/1.1 {status} X", body, X_Request_Id="r-1", **kind, **fields)


def send(path, form):
    return message(f"POST {path} HTTP/1.1", form, Host="t", Content_Type="application/x-www-form-urlencoded")


def refuse(status, reason, more="", **fields):
    return say(status, PROBLEM % (reason, status, reason, more), Content_Type="application/problem+json", **fields)


def export(text, kind="text/csv; charset=utf-8; header=present", name="itens.csv"):
    return say(200, text, Content_Type=kind, Content_Disposition=f'attachment; filename="{name}"')


def stream(text):
    data = text.encode()
    return (b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nX-Request-Id: r-1\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n"
            + b"%x\r\n%b\r\n" % (len(data), data))


EVENT = 'retry: 2000\nid: 1\n\nevent: item\nid: 2\ndata: {"operacao":"%s","versao":1,"quem":null,"quando":"2026-01-02T03:04:05.678Z","item":' + ITEM + "}\n\n"
LINK = '</itens?limit=100>; rel="first"'
BATCH = '{"operacoes":[{"op":"remover","id":1}]}'
MIXED = '{"operacoes":[{"op":"remover","id":1},{"op":"criar","item":{}}],"atomico":false}'
ROWS = '{"resultados":[{"indice":0,"status":204},%s]}'
REFUSED = ('{"indice":1,"status":422,"erro":{"type":"urn:guarita:campos_invalidos","title":"Title","status":422,"detail":"Frase.",'
           '"reason":"campos_invalidos"' + FIELDS + "}}")

# Nothing is wrong with these.
GOOD = [
    (GATEWAY, ask("GET /itens/1"), say(200, ITEM, ETag='"1"')),
    (SERVER, ask("HEAD /itens/1"), say(200, "", ETag='"1"', Content_Type="application/json")),
    (GATEWAY, ask("GET /itens/1"), say(304, ETag='"1"')),
    (GATEWAY, ask("GET /itens?limit=5&preco_min=1.50"), say(200, f"[{ITEM}]", Link=LINK, X_Total_Count="1")),
    (GATEWAY, ask("POST /itens", ENTRY), say(201, ITEM, ETag='"1"', Location="/itens/1")),
    (GATEWAY, ask("POST /itens", '{"nome":7}'), refuse(422, "campos_invalidos", FIELDS)),
    (GATEWAY, ask("POST /itens/lote", BATCH), say(200, '{"resultados":[{"indice":0,"status":204}]}')),
    (GATEWAY, ask("POST /itens/lote", MIXED), say(200, ROWS % REFUSED)),
    (GATEWAY, ask("OPTIONS /itens/1"), say(204, Allow="GET, HEAD, PUT, PATCH, DELETE, OPTIONS")),
    (GATEWAY, ask("DELETE /itens"), refuse(405, "metodo_nao_permitido", Allow="POST, GET, HEAD, OPTIONS")),
    (GATEWAY, ask("GET /nada"), refuse(404, "nao_encontrado")),
    (SERVER, ask("POST /token"), refuse(404, "nao_encontrado")),
    (GATEWAY, ask("GET /itens%2F1"), refuse(400, "forbidden_percent_encoding")),
    (GATEWAY, ask("GET /itens"), refuse(503, "sem_servidor", Retry_After="1")),
    (GATEWAY, ask("POST /itens", ENTRY), refuse(503, "resultado_desconhecido")),
    (GATEWAY, ask("GET /itens/exportar"), export(CSV + '1,"a ""b"", c\r\nd",,19.90,1,x,y\r\n')),
    (GATEWAY, ask("GET /itens/exportar?formato=ndjson"), export(ITEM + "\n", "application/x-ndjson", "itens.ndjson")),
    (GATEWAY, ask("GET /itens/eventos"), stream(EVENT % "criado")),
    (GATEWAY, ask("DELETE /itens/1"), refuse(403, "sem_permissao")),
    (GATEWAY, ask("OPTIONS /itens"), refuse(403, "sem_permissao")),
    (GATEWAY, send("/token", "username=a&password=b&refresh_token=c"), say(200, GRANT, Cache_Control="no-store")),
    (GATEWAY, send("/token", "grant_type=refresh_token&refresh_token=r"), say(200, GRANT, Cache_Control="no-store")),
    (GATEWAY, send("/token", "grant_type=refresh_token"), refuse(422, "campos_invalidos", FIELDS)),
    (GATEWAY, send("/revoke", "token=r"), say(200, "{}", Cache_Control="no-store")),
]

# (what it is, daemon, request, answer, a part of the complaint)
BAD = [
    ("a status that is not documented", GATEWAY, ask("GET /itens/1"), say(418, ITEM, ETag='"1"'), "418 is not documented"),
    ("a success on an unknown path", GATEWAY, ask("GET /nada"), say(200, "{}"), "no such method and path"),
    ("a success of an unknown method", GATEWAY, ask("DELETE /itens"), say(204), "no such method and path"),
    ("500", GATEWAY, ask("GET /itens"), refuse(500, "erro_interno"), "always a mistake"),
    ("a missing header", GATEWAY, ask("GET /itens/1"), say(200, ITEM), "no ETag"),
    ("a missing header of a 503", GATEWAY, ask("GET /itens"), refuse(503, "sem_servidor"), "no Retry-After"),
    ("a missing header of a HEAD", GATEWAY, ask("HEAD /itens/1"), say(200, Content_Type="application/json"), "no ETag"),
    ("a malformed header", GATEWAY, ask("GET /itens/1"), say(200, ITEM, ETag="1"), "ETag '1'"),
    ("a number that is none", GATEWAY, ask("GET /itens"), say(200, "[]", Link=LINK, X_Total_Count="x"), "X-Total-Count"),
    ("a surprise field", GATEWAY, ask("GET /itens/1"), say(200, ITEM.replace("{", '{"cor":"x",'), ETag='"1"'), "cor"),
    ("a surprise field of a problem", GATEWAY, ask("GET /itens/1"), refuse(404, "nao_encontrado", ',"cor":1'), "cor"),
    ("a missing field", GATEWAY, ask("GET /itens/1"), say(200, ITEM.replace('"versao":1,', ""), ETag='"1"'), "versao"),
    ("a wrong type", GATEWAY, ask("GET /itens/1"), say(200, ITEM.replace("19.90", '"19.90"'), ETag='"1"'), "preco"),
    ("a third decimal", GATEWAY, ask("GET /itens/1"), say(200, ITEM.replace("19.90", "19.905"), ETag='"1"'), "multiple"),
    ("a field twice", GATEWAY, ask("GET /itens/1"), say(200, ITEM.replace("{", '{"id":1,'), ETag='"1"'), "twice"),
    ("a wrong content type", GATEWAY, ask("GET /itens/1"), say(200, ITEM, ETag='"1"', Content_Type="text/plain"), "text/plain"),
    ("no content type", GATEWAY, ask("GET /itens/1"), say(200, ETag='"1"'), "no Content-Type"),
    ("content without need", GATEWAY, ask("DELETE /itens/1"), say(204, Content_Type="text/plain"), "none is documented"),
    ("a problem of another status", GATEWAY, ask("GET /itens/1"), refuse(404, "x").replace(b'"status":404', b'"status":400'), "status is 400"),
    ("a problem of another request", GATEWAY, ask("GET /nada"), refuse(404, "x").replace(b'"r-1"', b'"r-2"'), "request_id"),
    ("too few methods", GATEWAY, ask("OPTIONS /itens"), say(204, Allow="GET, HEAD, OPTIONS"), "Allow"),
    ("too many methods", GATEWAY, ask("DELETE /itens"), refuse(405, "x", Allow="GET, HEAD, POST, PUT, OPTIONS"), "Allow"),
    ("a hidden method", SERVER, ask("OPTIONS /nada"), say(204, Allow="GET, OPTIONS"), "not documented"),
    ("an accepted body", GATEWAY, ask("POST /itens", '{"nome":""}'), say(201, ITEM, ETag='"1"', Location="/itens/1"), "was accepted"),
    ("an accepted parameter", GATEWAY, ask("GET /itens?cor=x"), say(200, "[]", Link=LINK), "cor was accepted"),
    ("an accepted value", GATEWAY, ask("GET /itens?limit=1001"), say(200, "[]", Link=LINK), "limit was accepted"),
    ("a batch's failure without a reason", GATEWAY, ask("POST /itens/lote", BATCH), say(200, '{"resultados":[{"indice":0,"status":404}]}'), "none of the alternatives"),
    ("an accepted row", GATEWAY, ask("POST /itens/lote", MIXED), say(200, ROWS % '{"indice":1,"status":204}'), "was accepted"),
    ("a short row", GATEWAY, ask("GET /itens/exportar"), export(CSV + "1,a\r\n"), "2 columns"),
    ("a bare line feed", GATEWAY, ask("GET /itens/exportar"), export(CSV + '1,a,,1,1,x,"y"\n\r\n'), "bare CR or LF"),
    ("another header line", GATEWAY, ask("GET /itens/exportar"), export("id\r\n"), "columns"),
    ("a bad line", GATEWAY, ask("GET /itens/exportar"), export("{}\n", "application/x-ndjson"), "required"),
    ("a bad event", GATEWAY, ask("GET /itens/eventos"), stream(EVENT % "pintado"), "pintado"),
    ("a refusal of a role by a server", SERVER, ask("OPTIONS /itens"), refuse(403, "sem_permissao"), "403"),
    ("a refusal of a role where none is needed", GATEWAY, ask("GET /saude"), refuse(403, "sem_permissao"), "403 is not documented"),
    ("a log-in without a password", GATEWAY, send("/token", "username=a"), say(200, GRANT, Cache_Control="no-store"), "was accepted"),
    ("a refresh without a grant", GATEWAY, send("/token", "refresh_token=r"), say(200, GRANT, Cache_Control="no-store"), "was accepted"),
    ("a refresh of nothing", GATEWAY, send("/token", "grant_type=refresh_token&refresh_token="), say(200, GRANT, Cache_Control="no-store"), "was accepted"),
    ("an unknown role", GATEWAY, send("/token", "username=a&password=b"), say(200, GRANT.replace("leitor", "rei"), Cache_Control="no-store"), "papeis"),
    ("a token that may be stored", GATEWAY, send("/token", "username=a&password=b"), say(200, GRANT), "no Cache-Control"),
    ("a revocation with an answer", GATEWAY, send("/revoke", "token=r"), say(200, '{"ok":true}', Cache_Control="no-store"), "it:"),
    ("an unknown event", GATEWAY, ask("GET /itens/eventos"), stream("event: x\nid: 1\ndata: {}\n\n"), "'x' is not"),
]


def wrong_samples(contract):
    for daemon, sent, received in GOOD:
        found = exchanges_of(daemon, sent, received)
        faults = Judge(contract).faults(found[0]) if found else "no exchange"
        if faults != []:
            yield f"{sent[:40]!r} {received[:30]!r}: {faults}"
    for name, daemon, sent, received, part in BAD:
        found = exchanges_of(daemon, sent, received)
        faults = Judge(contract).faults(found[0]) if found else []
        if not any(part in fault for fault in faults or []):
            yield f"{name}: {faults}"


def wrong_examples(contract):
    """The examples that break their own schemas, and the references that lead nowhere."""
    def of(media, where):
        samples = [media["example"]] if "example" in media else []
        samples += [one["value"] for one in media.get("examples", {}).values()]
        if not samples:
            yield f"{where}: no example"
        for sample in samples:
            yield from (f"{where}: {fault}" for fault in contract.faults(media["schema"], sample))
    for path in contract.paths:
        for method, operation in contract.operations(path).items():
            for kind, media in operation.get("requestBody", {}).get("content", {}).items():
                yield from of(media, f"{method} {path} {kind}")
            for status, answer in operation["responses"].items():
                for kind, media in contract.resolved(answer).get("content", {}).items():
                    yield from of(media, f"{method} {path} {status} {kind}")


def wrong_reading():
    """Garbage is no exchange, and what follows it is not read; an answer that broke off is not judged."""
    good, answer = ask("GET /itens/1"), say(200, ITEM, ETag='"1"')
    cases = [(good * 2, answer * 2, 2), (b"GET /itens HTTP/1.1\nHost: t\n\n" + good, answer, 0),
             (good + b"\0" * 40 + good, answer * 3, 1), (good, b"", 0), (good, answer[:-1], 1), (b"GET /x HTTP/1.1\r\n\r\n", answer, 0),
             (good, b"HTTP/1.1 100 Continue\r\n\r\n" + answer, 1)]
    for sent, received, count in cases:
        found = exchanges_of(GATEWAY, sent, received)
        if len(found) != count:
            yield f"{sent[:60]!r} are {len(found)} exchanges and not {count}"
    if exchanges_of(GATEWAY, good, answer[:-1])[0].response.whole:
        yield "an answer that broke off counts as whole"


def wrong_verdicts(document):
    """The program's own exit code: without a record, with a good one, with a bad one."""
    program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "answers.py")
    lines = [{"daemon": GATEWAY, "port": 8000}]
    for records, code in ((None, 1), ([GOOD[0]], 0), ([GOOD[0], BAD[0][1:4]], 1)):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "test-1.jsonl"), "w", encoding="utf-8") as file:
                for _, sent, received in records or []:
                    lines.append({"port": 8000, "sent": sent.decode("latin-1"), "received": received.decode("latin-1")})
                for line in lines if records else []:
                    file.write(json.dumps(line) + "\n")
            ended = subprocess.run([sys.executable, "-B", program, document, folder], capture_output=True, text=True, check=False)
            if ended.returncode != code:
                yield f"{len(records or [])} records: {ended.stdout}{ended.stderr}"


def main():
    contract = Contract.load(sys.argv[1])
    failures = [*wrong_samples(contract), *wrong_examples(contract), *wrong_reading(), *wrong_verdicts(sys.argv[1])]
    for failure in failures:
        print(failure)
    print(f"{len(GOOD)} good and {len(BAD)} bad samples, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

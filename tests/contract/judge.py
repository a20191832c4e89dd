# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds one exchange against the contract."""

import re
from decimal import Decimal
from urllib.parse import parse_qsl

from contract import APART, parse_json

PROBLEM = "application/problem+json"

# What may be answered to a method or a path that the contract does not have.
ELSEWHERE = {"guarita-gateway": {401, 403, 404, 405, 429, 502, 503, 504},
             "guarita-balancer": {404, 405, 502, 503, 504},
             "guarita-server": {404, 405}}


def media_type(value):
    return value.split(";")[0].strip().lower()


def typed(schema, text):
    """A parameter's or a field's text as what its schema speaks of."""
    kind = schema.get("type")
    if kind == "integer" and re.fullmatch(r"-?[0-9]+", text):
        return int(text)
    if kind == "number" and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        return Decimal(text)
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    return text


class Judge:
    def __init__(self, contract):
        self.contract = contract
        self.seen = set()  # (method, path, status) that came

    def faults(self, exchange):
        """What is wrong with it, as sentences; None where the contract does not speak of it."""
        daemon = exchange.daemon
        method, target = exchange.request.start
        status = exchange.response.start[0]
        path = self.contract.path_of(target, daemon)
        if path is None and APART.fullmatch(target.split("?")[0]) and daemon == "guarita-gateway":
            return None
        kind = media_type(exchange.response.field("Content-Type") or "")
        if not exchange.response.whole and kind != "text/event-stream":
            return None  # the connection broke, or the test did not wait
        self.response = exchange.response
        self.head = method == "HEAD"
        if status == 500:
            return ["an answer of 500 is always a mistake"]
        known = self.contract.operations(path, daemon) if path else {}
        key = "get" if self.head else method.lower()
        if method == "OPTIONS" and path and status == 204:
            return self.allow(exchange, self.contract.allowed(path, daemon))
        if key not in known:
            return self.elsewhere(exchange, path)
        answer = known[key]["responses"].get(str(status))
        self.seen.add((key, path, status))
        faults = self.answer(self.contract.resolved(answer)) if answer else [f"{status} is not documented"]
        general = self.contract.refusal(status)
        if faults and general and not self.answer(general):
            return []
        if 200 <= status < 300:
            faults += self.request(exchange.request, path, key, known[key])
        return faults

    def allow(self, exchange, expected):
        if "max-forwards" in exchange.request.fields:
            return []  # answered on the way, for every path alike
        value = exchange.response.field("Allow") or ""
        named = set(value.split(", ")) - {""}
        return [] if named == expected else [f"Allow is '{value}', and the contract has {sorted(expected)}"]

    def elsewhere(self, exchange, path):
        status = exchange.response.start[0]
        general = self.contract.refusal(status)
        if general and not self.answer(general):
            return []
        if exchange.request.start[0] == "OPTIONS" and status == 204:
            return ["OPTIONS succeeds on a path that is not documented"]
        if status not in ELSEWHERE[exchange.daemon]:
            return [f"{status}, and the contract has no such method and path"]
        problem = {"headers": {"X-Request-Id": {"$ref": "#/components/headers/XRequestId"}},
                   "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problema"}}}}
        faults = self.answer(problem)
        if status == 405:
            faults += self.allow(exchange, self.contract.allowed(path, exchange.daemon) if path else set())
        return faults

    # --- the answer

    def answer(self, documented):
        return self.fields(documented.get("headers", {})) + self.content(documented.get("content"))

    def fields(self, documented):
        faults = []
        for name, header in documented.items():
            header = self.contract.resolved(header)
            value = self.response.field(name)
            if value is None:
                if header.get("required") and self.reason() not in header.get("x-ausente-com", []):
                    faults.append(f"there is no {name}")
                continue
            schema = header["schema"]
            faults += [f"{name} '{value}': {fault}" for fault in self.contract.faults(schema, typed(schema, value))]
        return faults

    def reason(self):
        """Of a problem, where the answer is one."""
        if self.head or media_type(self.response.field("Content-Type") or "") != PROBLEM:
            return None
        try:
            return parse_json(self.response.body).get("reason")
        except (ValueError, AttributeError):
            return None

    def content(self, documented):
        given = self.response.field("Content-Type")
        if documented is None:
            return [] if not self.response.body and given is None else ["there is content where none is documented"]
        if given is None:
            return ["there is no Content-Type"]
        media = documented.get(media_type(given))
        if media is None:
            return [f"the content type {given} is not documented"]
        wanted = media.get("x-content-type", media_type(given))
        if given != wanted:
            return [f"the content type is '{given}' and not '{wanted}'"]
        return [] if self.head else self.body(media_type(given), media)

    def body(self, kind, media):
        try:
            text = self.response.body.decode("utf-8")
            if kind == "text/csv":
                return self.csv(text, media["x-colunas"])
            if kind == "application/x-ndjson":
                return self.lines(text, media["x-linha"])
            if kind == "text/event-stream":
                return self.events(text, media["x-eventos"])
            value = parse_json(text)
        except ValueError as error:
            return [f"the body is not what it says: {error}"]
        faults = self.contract.faults(media["schema"], value)
        return faults or (self.problem(value) if kind == PROBLEM else [])

    def problem(self, value):
        """What a schema cannot say of a problem."""
        status = self.response.start[0]
        pairs = [("status", status), ("type", "urn:guarita:" + value["reason"]),
                 ("request_id", self.response.field("X-Request-Id"))]
        return [f"{name} is {value[name]!r} and not {wanted!r}" for name, wanted in pairs if value[name] != wanted]

    def csv(self, text, columns):
        lines = text.split("\r\n")
        if lines[0] != ",".join(columns) or lines[-1] != "":
            return ["the CSV does not begin with its columns, or does not end with CRLF"]
        bare = re.sub(r'"[^"]*"', "", text)  # a doubled quote is two quoted texts side by side
        return ["the CSV has a bare CR or LF, or a stray quote"] if re.search(r'(?<!\r)\n|\r(?!\n)|"', bare) else \
            [f"a row of {row.count(',') + 1} columns" for row in bare.split("\r\n")[:-1] if row.count(",") + 1 != len(columns)]

    def lines(self, text, schema):
        if text and not text.endswith("\n"):
            return ["the last line does not end"]
        return [fault for line in text.split("\n")[:-1] for fault in self.contract.faults(schema, parse_json(line))]

    def events(self, text, schemas):
        """Those that have come whole; the stream has no end."""
        faults = []
        for block in text.split("\n\n")[:-1]:
            fields = {}
            for line in block.split("\n"):
                name, colon, value = line.partition(":")
                if name and not colon or name not in ("", "id", "event", "data", "retry"):
                    faults.append(f"a line of an event is '{line[:80]}'")
                fields.setdefault(name, []).append(value.removeprefix(" "))
            if "data" not in fields:
                continue
            kind = fields.get("event", ["message"])[-1]
            if kind not in schemas:
                faults.append(f"an event '{kind}' is not documented")
            else:
                faults += self.contract.faults(schemas[kind], parse_json("\n".join(fields["data"])))
                faults += [] if fields.get("id") or kind != "item" else ["an event has no id"]
        return faults

    # --- the request: what is accepted must be documented

    def request(self, request, path, method, operation):
        faults = []
        known = self.contract.parameters(path, method, "query")
        _, _, query = request.start[1].partition("?")
        for name, value in parse_qsl(query, keep_blank_values=True, errors="strict"):
            if not known:
                break  # an operation without parameters does not look at the query
            if name not in known:
                faults.append(f"the parameter {name} was accepted and is not documented")
                continue
            schema = self.contract.resolved(known[name]["schema"])
            faults += [f"the parameter {name} was accepted: {fault}"
                       for fault in self.contract.faults(schema, typed(schema, value))]
        if "requestBody" in operation:
            faults += [f"the body was accepted: {fault}" for fault in self.request_body(request, operation["requestBody"])]
        return faults

    def request_body(self, request, documented):
        kind = media_type(request.field("Content-Type") or "")
        if kind not in documented["content"]:
            return [f"its type '{kind}' is not documented"]
        if kind == "application/x-www-form-urlencoded":
            value = dict(parse_qsl(request.body.decode(), keep_blank_values=True))
        else:
            try:
                value = parse_json(request.body)
            except ValueError as error:
                return [f"it is not JSON: {error}"]
        media = documented["content"][kind]
        if "x-recusadas-por-linha" in media:
            value = self.without_refused(value, media["x-recusadas-por-linha"])
        return self.contract.faults(media["schema"], value) if value else []

    def without_refused(self, value, names):
        """A request of many rows without those that the answer refuses; None if none are left."""
        results = parse_json(self.response.body)[names["resposta"]]
        rows = [row for row, result in zip(value[names["pedido"]], results) if result["status"] < 400]
        return {**value, names["pedido"]: rows} if rows else None

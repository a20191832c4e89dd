# SPDX-License-Identifier: GPL-3.0-or-later
"""The write load of scripts/chaos, its journal, and the comparison of both with what the API shows afterwards.

Each writer changes only items that it made itself, one request after the other, so that it knows what each of them has
to be: an item's version is the number of changes that were acknowledged. Every request has an Idempotency-Key and is
repeated with it until its answer is definite.
"""
import http.client
import json
import random
import secrets
import threading
import time
from urllib.parse import urlencode

INDEFINITE = {408, 409, 429, 502, 503, 504}  # 409: chave_em_uso, the first attempt is still under way
PATIENCE = 120  # seconds; no single kill takes a tenth of it
MISSING_ID = 999_999_999_999


class Api:
    """One connection to the gateway, opened again whenever it is lost."""

    def __init__(self, port, token=None):
        self._port = port
        self._connection = None
        self._authorization = {"Authorization": f"Bearer {token}"} if token else {}

    def once(self, method, path, body=None, fields=None):
        """(status, fields, body), or None if there was no answer."""
        try:
            if not self._connection:
                self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
            self._connection.request(method, path, body, {**self._authorization, **(fields or {})})
            answer = self._connection.getresponse()
            return answer.status, answer.headers, answer.read()
        except (OSError, http.client.HTTPException):
            if self._connection:
                self._connection.close()
            self._connection = None
            return None

    def until_definite(self, method, path, body=None, fields=None, on_retry=lambda answer: None):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            answer = self.once(method, path, body, fields)
            if answer and answer[0] not in INDEFINITE:
                return answer
            on_retry(answer)
            time.sleep(random.uniform(0.005, 0.05))
        raise TimeoutError(f"{method} {path} has no definite answer within {PATIENCE} s, but {answer}")


def log_in(port):
    form = urlencode({"username": "usuario", "password": "senha123"})
    fields = {"Content-Type": "application/x-www-form-urlencoded"}
    return json.loads(Api(port).until_definite("POST", "/token", form, fields)[2])["access_token"]


class Tally:
    """What all writers have done, and when the last of them succeeded."""

    def __init__(self):
        self._changed = threading.Condition()
        self.requests = self.retries = self.replays = self.successes = 0
        self.longest_gap = 0.0
        self.reasons = {}
        self._last = time.monotonic()

    def success(self, replayed):
        with self._changed:
            now = time.monotonic()
            self.longest_gap = max(self.longest_gap, now - self._last)
            self._last = now
            self.requests += 1
            self.successes += 1
            self.replays += replayed
            self._changed.notify_all()

    def retry(self, answer):
        reason = "no answer"
        if answer:
            try:
                reason = f"{answer[0]} {json.loads(answer[2]).get('type', '').rpartition(':')[2]}"
            except ValueError:
                reason = str(answer[0])
        with self._changed:
            self.retries += 1
            self.reasons[reason] = self.reasons.get(reason, 0) + 1

    def await_successes(self, more, seconds):
        with self._changed:
            goal = self.successes + more
            return self._changed.wait_for(lambda: self.successes >= goal, seconds)


class Item:
    def __init__(self, content, answered):
        self.id = answered["id"]
        self.content = content
        self.history = [("criado", content)]  # the acknowledged changes, the first one first
        self.removed = False

    def change(self, operation, content):
        self.history.append((operation, content))
        self.content = content
        self.removed = operation == "removido"

    @property
    def version(self):
        return len(self.history)


class Writer(threading.Thread):
    def __init__(self, number, api, tally, seed):
        super().__init__(name=f"writer-{number}", daemon=True)
        self.items = []
        self.faults = []
        self._live = []
        self._random = random.Random(f"{seed}/{number}")
        self._api = api
        self._tally = tally
        self._ended = threading.Event()
        self._names = 0

    def run(self):
        try:
            while not self._ended.is_set():
                self._step()
        except Exception as error:  # an answer that is none of the API's
            self.faults.append(f"{self.name}: {error!r}")

    def stop(self):
        self._ended.set()

    def _step(self):
        kind = self._random.random()
        if kind < 0.35 or len(self._live) < 8:
            self._create()
        elif kind < 0.65:
            self._patch(self._random.choice(self._live))
        elif kind < 0.75:
            self._remove(self._random.choice(self._live))
        else:
            self._batch(atomic=kind < 0.9)

    def _content(self):
        self._names += 1
        return {"nome": f"{self.name} {self._names}", "descricao": self._random.choice([None, "torrado", "moído"]),
                "preco": self._random.randrange(10_000) / 4}

    def _write(self, method, path, body, fields=None):
        key = secrets.token_hex(16)
        all_fields = {"Idempotency-Key": key, "Content-Type": "application/json", **(fields or {})}
        text = json.dumps(body) if body is not None else None
        answer = self._api.until_definite(method, path, text, all_fields, self._tally.retry)
        self._tally.success("Idempotent-Replayed" in answer[1])
        if answer[0] < 300 and self._random.random() < 0.05:
            self._write_again(method, path, text, all_fields, answer)
        return answer[0], json.loads(answer[2]) if answer[2] else None

    def _write_again(self, method, path, text, fields, first):
        """A client that missed the answer asks again; it gets the same one, and nothing is changed."""
        again = self._api.until_definite(method, path, text, fields, self._tally.retry)
        self._tally.success("Idempotent-Replayed" in again[1])
        if again[0] != first[0] or again[2] != first[2] or "Idempotent-Replayed" not in again[1]:
            self._fault(f"{method} {path} with its key again: {again[0]} {again[2]!r}, not {first[0]} {first[2]!r}")

    def _fault(self, text):
        self.faults.append(f"{self.name}: {text}")

    def _create(self):
        content = self._content()
        status, answered = self._write("POST", "/itens", content)
        if status != 201:
            return self._fault(f"POST of {content}: {status} {answered}")
        self._made(content, answered)

    def _made(self, content, answered):
        item = Item(content, answered)
        self.items.append(item)
        self._live.append(item)
        self._compare(item, answered)

    def _patch(self, item):
        patch = {"preco": self._random.randrange(10_000) / 4}
        fields = {"If-Match": f'"{item.version}"'} if self._random.random() < 0.5 else {}
        status, answered = self._write("PATCH", f"/itens/{item.id}", patch, fields)
        if status != 200:
            return self._fault(f"PATCH of item {item.id} in version {item.version}: {status} {answered}")
        item.change("atualizado", {**item.content, **patch})
        self._compare(item, answered)

    def _remove(self, item):
        status, answered = self._write("DELETE", f"/itens/{item.id}", None)
        if status != 204:
            return self._fault(f"DELETE of item {item.id} in version {item.version}: {status} {answered}")
        self._removed(item)

    def _removed(self, item):
        item.change("removido", item.content)
        self._live.remove(item)

    def _compare(self, item, answered):
        wanted = {"id": item.id, "versao": item.version, **item.content}
        if {name: answered.get(name) for name in wanted} != wanted:
            self._fault(f"answered {answered}, not {wanted}")

    def _batch(self, atomic):
        """Of each kind some. A third of them has an operation that must be refused."""
        updated, removed = self._random.sample(self._live, 2)
        new = [self._content() for _ in range(self._random.randint(1, 3))]
        changed = {**updated.content, "preco": self._random.randrange(10_000) / 4}
        operations = [{"op": "criar", "item": content} for content in new]
        operations += [{"op": "atualizar", "id": updated.id, "versao": updated.version, "item": changed},
                       {"op": "remover", "id": removed.id}]
        refused = self._random.random() < 1 / 3
        if refused:
            operations.append({"op": "remover", "id": MISSING_ID})
        status, answered = self._write("POST", "/itens/lote", {"atomico": atomic, "operacoes": operations})
        if atomic and refused:
            if status != 422 or not answered["type"].endswith(":lote_recusado"):
                self._fault(f"a batch that must be refused: {status} {answered}")
            return
        statuses = [row["status"] for row in answered["resultados"]] if status == 200 else [status, answered]
        if statuses != [201] * len(new) + [200, 204] + [404] * refused:
            return self._fault(f"batch {operations}: {statuses}")
        rows = answered["resultados"]
        for content, row in zip(new, rows):
            self._made(content, row["item"])
        updated.change("atualizado", changed)
        self._compare(updated, rows[len(new)]["item"])
        self._removed(removed)


class Audit:
    """What was acknowledged, against what is there. `lost` and `duplicated` name each difference."""

    def __init__(self, open_api, writers):
        self.lost = []
        self.duplicated = []
        self._open_api = open_api
        items = {item.id: item for writer in writers for item in writer.items}
        self.items = len(items)
        self.acknowledged = sum(item.version for item in items.values())
        self._stored(items)
        self._histories(list(items.values()))

    def _stored(self, items):
        """The present items, all of them."""
        _, _, body = self._open_api().until_definite("GET", "/itens/exportar?formato=ndjson")
        stored = [json.loads(line) for line in body.splitlines()]
        present = {}
        names = set()
        for found in stored:
            if found["id"] not in items or found["nome"] in names or found["id"] in present:
                self.duplicated.append(f"nobody was told of {found}")
            names.add(found["nome"])
            present[found["id"]] = found
        for item in items.values():
            found = present.get(item.id)
            if item.removed:
                if found:
                    self.lost.append(f"the removal of {found}")
                continue
            wanted = {"id": item.id, "versao": item.version, **item.content}
            if not found:
                self.lost.append(f"{wanted} is not there")
            elif {name: found[name] for name in wanted} != wanted:
                (self.duplicated if found["versao"] > item.version else self.lost).append(f"{found}, not {wanted}")

    def _histories(self, items):
        def check(part):
            api = self._open_api()
            for item in part:
                self._history(api, item)

        threads = [threading.Thread(target=check, args=(items[first::4],)) for first in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _history(self, api, item):
        status, _, body = api.until_definite("GET", f"/itens/{item.id}/historico?limit=1000")
        found = [(entry["versao"], entry["operacao"], entry["item"]) for entry in json.loads(body)] \
            if status == 200 else []
        wanted = [(number, *change) for number, change in enumerate(item.history, 1)]
        wanted.reverse()
        if found == wanted:
            return
        excess = len(found) > len(wanted)
        (self.duplicated if excess else self.lost).append(f"the history of item {item.id} is {found}, not {wanted}")

# SPDX-License-Identifier: GPL-3.0-or-later
"""What openapi.json promises, in a form that an exchange can be held against."""

import json
import re
from decimal import Decimal
from urllib.parse import unquote

from jsonschema import Draft202012Validator, validators

METHODS = ("get", "post", "put", "patch", "delete")

# Who answers a path of its own, and whose paths are reached through it.
REACH = {"guarita-gateway": {"gateway", "balanceador", "servidor"},
         "guarita-balancer": {"balanceador", "servidor"},
         "guarita-server": {"servidor"}}

# The page that shows the contract, and what belongs to it: tst_docspages tells what these are.
APART = re.compile(r"/docs(/[^/]*)?|/openapi\.json")

# Decimals are read exactly: 19.90 is a multiple of 0.01, which a binary float is not.
Validator = validators.extend(
    Draft202012Validator,
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine(
        "number", lambda checker, value: isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)))


def once(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands twice")
    return members


def parse_json(text):
    return json.loads(text, parse_float=Decimal, object_pairs_hook=once)


class Contract:
    def __init__(self, document):
        self.document = document
        self.validators = {}
        self.paths = sorted(document["paths"], key=lambda path: "{" in path)  # the router prefers literal paths too
        self.patterns = {path: re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))) for path in self.paths}

    @classmethod
    def load(cls, path):
        with open(path, encoding="utf-8") as file:
            return cls(parse_json(file.read()))

    def resolved(self, value):
        while "$ref" in value:
            target = self.document
            for step in value["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            value = target
        return value

    def faults(self, schema, value):
        """What is wrong with a value, as sentences."""
        key = id(schema)
        if key not in self.validators:
            # References are local, so that a schema needs nothing but the components beside it.
            self.validators[key] = Validator({**schema, "components": self.document["components"]})
        return [f"{'/'.join(map(str, error.absolute_path)) or 'it'}: {shortened(error)}"
                for error in self.validators[key].iter_errors(value)]

    def path_of(self, target, daemon):
        """The documented path that this daemon would route a request's target to, or None."""
        path = unquote(target.split("?")[0])
        for known in self.paths:
            if self.patterns[known].fullmatch(path) and self.operations(known, daemon):
                return known
        return None

    def operations(self, path, daemon=None):
        """method → operation, of those that can be had from this daemon."""
        members = self.document["paths"][path]
        return {method: members[method] for method in METHODS
                if method in members and (daemon is None or REACH[daemon] & set(members[method]["x-papeis"]))}

    def allowed(self, path, daemon):
        """The methods that Allow names."""
        methods = {method.upper() for method in self.operations(path, daemon)}
        return methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())

    def parameters(self, path, method, place):
        """name → parameter, of the operation and of its path."""
        members = self.document["paths"][path]
        every = [self.resolved(one) for one in members.get("parameters", []) + members[method].get("parameters", [])]
        return {one["name"]: one for one in every if one["in"] == place}

    def refusal(self, status):
        """The answer to a message that reached no operation, or None."""
        general = self.document["x-qualquer-operacao"].get(str(status))
        return general and self.resolved(general)


def shortened(error):
    most = 300
    # Of alternatives, say what is wrong with the one that comes closest.
    if error.validator in ("oneOf", "anyOf") and error.context:
        closest = max(error.context, key=lambda one: (len(one.absolute_path), -one.schema_path[0]))
        return f"none of the alternatives; {'/'.join(map(str, closest.path))}: {closest.message[:most]}"
    return error.message[:most]

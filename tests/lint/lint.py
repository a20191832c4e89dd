#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Applies rules.py to a tree: lint.py [FOLDER]. Prints what is wrong, and exits 1 if anything is."""

import os
import re
import sys
from functools import lru_cache

import rules

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([^"]+)"', re.MULTILINE)

# Comments, raw and plain string literals, character literals (not the digit separators of 1'000).
NO_CODE = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<mark>[^()\s\\]*)\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|(?<![0-9A-Za-z_])\'(?:\\.|[^\'\\\n])+\'',
    re.DOTALL)


@lru_cache(maxsize=None)
def pattern_of(glob):
    """** matches any folders or none, * anything within one."""
    text = ""
    for part in re.split(r"(\*\*/|\*\*|\*)", glob):
        text += {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*"}.get(part, re.escape(part))
    return re.compile(text + r"\Z")


def matches(path, globs):
    return any(pattern_of(glob).match(path) for glob in globs)


def code_of(text):
    """The text without comments and without what stands in literals; lines stay where they are. Includes are kept."""

    def blank(found):
        start = text.rfind("\n", 0, found.start()) + 1
        if found.group().startswith('"') and re.match(r"[ \t]*#[ \t]*include", text[start:found.start()]):
            return found.group()
        return "\n" * found.group().count("\n") or " "

    return NO_CODE.sub(blank, text)


def files_of(root):
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders if f not in rules.SKIPPED_FOLDERS)
        for name in sorted(names):
            path = os.path.join(folder, name)
            if not os.path.islink(path):
                yield os.path.relpath(path, root).replace(os.sep, "/")


def line_of(text, position):
    return text.count("\n", 0, position) + 1


class Lint:
    def __init__(self, root):
        self.root = root
        self.paths = set(files_of(root))
        self.mistakes = []  # (path, line, rule, why)
        self.warnings = []

    def complain(self, path, line, rule, why):
        if not any(rule == name and matches(path, [glob]) for name, glob, _ in rules.EXCEPTIONS):
            self.mistakes.append((path, line, rule, why))

    def run(self):
        for path in sorted(self.paths):
            try:
                with open(os.path.join(self.root, path), encoding="utf-8") as file:
                    text = file.read()
            except UnicodeDecodeError:
                continue  # a picture, a corpus file
            code = code_of(text) if path.endswith((".cpp", ".h")) else text
            self.check_bans(path, text, code)
            self.check_shape(path, text)
            if path.endswith((".cpp", ".h")):
                self.check_includes(path, code)

    def check_bans(self, path, text, code):
        for ban in rules.BANS:
            if not matches(path, ban.where) or matches(path, ban.unless):
                continue
            looked_at = text if ban.look_at == "raw" else code
            for found in re.finditer(ban.pattern, looked_at, re.MULTILINE):
                self.complain(path, line_of(looked_at, found.start()), ban.name,
                              f"'{found.group().strip()}': {ban.why}")

    def check_shape(self, path, text):
        lines = text.splitlines()
        if matches(path, rules.SPDX_WHERE) and not any(rules.SPDX in line for line in lines[:3]):
            self.complain(path, 1, "spdx", rules.SPDX_WHY)
        if path.endswith(".h") and "#pragma once" not in lines[:3]:
            self.complain(path, 1, "pragma-once", "a header is read once, and says so in its second line")
        if matches(path, rules.NAME_WHERE) and not re.fullmatch(rules.NAME_PATTERN, os.path.basename(path)):
            self.complain(path, 1, "file-name", rules.NAME_WHY)
        if matches(path, rules.LINES_WHERE):
            most = rules.LINES_MOST_IN_TESTS if path.startswith("tests/") else rules.LINES_MOST
            if len(lines) > most:
                self.complain(path, len(lines), "file-length", f"{len(lines)} lines, at most {most}: {rules.LINES_WHY}")
            elif len(lines) > rules.LINES_WARN:
                self.warnings.append(f"{path}: {len(lines)} lines, more than {rules.LINES_WARN}: {rules.LINES_WHY}")

    def check_includes(self, path, code):
        for found in INCLUDE.finditer(code):
            target = found.group(1)
            line = line_of(code, found.start())
            self.check_layer(path, target, line)
            self.check_root(path, target, line)

    def check_layer(self, path, target, line):
        parts = path.split("/")
        layer, wanted = parts[1], target.split("/")[0]
        if parts[0] == "shared" and wanted in rules.LAYERS and wanted != layer \
                and wanted not in rules.LAYERS.get(layer, set()):
            self.complain(path, line, "layer", f"{layer} includes {target}: {rules.LAYERS_WHY}")

    def check_root(self, path, target, line):
        if "/" not in target:
            return  # of its own folder, or made by the build
        for glob, roots, why in rules.INCLUDE_ROOTS:
            if not matches(path, [glob]):
                continue
            if not any(target.startswith(prefix) and f"{root}/{target}".removeprefix("./") in self.paths for root, prefix in roots):
                allowed = " or ".join(f"{root}/{prefix}" for root, prefix in roots)
                self.complain(path, line, "include-root", f"{target} is not below {allowed}: {why}")


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
    lint = Lint(root)
    lint.run()
    for warning in lint.warnings:
        print(f"warning: {warning}")
    for path, line, rule, why in lint.mistakes:
        print(f"{path}:{line}: [{rule}] {why}")
    print(f"{len(lint.paths)} files, {len(lint.mistakes)} mistakes")
    return 1 if lint.mistakes or not lint.paths else 0


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What the scripts share. Sourced, never run. Expects bash with `set -euo pipefail`.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Each argument is a line.
say() { printf '%s\n' "$@"; }
warn() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

# die CODE MESSAGE: the codes are those of sysexits.h (64 usage, 69 something is unavailable, 1 anything else).
die() {
    local code=$1
    shift
    warn "$*"
    exit "$code"
}

is_root() { [[ $EUID -eq 0 ]]; }

# as_root COMMAND …: through sudo if there is one and it is needed.
as_root() {
    if is_root; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo -- "$@"
    else
        die 69 "this needs root and there is no sudo: $*"
    fi
}

# usage_of SCRIPT: its help is the comment at its top, from the third line to the first that is no comment.
usage_of() {
    sed -n '3,${/^#/!q;s/^# \{0,1\}//;p}' "$1"
}

# All files of the project that are not ignored, the ones not committed yet included.
project_files() {
    git -C "$root" ls-files --cached --others --exclude-standard -- "$@" | while IFS= read -r file; do
        [[ ! -f $root/$file ]] || printf '%s\n' "$file"
    done
}

project_sources() { project_files '*.cpp' '*.h'; }

# npm_packages all|run: what the build takes from npm (and newman, for `all`) stands in node_modules.
npm_packages() {
    local modules=$root/node_modules omit=(--omit=dev) wanted=swagger-ui-dist
    if [[ $1 == all || -d $modules/newman ]]; then
        omit=()
    fi
    if [[ $1 == all ]]; then
        wanted=newman
    fi
    if [[ ! -d $modules/$wanted || $root/package-lock.json -nt $modules/.package-lock.json ]]; then
        say "taking the packages of package-lock.json from npm"
        npm ci --prefix "$root" --no-audit --no-fund --loglevel=error "${omit[@]}"
        touch "$modules/.package-lock.json"
    fi
}

# configure PRESET [CMAKE ARGUMENT …]: only if needed; ninja itself notices a changed CMakeLists.txt.
configure() {
    local preset=$1
    shift
    local made=$root/build/$preset/build.ninja
    if [[ $# -eq 0 && -f $made && ! $root/CMakePresets.json -nt $made ]]; then
        return
    fi
    (cd "$root" && cmake --preset "$preset" "$@" >/dev/null)
}

# listener_of PORT: who listens on this TCP port, e.g. "nginx (pid 7)"; nothing if nobody does.
listener_of() {
    local line users
    line=$(ss -Hltnp "sport = :$1" | head -n 1)
    [[ -n $line ]] || return 0
    if [[ $line =~ \(\(\"([^\"]+)\",pid=([0-9]+) ]]; then
        users="${BASH_REMATCH[1]} (pid ${BASH_REMATCH[2]})"
    else
        users="a process of another user"
    fi
    printf '%s' "$users"
}

# free_ports COUNT: distinct TCP ports below the ephemeral range on which nobody listens at the moment.
# With each also the port 1000 above it is free, where a daemon's metrics go.
free_ports() {
    local wanted=$1 taken port
    local -A chosen=()
    taken=" $(ss -Hltn | awk '{sub(/.*:/, "", $4); print $4}' | tr '\n' ' ') "
    while ((${#chosen[@]} < wanted)); do
        port=$((20000 + RANDOM % 10000))
        ((port % 2000 < 1000)) || continue
        [[ $taken == *" $port "* || $taken == *" $((port + 1000)) "* ]] || chosen[$port]=1
    done
    printf '%s\n' "${!chosen[@]}"
}

# poll SECONDS COMMAND …: until the command succeeds, looking twenty times a second.
poll() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < deadline)) || return 1
        sleep 0.05
    done
}

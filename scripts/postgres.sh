# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
# A private PostgreSQL cluster in the state folder. Sourced after lib.sh; expects $state.
#
# It listens on a loopback port only (no Unix socket: the path of one is limited to 107 bytes, a state folder's is
# not), lets nobody in without a password (SCRAM), and has one role that owns one database and nothing more.

pg_home=$state/postgres
pg_database=guarita

# PostgreSQL refuses to run as root.
pg_user=$(is_root && echo postgres || id -un)

# as_pg COMMAND …: as the user that owns the cluster, from a folder that this user may be in, without the lock of
# scripts/run (descriptor 9), which must not outlive it.
as_pg() {
    if is_root; then
        (cd / && exec setpriv --reuid="$pg_user" --regid="$pg_user" --init-groups -- "$@" 9>&-)
    else
        (cd / && exec "$@" 9>&-)
    fi
}

# The newest PostgreSQL that is installed, or the one that made the cluster: data of one version is useless to another.
pg_find() {
    local version='[0-9]*'
    [[ ! -f $pg_home/data/PG_VERSION ]] || version=$(<"$pg_home/data/PG_VERSION")
    pg_bin=$(compgen -G "/usr/lib/postgresql/$version/bin/initdb" | sort -V | tail -n 1) || true
    pg_bin=${pg_bin%/initdb}
    [[ -n $pg_bin ]] || die 69 "no PostgreSQL in /usr/lib/postgresql fits $pg_home/data (version $version)"
}

# A folder below /root, say, is closed to the other user. The cluster then lives in /var/lib, and the state folder
# has a link to it.
pg_place() {
    if is_root && ! getent passwd "$pg_user" >/dev/null; then
        useradd --system --user-group --home-dir /nonexistent --shell /usr/sbin/nologin "$pg_user"
    fi
    if [[ ! -e $pg_home ]]; then
        rm -f "$pg_home" # a link to a folder that is gone
        mkdir -m 700 "$pg_home"
        is_root && chown "$pg_user:" "$pg_home"
        if ! as_pg test -w "$pg_home"; then
            local elsewhere
            elsewhere=/var/lib/guarita/$(printf '%s' "$state" | sha256sum | cut -c1-12)
            rmdir "$pg_home"
            mkdir -p "$elsewhere"
            chmod 711 "${elsewhere%/*}"
            chmod 700 "$elsewhere"
            chown "$pg_user:" "$elsewhere"
            ln -s "$elsewhere" "$pg_home"
            say "the user $pg_user may not enter $state: the database is in $elsewhere"
        fi
    fi
    pg_data=$(realpath "$pg_home")/data
}

# Made under another name and moved, so that a cluster that is there is whole. Only one role may come in, with its
# password, from this machine; the superuser has none and is reached in single-user mode only.
pg_create() {
    [[ ! -d $pg_data ]] || return 0
    say "making a PostgreSQL cluster in $pg_home"
    local made=$pg_data.new output=$log/postgres-initdb.log
    rm -rf "$made"
    as_pg "$pg_bin/initdb" -D "$made" --username=postgres --encoding=UTF8 --locale=C.UTF-8 --auth=reject \
        >"$output" 2>&1 || pg_failed initdb
    printf "listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\n" >>"$made/postgresql.conf"
    printf 'host %s guarita 127.0.0.1/32 scram-sha-256\n' "$pg_database" >"$made/pg_hba.conf"
    secret_file "$state/postgres_password"
    as_pg "$pg_bin/postgres" --single -D "$made" postgres >>"$output" 2>&1 <<SQL || pg_failed initdb
CREATE ROLE guarita LOGIN PASSWORD '$(<"$state/postgres_password")'
CREATE DATABASE $pg_database OWNER guarita
SQL
    ! grep -qE 'ERROR|FATAL' "$output" || pg_failed initdb
    mv "$made" "$pg_data"
}

pg_failed() {
    tail -n 10 "$log/postgres-initdb.log" "$log/postgres.log" 2>/dev/null >&2 || true
    die 1 "PostgreSQL does not start ($1)"
}

# The process of the postmaster of this cluster, if it lives. The number in its pid file may by now be another's.
pg_pid() {
    local pid
    pid=$(head -n 1 "$pg_data/postmaster.pid" 2>/dev/null) || return 1
    [[ $(readlink "/proc/$pid/cwd" 2>/dev/null) == "$pg_data" ]] && printf '%s' "$pid"
}

# Sets pg_url. A cluster that still runs (its starter was killed) is taken over as it is.
pg_start() {
    pg_find
    pg_place
    pg_create
    local port
    if pg_pid >/dev/null; then
        port=$(sed -n 4p "$pg_data/postmaster.pid")
    else
        rm -f "$pg_data/postmaster.pid"
        poll 10 pg_try_start || pg_failed start
        port=$pg_port
    fi
    pg_url=postgresql://guarita:$(<"$state/postgres_password")@127.0.0.1:$port/$pg_database
    (umask 077 && printf '%s\n' "$pg_url" >"$state/postgres_url")
}

# Tried again when somebody took the port meanwhile, or when processes of a killed postmaster are still ending.
pg_try_start() {
    pg_port=$(free_ports 1)
    as_pg "$pg_bin/pg_ctl" start -s -w -t 30 -D "$pg_data" -o "-p $pg_port" >>"$log/postgres.log" 2>&1
}

pg_stop() {
    pg_pid >/dev/null || return 0
    as_pg "$pg_bin/pg_ctl" stop -s -w -t 20 -m fast -D "$pg_data" >>"$log/postgres.log" 2>&1 ||
        warn "PostgreSQL did not stop; see $log/postgres.log"
}

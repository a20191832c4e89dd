# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
# The part `tls` of scripts/bench, which sources this: one hop behind TLS, with one certificate for all.

tls_names=(nginx haproxy caddy guarita)

start_tls_peers() { # FOLDER BACKEND_PORT PORT …, in the order of tls_names
    local certificates=$1 backend=$2
    shift 2
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
        -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout "$certificates/key.pem" \
        -out "$certificates/server.pem" 2>/dev/null
    chmod 600 "$certificates/key.pem"
    cat "$certificates/server.pem" "$certificates/key.pem" >"$certificates/both.pem"

    mkdir -p "$scratch"/{nginx,haproxy,caddy}-tls
    cat >"$scratch/nginx-tls/nginx.conf" <<CONF
daemon off; pid $scratch/nginx-tls/pid; error_log $scratch/nginx-tls/error.log; worker_processes 1;
events { worker_connections 16384; }
http {
    access_log off; keepalive_requests 100000000; tcp_nodelay on; keepalive_timeout 600s;
    client_body_temp_path $scratch/nginx-tls/a; proxy_temp_path $scratch/nginx-tls/b;
    fastcgi_temp_path $scratch/nginx-tls/c; uwsgi_temp_path $scratch/nginx-tls/d; scgi_temp_path $scratch/nginx-tls/e;
    ssl_certificate $certificates/server.pem; ssl_certificate_key $certificates/key.pem; ssl_protocols TLSv1.2 TLSv1.3;
    upstream up { server 127.0.0.1:$backend; keepalive 128; keepalive_requests 100000000; }
    server { listen 127.0.0.1:$1 ssl http2 backlog=4096;
        location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection ""; } }
}
CONF
    cat >"$scratch/haproxy-tls/haproxy.cfg" <<CONF
global
    nbthread 1
    maxconn 8192
defaults
    mode http
    http-reuse always
    timeout connect 5s
    timeout client 600s
    timeout server 60s
    timeout http-keep-alive 600s
frontend in
    bind 127.0.0.1:$2 ssl crt $certificates/both.pem alpn h2,http/1.1
    default_backend up
backend up
    server up 127.0.0.1:$backend
CONF
    cat >"$scratch/caddy-tls/Caddyfile" <<CONF
{
    admin off
    auto_https off
}
https://127.0.0.1:$3 {
    bind 127.0.0.1
    tls $certificates/server.pem $certificates/key.pem
    reverse_proxy 127.0.0.1:$backend
}
CONF
    background nginx-tls nginx -e "$scratch/nginx-tls/error.log" -p "$scratch/nginx-tls" -c "$scratch/nginx-tls/nginx.conf"
    background haproxy-tls haproxy -db -f "$scratch/haproxy-tls/haproxy.cfg"
    HOME=$scratch/caddy-tls XDG_DATA_HOME=$scratch/caddy-tls XDG_CONFIG_HOME=$scratch/caddy-tls GOMAXPROCS=1 \
        background caddy-tls caddy run --config "$scratch/caddy-tls/Caddyfile" --adapter caddyfile
    RATE_PER_ADDRESS=0 IDLE_TIMEOUT=600s TLS_CERTIFICATE=$certificates/server.pem TLS_KEY=$certificates/key.pem \
        start_guarita gateway "$4" "$backend"
}

# The processes of one that listens: nginx works in a child.
family_of() {
    local pid
    pid=$(listening_on "$1")
    echo "$pid"
    pgrep -P "$pid" || true
}

resident_sum() {
    local pid sum=0
    for pid in $(family_of "$1" | sort -u); do
        sum=$((sum + $(resident_kib "$pid")))
    done
    echo "$sum"
}

# h2load_rate URL HEADER: requests/s over HTTP/2, 4 connections with 8 streams each.
h2load_rate() {
    h2load -D "$seconds" --warm-up-time 1 -c 4 -m 8 ${2:+-H "$2"} "$1" |
        sed -n 's/.*, \([0-9.]*\) req\/s.*/\1/p'
}

tls() {
    local -a port
    local index name run
    local -A h2 idle_kib
    small_json='{"id":1,"nome":"Cafe","descricao":null,"preco":19.90,"versao":1}'
    secret=$(od -An -v -tx1 -N 32 /dev/urandom | tr -d ' \n')
    mapfile -t port < <(free_ports 5)
    local backend=${port[4]} certificates=$scratch/certificates
    mkdir -p "$certificates"
    start_nginx backend "$backend"
    wait_for backend "http://127.0.0.1:$backend/saude"
    start_tls_peers "$certificates" "$backend" "${port[@]:0:4}"

    export CURL_CA_BUNDLE=$certificates/server.pem
    targets=()
    local authorization=
    for index in 0 1 2 3; do
        name=${tls_names[index]}
        if [[ $name == guarita ]]; then
            wait_for guarita-gateway "https://127.0.0.1:${port[index]}/saude"
            authorization="Authorization: Bearer $(token_from "https://127.0.0.1:${port[index]}")"
        else
            wait_for "$name-tls" "https://127.0.0.1:${port[index]}/itens/1"
        fi
        add_target "$name-tls" "https://127.0.0.1:${port[index]}/itens/1" "$authorization"
    done
    measure_all
    for ((run = 1; run <= runs; ++run)); do
        for name in "${tls_names[@]}"; do
            h2[$name]+=" $(h2load_rate "${url_of[$name-tls]}" "${header_of[$name-tls]}")"
            warn "$name-h2: ${h2[$name]##* } requests/s"
        done
    done
    # wrk resumes no sessions, so each request that closes its connection is a full handshake.
    targets=()
    for index in 0 1 2 3; do
        add_target "${tls_names[index]}-new" "https://127.0.0.1:${port[index]}/saude" "Connection: close"
    done
    measure_all
    for index in 0 1 2 3; do
        idle_kib[${tls_names[index]}]=$(idle_tls_kib "${port[index]}" "$certificates/server.pem")
    done

    say "" "### TLS: one hop, one worker thread each, ECDSA P-256" "" \
        "| | HTTP/1.1 requests/s | p99 ms | HTTP/2 requests/s | full handshakes/s | KiB per idle connection |" \
        "|---|---|---|---|---|---|"
    for name in "${tls_names[@]}"; do
        printf '| %s | %.0f | %.2f | %.0f | %.0f | %s |\n' "$name" "$(median "${rates[$name-tls]}")" \
            "$(median "${p99s[$name-tls]}")" "$(median "${h2[$name]}")" "$(median "${rates[$name-new]}")" \
            "${idle_kib[$name]}"
    done
    kill "${started[@]}" 2>/dev/null || true
    wait
    started=()
}

# idle_tls_kib PORT CA_FILE: what each of 1,000 idle connections costs.
idle_tls_kib() {
    local count=1000 before after fifo=$scratch/hold-$1
    before=$(resident_sum "$1")
    mkfifo "$fifo"
    "$root/scripts/idle-clients.py" 127.0.0.1 "$1" $count /saude "$2" <"$fifo" >"$fifo.log" 2>&1 &
    exec 8>"$fifo"
    poll 180 grep -q ready "$fifo.log" || die 1 "the idle connections could not be opened: $(<"$fifo.log")"
    after=$(resident_sum "$1")
    exec 8>&-
    awk -v a="$before" -v b="$after" -v n=$count 'BEGIN {printf "%.1f", (b - a) / n}'
}

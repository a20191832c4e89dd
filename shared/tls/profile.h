// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

struct ssl_ctx_st;

namespace guarita::tls {

/// What may be spoken inside (RFC 7301): HTTP/1.1, or also HTTP/2, which is preferred.
enum class Http { One, OneAndTwo };

/// The names of these protocols as ALPN sends them (RFC 7301, 3.1): each behind its length, the preferred one
/// first.
std::span<const unsigned char> protocolsOf(Http http);

/// Makes `context` speak as both sides of ours do: TLS 1.2 and 1.3 only, with forward secrecy and
/// authenticated encryption (the intermediate profile of Mozilla's "Server Side TLS", version 5.7). No
/// compression, no renegotiation, no sessions kept. Writes are taken in parts, and one read is at most one
/// record. False if this OpenSSL cannot.
bool applyProfile(ssl_ctx_st *context);

} // namespace guarita::tls

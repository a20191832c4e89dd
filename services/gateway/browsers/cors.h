// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpapp.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayList>

#include <chrono>

namespace guarita::gateway {

/// Which pages of other origins may read the answers (Fetch Standard, 3.2). All lists are written as they go
/// out, with commas.
struct CorsPolicy
{
    QByteArrayList origins;   // as browsers write them; empty: no page may
    bool anyOrigin = false;   // instead of the list; never with credentials
    bool credentials = false; // cookies, which the gateway itself has no use for
    QByteArray methods;
    QByteArray headers;
    QByteArray exposed;
    std::chrono::seconds maxAge{0};
};

/// Gives the answers to pages of an origin that may the fields that say so. Belongs before everything else: a
/// page must be able to read why it was refused. The policy outlives the stage.
http::Stage corsStage(const CorsPolicy &policy);
/// Answers the preflights of these. Belongs behind the address's limits and before what asks for a token,
/// which a preflight does not carry. One of another origin is left to whoever serves its path.
http::Stage preflightStage(const CorsPolicy &policy);

} // namespace guarita::gateway

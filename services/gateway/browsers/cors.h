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

/// Answers preflights, and gives the answers to pages of an origin that may the fields that say so. Belongs
/// before everything else: a preflight carries no token, and a page must be able to read why it was refused.
/// A preflight of another origin is left to whoever serves its path. The policy outlives the stage.
http::Stage corsStage(const CorsPolicy &policy);

} // namespace guarita::gateway

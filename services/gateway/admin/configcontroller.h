// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpapp.h"
#include "runtime/configuration.h"

#include <vector>

namespace guarita::gateway {

/// /admin/config: what this gateway runs with, secrets left out, and the same reload that SIGHUP asks for.
///
/// What it reads are its own places (flags, environment, files): there is one truth, and it is on the
/// machine. A client that has read one version reloads from that one only (If-Match), so that two admins
/// notice each other. Must outlive the app that serves its routes.
class ConfigController
{
public:
    /// The configuration outlives the controller.
    explicit ConfigController(runtime::Configuration &configuration)
        : m_configuration(configuration)
    {
    }

    std::vector<http::Route> routes();
    /// Whether the configuration that is being taken over was asked for here.
    bool reloading() const { return m_reloading; }

private:
    void show(http::Request request, http::ReplyHandle reply);
    void reload(http::Request request, http::ReplyHandle reply);

    runtime::Configuration &m_configuration;
    bool m_reloading = false;
};

} // namespace guarita::gateway

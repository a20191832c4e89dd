// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/routes/routetable.h"
#include "http/httpapp.h"

#include <memory>

namespace guarita::gateway {

/// The table of routes in force. It changes between two turns of the event loop, so that one request meets
/// one table in all of its stages. Outlives the stages.
class Routing final : public net::BodyRules
{
public:
    /// Not nullptr.
    explicit Routing(std::shared_ptr<const RouteTable> table)
        : m_table(std::move(table))
    {
    }
    Routing(const Routing &) = delete;
    Routing &operator=(const Routing &) = delete;

    void use(std::shared_ptr<const RouteTable> table) { m_table = std::move(table); }
    const RouteTable &table() const { return *m_table; }

    Rule ruleFor(const QByteArray &path) const override { return m_table->bodyRuleFor(path); }

private:
    std::shared_ptr<const RouteTable> m_table;
};

/// `stage` for everything but open routes.
http::Stage unlessOpen(const Routing &routing, http::Stage stage);

/// What the table's routes refuse besides: ambiguous paths (400 caminho_ambiguo), and WebSockets (501
/// upgrade_nao_suportado), which no tier here can carry.
http::Stage routeStage(const Routing &routing);

} // namespace guarita::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QStringView>

#include <optional>

namespace guarita::balancer {

/// What an operator wants of an endpoint.
enum class Administration {
    Ready,
    Drain, // finishes what is in flight, gets nothing new
    Maint, // the same, and its health is not looked at
};

/// "ready", "drain", "maint".
const char *administrationName(Administration administration);
std::optional<Administration> administrationNamed(QStringView name);

} // namespace guarita::balancer

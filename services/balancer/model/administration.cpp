// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/model/administration.h"

#include <QtCore/QLatin1String>

#include <algorithm>
#include <array>

namespace guarita::balancer {

namespace {

constexpr std::array<const char *, 3> administrationNames{"ready", "drain", "maint"};

} // namespace

const char *administrationName(Administration administration)
{
    return administrationNames[static_cast<std::size_t>(administration)];
}

std::optional<Administration> administrationNamed(QStringView name)
{
    const auto found = std::find_if(administrationNames.begin(), administrationNames.end(),
                                    [&](const char *each) { return name == QLatin1String(each); });
    if (found == administrationNames.end())
        return std::nullopt;
    return static_cast<Administration>(found - administrationNames.begin());
}

} // namespace guarita::balancer

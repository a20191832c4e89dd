// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/profile.h"

#include <QtCore/QJsonObject>

namespace guarita::console {

QJsonObject toJson(const Profile &profile);
/// What is missing or of a wrong type gets its default; Settings::mistakesOf() judges the result.
Profile profileFromJson(const QJsonObject &object);

} // namespace guarita::console

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/apierror.h"
#include "console/core/profile.h"

#include <QtCore/QCoreApplication>

#include <chrono>

namespace guarita::console {

/// Sentences of the shell that more than one of its parts says.
class ShellTexts
{
    Q_DECLARE_TR_FUNCTIONS(guarita::console::ShellTexts)

public:
    static QString logInError(const ApiError &error, const Profile &profile);
    /// Why nothing comes from the service.
    static QString outage(const ApiError &error, const Profile &profile);
    /// "14:32", "1:14:32"
    static QString duration(std::chrono::seconds duration);
    static QString mistake(const QByteArray &code); // of Settings::mistakesOf
    static QString colourName(ProfileColour colour);
};

} // namespace guarita::console

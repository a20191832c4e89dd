// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/apierror.h"

#include <QtCore/QCoreApplication>

namespace guarita::console {

class ErrorTexts
{
    Q_DECLARE_TR_FUNCTIONS(guarita::console::ErrorTexts)

public:
    /// Why a call failed, with what the service said, if it said anything.
    static QString explain(const ApiError &error);
    /// The same of what is for administrators, which a gateway that clients can reach may serve elsewhere.
    static QString explainAdmin(const ApiError &error);
};

} // namespace guarita::console

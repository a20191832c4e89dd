// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QtCore/QStringList>
#include <QtCore/QUrl>

namespace guarita::console {

/// What the console was started with.
struct CommandLine
{
    QUrl url;         // empty: the profile's
    QString profile;  // empty: the last one
    QString language; // "pt_BR", "en"; empty: as set
    bool help = false;
    bool version = false;

    /// `arguments` begins with the program's name. Options of Qt itself (-platform and such) are left to it.
    static core::Result<CommandLine> parse(const QStringList &arguments);
    static QString helpText();
};

} // namespace guarita::console

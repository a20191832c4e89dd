// SPDX-License-Identifier: GPL-3.0-or-later
#include "config/processsources.h"

#include <QtCore/QDir>
#include <QtCore/QProcessEnvironment>

namespace guarita::config {

Sources processSources(const QStringList &arguments)
{
    Sources sources;
    sources.arguments = arguments;
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : environment.keys())
        sources.environment.emplace(name, environment.value(name));
    sources.workingDirectory = QDir::currentPath();
    return sources;
}

} // namespace guarita::config

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QStringList>

namespace guarita::gateway {

/// `guarita-gateway user …`: adds, changes and lists users in the store that the configuration names, whether
/// a gateway runs or not; one that runs sees it within a second. `arguments` follow the word "user". Says
/// what it did on standard output, what is wrong on standard error. Returns the process's exit status: 0, 64
/// (EX_USAGE: the command or the configuration), 65 (EX_DATAERR: refused, nothing changed) or 69
/// (EX_UNAVAILABLE: the store).
int userCommand(const QStringList &arguments);

} // namespace guarita::gateway

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace guarita::runtime {

/// The program that listens on a TCP port of this machine, e.g. "guarita-gateway (process 4711)"; empty if it
/// cannot be found out (another user's process, no /proc). For error messages: it looks through all of /proc.
QString holderOfPort(quint16 port);

} // namespace guarita::runtime

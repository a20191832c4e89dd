// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QtGlobal>

namespace guarita::contract {

// What the service takes. Here, so that a client can say beforehand what would be refused.
constexpr qsizetype maxNome = 100;                     // Unicode code points
constexpr qsizetype maxDescricao = 500;                // Unicode code points
constexpr qint64 maxPrecoCentavos = 9'999'999'999'999; // 99,999,999,999.99

} // namespace guarita::contract

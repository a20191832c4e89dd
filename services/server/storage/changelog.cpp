// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/changelog.h"

#include <algorithm>

namespace guarita::server::storage {

namespace {

bool isNumber(QByteArrayView text)
{
    return !text.isEmpty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

QByteArray ChangeMark::text() const
{
    return era + '.' + QByteArray::number(transaction) + '.' + QByteArray::number(number);
}

std::optional<ChangeMark> ChangeMark::fromText(QByteArrayView text)
{
    constexpr qsizetype longest = 100;
    const QList<QByteArray> parts = text.first(std::min(text.size(), longest)).toByteArray().split('.');
    if (parts.size() != 3 || text.size() > longest || !isNumber(parts[1]) || !isNumber(parts[2]))
        return std::nullopt;
    bool transactionFits = false;
    bool numberFits = false;
    const ChangeMark mark{parts[0], parts[1].toULongLong(&transactionFits), parts[2].toLongLong(&numberFits)};
    return transactionFits && numberFits ? std::optional(mark) : std::nullopt;
}

} // namespace guarita::server::storage

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
    return QByteArray::number(transaction) + '-' + QByteArray::number(number);
}

std::optional<ChangeMark> ChangeMark::fromText(QByteArrayView text)
{
    const qsizetype dash = text.indexOf('-');
    if (dash < 0 || !isNumber(text.first(dash)) || !isNumber(text.sliced(dash + 1)))
        return std::nullopt;
    bool transactionFits = false;
    bool numberFits = false;
    const ChangeMark mark{text.first(dash).toByteArray().toULongLong(&transactionFits),
                          text.sliced(dash + 1).toByteArray().toLongLong(&numberFits)};
    return transactionFits && numberFits ? std::optional(mark) : std::nullopt;
}

} // namespace guarita::server::storage

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArrayView>

#include <optional>
#include <vector>

namespace guarita::console {

/// Parts of a JSON text as they stand in it, so that who reads a part sees its numbers as they were written
/// (QJsonDocument makes a double of a price). Finds where values begin and end; whether they are what they
/// should be is for their readers to say. Never reads outside `json`. Pure.
namespace jsonslice {

/// The value of an object's first member of that name, which has no escapes in it.
std::optional<QByteArrayView> member(QByteArrayView object, QByteArrayView name);
/// Nothing if it is no array.
std::optional<std::vector<QByteArrayView>> elements(QByteArrayView array);

} // namespace jsonslice

} // namespace guarita::console

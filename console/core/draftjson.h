// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/draft.h"

#include <QtCore/QByteArray>

#include <optional>
#include <vector>

namespace guarita::console {

/// The journal's content. Prices and stamps are whole numbers; what the server said of a draft is left out.
QByteArray encodeDrafts(const std::vector<Draft> &drafts);
/// Nothing if a single member is not as encodeDrafts() writes it: half an edit is worse than a file to look
/// at.
std::optional<std::vector<Draft>> decodeDrafts(const QByteArray &json);

} // namespace guarita::console

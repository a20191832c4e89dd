// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QThreadPool>

#include <memory>
#include <utility>

namespace guarita::console {

/// Lets go of a large value in another thread: to free a million strings takes longer than a frame may.
template <typename T>
void discard(T value)
{
    auto kept = std::make_shared<T>(std::move(value));
    QThreadPool::globalInstance()->start([kept = std::move(kept)]() mutable { kept.reset(); });
}

} // namespace guarita::console

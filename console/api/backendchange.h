// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/backend.h"

namespace guarita::console {

constexpr int leastWeight = 1;
constexpr int mostWeight = 256;

/// What somebody wants of a backend; whether it is healthy is another matter.
enum class AdminState {
    Ready,
    Drain, // no new requests; those in flight finish
    Maint, // the same, and it is not checked
};

/// What a backend is to become; what is not set stays.
struct BackendChange
{
    std::optional<AdminState> state{};
    std::optional<int> weight{};

    friend bool operator==(const BackendChange &, const BackendChange &) = default;
};

struct NewBackend
{
    QString url;
    int weight = 1;
    QString cluster; // empty: the balancer's default
};

AdminState adminStateOf(const Backend &backend);
/// The change that takes back what `change` does to `backend`.
BackendChange reverseOf(const BackendChange &change, const Backend &backend);
/// Whether the backend is as the change would have it.
bool isDone(const BackendChange &change, const Backend &backend);

QByteArray encodeBackendChange(const BackendChange &change);
QByteArray encodeNewBackend(const NewBackend &backend);

} // namespace guarita::console

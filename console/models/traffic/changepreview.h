// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/backendchange.h"

#include <QtCore/QHash>

namespace guarita::console {

/// What is to be done to one backend. Neither a change nor a removal: nothing.
struct BackendOrder
{
    BackendChange change{};
    bool removes = false;
};

/// What an order would do to the requests of the backend's cluster, as far as can be told beforehand.
struct ChangePreview
{
    struct Row
    {
        QString id;
        int now = 0;   // permilles of the cluster's requests
        int after = 0; // the same
    };

    std::vector<Row> rows; // the backends of the cluster
    bool measured = false; // `now` is what the last minute's requests were; else what the weights say
    qint64 mustFinish = 0; // requests in flight at the backend, if it gets no more
    // Requests that may be in flight at once, at all that take requests; nothing: somebody has no limit.
    std::optional<qint64> capacityNow{}, capacityAfter{};
    bool stops = false;        // the backend takes requests, and will not any more
    bool leavesNobody = false; // so that the cluster has none left
};

/// The backend's part becomes that of its weight among the weights of all that take requests; the others
/// share what is left as they share it now. `recent`: requests of the last minute, by id. Pure.
ChangePreview previewOf(const std::vector<Backend> &backends, const QString &id, const BackendOrder &order,
                        const QHash<QString, qint64> &recent);

} // namespace guarita::console

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/backend.h"

#include <QtCore/QCoreApplication>

namespace guarita::console {

class Banner;

/// Says of clusters what is no backend's affair: panic, and requests that wait for a backend.
class ClusterNotice
{
    Q_DECLARE_TR_FUNCTIONS(guarita::console::ClusterNotice)

public:
    static void show(Banner &banner, const std::vector<Cluster> &clusters);
};

} // namespace guarita::console

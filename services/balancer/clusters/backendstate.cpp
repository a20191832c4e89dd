// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/clusters/backendstate.h"

#include <QtCore/QLoggingCategory>

namespace guarita::balancer {

namespace {

Q_LOGGING_CATEGORY(lcBackendState, "guarita.balancer.state")

} // namespace

void tellIgnored(const BackendState &state)
{
    qCWarning(lcBackendState, "what operators set of %s in cluster %s is ignored: it is not there",
              qPrintable(state.url), state.cluster.constData());
}

} // namespace guarita::balancer

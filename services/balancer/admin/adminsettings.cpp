// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/admin/adminsettings.h"

#include <QtCore/QFileInfo>

namespace guarita::balancer {

namespace {

const QString mostBackendsKey = QStringLiteral("MAX_BACKENDS");
const QString stateKey = QStringLiteral("BACKENDS_STATE");

} // namespace

std::vector<config::Key> adminKeys()
{
    return {
        config::live(
            {mostBackendsKey, QStringLiteral("1000"),
             QStringLiteral("How many backends there may be, of all clusters, 1 to 4000; with as many an "
                            "operator can add no further one.")}),
        {stateKey, QString(),
         QStringLiteral("A file of this balancer alone that keeps what operators set of backends, so that it "
                        "outlives the process. Empty: it is kept in memory only.")},
    };
}

AdminSettings readAdmin(config::Reader &reader)
{
    AdminSettings admin;
    admin.mostBackends = static_cast<std::size_t>(reader.integer(mostBackendsKey, 1, 4'000));
    admin.stateFile = reader.text(stateKey);
    const QFileInfo info(admin.stateFile);
    if (!admin.stateFile.isEmpty() && (info.isDir() || !QFileInfo(info.absolutePath()).isDir()))
        reader.reject(stateKey, QStringLiteral("must be a file in a folder that exists"));
    return admin;
}

} // namespace guarita::balancer

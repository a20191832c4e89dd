// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/clusternotice.h"

#include "console/models/traffic/wording.h"
#include "console/widgets/banner.h"

namespace guarita::console {

void ClusterNotice::show(Banner &banner, const std::vector<Cluster> &clusters)
{
    QStringList panics;
    qint64 waiting = 0;
    qint64 refused = 0;
    for (const Cluster &cluster : clusters) {
        if (cluster.panic)
            panics << cluster.name;
        waiting += cluster.queue;
        refused += cluster.queueRefused;
    }
    if (panics.isEmpty() && waiting == 0) {
        banner.hide();
        return;
    }
    const QLocale locale = banner.locale();
    const QString queue =
        waiting > 0
            ? tr("%Ln request(s) wait for a backend; %1 were refused since the start because the queue "
                 "was full.",
                 nullptr, int(waiting))
                  .arg(Wording::count(refused, locale))
            : QString();
    if (panics.isEmpty()) {
        banner.setKind(Banner::Kind::Warning);
        banner.setText(tr("All backends are busy"), queue);
    } else {
        banner.setKind(Banner::Kind::Error);
        banner.setText(tr("Panic in %1: too few backends are healthy, so that all of them get requests")
                           .arg(panics.join(QStringLiteral(", "))),
                       queue);
    }
    if (banner.isHidden())
        banner.show();
}

} // namespace guarita::console

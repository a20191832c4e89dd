// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/apierror.h"

#include <QtCore/QObject>

namespace guarita::console {

class Banner;
class Session;

/// Tells that the service refused something for want of a role, and which roles the user has now: somebody
/// may have changed them a moment ago.
class RoleNotice final : public QObject
{
    Q_OBJECT

public:
    RoleNotice(Session &session, Banner &banner, QObject *parent = nullptr);

    void retranslate();

private:
    Session &m_session;
    Banner &m_banner;
    QString m_reason; // the service's sentence
};

} // namespace guarita::console

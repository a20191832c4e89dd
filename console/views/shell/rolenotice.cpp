// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/shell/rolenotice.h"

#include "console/api/session.h"
#include "console/core/roletexts.h"
#include "console/widgets/banner.h"

namespace guarita::console {

RoleNotice::RoleNotice(Session &session, Banner &banner, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_banner(banner)
{
    m_banner.setKind(Banner::Kind::Warning);
    m_banner.setClosable(true);
    connect(&m_session, &Session::forbidden, this, [this](const ApiError &error) {
        m_reason = error.detail;
        retranslate();
        m_banner.show();
    });
    connect(&m_session, &Session::rightsChanged, this, &RoleNotice::retranslate);
    connect(&m_session, &Session::stateChanged, this, [this](Session::State state) {
        if (state == Session::State::LoggedOut || state == Session::State::LoggingIn)
            m_banner.hide();
    });
}

void RoleNotice::retranslate()
{
    const std::optional<Roles> roles = m_session.roles();
    m_banner.setText(m_reason, roles ? tr("Your roles: %1.").arg(RoleTexts::list(*roles)) : QString());
}

} // namespace guarita::console

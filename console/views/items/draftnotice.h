// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/draft.h"
#include "console/widgets/softframe.h"

class QLabel;
class QPushButton;

namespace guarita::console {

/// What there is to say of a draft that was sent and not taken, and what can be done about it.
class DraftNotice final : public SoftFrame
{
    Q_OBJECT

public:
    explicit DraftNotice(QWidget *parent = nullptr);

    void show(const Draft *draft); // null, or nothing to say: hidden

Q_SIGNALS:
    void resolveWanted();
    void sendAgainWanted();

private:
    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_button;
    DraftState m_state = DraftState::Staged;
};

} // namespace guarita::console

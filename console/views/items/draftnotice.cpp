// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/draftnotice.h"

#include "console/views/items/itemtexts.h"
#include "console/widgets/labels.h"

#include <QtWidgets/QGridLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>

namespace guarita::console {

DraftNotice::DraftNotice(QWidget *parent)
    : SoftFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(plainLabel(this))
    , m_button(new QPushButton(this))
{
    setObjectName(QStringLiteral("draftNotice"));
    m_text->setObjectName(QStringLiteral("draftNoticeText"));
    m_text->setWordWrap(true);
    m_button->setObjectName(QStringLiteral("draftNoticeButton"));
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(12, 12, 12, 12);
    grid->setSpacing(theme::spacing);
    grid->setColumnStretch(1, 1);
    grid->addWidget(m_icon, 0, 0, Qt::AlignTop);
    grid->addWidget(m_text, 0, 1);
    grid->addWidget(m_button, 1, 1, Qt::AlignLeft);
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_state == DraftState::Conflict)
            Q_EMIT resolveWanted();
        else
            Q_EMIT sendAgainWanted();
    });
    hide();
}

void DraftNotice::show(const Draft *draft)
{
    QString text;
    QString button;
    m_state = draft ? draft->state : DraftState::Staged;
    if (m_state == DraftState::Conflict) {
        text = draft->theirs ? tr("Somebody else changed this item after you began.")
                             : tr("Somebody else deleted this item after you began.");
        button = tr("&Compare…");
    } else if (m_state == DraftState::Unknown) {
        text =
            tr("The connection broke while this was being saved. It may have been saved or not: look it up "
               "before you send it again.");
        button = tr("Send a&gain");
    } else if (m_state == DraftState::Refused) {
        text = draft->message;
    }
    setVisible(!text.isEmpty());
    if (text.isEmpty())
        return;
    const bool refused = m_state == DraftState::Refused;
    setTones(refused ? theme::Tone::BadSoft : theme::Tone::WarningSoft,
             refused ? theme::Tone::Bad : theme::Tone::Warning);
    m_icon->setPixmap(
        theme::pixmap(ItemTexts::stateIcon(*draft), 16, ItemTexts::stateTone(*draft), devicePixelRatioF()));
    m_text->setText(text);
    m_button->setText(button);
    m_button->setVisible(!button.isEmpty());
}

} // namespace guarita::console

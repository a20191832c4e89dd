// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/requests/reconciliationpanel.h"

#include "console/models/traffic/wording.h"
#include "console/views/errortexts.h"
#include "console/widgets/labels.h"

#include <QtCore/QEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QToolButton>

namespace guarita::console {

using theme::Icon;
using theme::Tone;

ReconciliationPanel::ReconciliationPanel(BalancerApi &api, QWidget *parent)
    : SoftFrame(parent)
    , m_api(api)
    , m_icon(new QLabel(this))
    , m_title(plainLabel(this))
    , m_details(mutedLabel(this))
    , m_again(new QToolButton(this))
    , m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("reconciliationPanel"));
    m_title->setObjectName(QStringLiteral("reconciliationTitle"));
    QFont strong = m_title->font();
    strong.setWeight(QFont::DemiBold);
    m_title->setFont(strong);
    m_title->setWordWrap(true);
    m_details->setObjectName(QStringLiteral("reconciliationDetails"));
    m_details->setWordWrap(true);
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_again->setObjectName(QStringLiteral("reconcileAgain"));
    m_again->setIcon(theme::icon(Icon::Refresh));
    m_close->setObjectName(QStringLiteral("reconciliationClose"));
    m_close->setIcon(theme::icon(Icon::Close));
    QHBoxLayout *row = becomeStrip();
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_title);
    texts->addWidget(m_details);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    row->addWidget(m_again, 0, Qt::AlignTop);
    row->addWidget(m_close, 0, Qt::AlignTop);
    connect(m_again, &QToolButton::clicked, this, &ReconciliationPanel::ask);
    connect(m_close, &QToolButton::clicked, this, &ReconciliationPanel::forget);
    showAnswer();
    hide();
}

void ReconciliationPanel::ask()
{
    m_answer.reset();
    showAnswer();
    show();
    m_call = m_api.reconcile([this](const Reply<Reconciliation> &reply) { answered(reply); });
}

void ReconciliationPanel::forget()
{
    m_call.reset();
    m_answer.reset();
    hide();
}

void ReconciliationPanel::answered(const Reply<Reconciliation> &reply)
{
    m_answer = reply;
    showAnswer();
}

void ReconciliationPanel::setLook(Icon icon, Tone mark, Tone ground)
{
    setTones(ground, mark);
    m_icon->setPixmap(theme::pixmap(icon, 16, mark, devicePixelRatioF()));
}

void ReconciliationPanel::showAnswer()
{
    m_again->setAccessibleName(tr("Compare again"));
    m_again->setToolTip(tr("Compare again"));
    m_close->setAccessibleName(tr("Close"));
    m_close->setToolTip(tr("Close"));
    m_details->clear();
    if (!m_answer) {
        setLook(Icon::Info, Tone::Info, Tone::InfoSoft);
        m_title->setText(tr("Comparing what the tiers counted…"));
    } else if (!*m_answer) {
        const ApiError &error = m_answer->error();
        setLook(Icon::Error, Tone::Bad, Tone::BadSoft);
        m_title->setText(error.kind == ApiError::Kind::NotFound || error.status == 501
                             ? tr("This service does not compare its counts")
                             : tr("The counts could not be compared"));
        m_details->setText(ErrorTexts::explainAdmin(error));
    } else {
        const Reconciliation &found = m_answer->value();
        if (found.exact)
            setLook(Icon::Success, Tone::Good, Tone::GoodSoft);
        else
            setLook(Icon::Warning, Tone::Warning, Tone::WarningSoft);
        m_title->setText(found.exact ? tr("What the tiers counted agrees exactly")
                                     : tr("What the tiers counted does not agree"));
        QStringList lines = found.differences;
        for (const TierCounts &tier : found.tiers)
            lines << countsOf(tier);
        m_details->setText(lines.join(u'\n'));
    }
    m_details->setVisible(!m_details->text().isEmpty());
}

QString ReconciliationPanel::countsOf(const TierCounts &tier) const
{
    QStringList counts;
    for (const auto &[name, value] : tier.counts)
        counts << nameOf(name) + u' ' + Wording::count(value, locale());
    const QString name = tier.tier == TierCounts::Tier::Gateway    ? tr("Gateway")
                         : tier.tier == TierCounts::Tier::Balancer ? tr("Balancer")
                                                                   : tr("Server %1").arg(tier.name);
    return tr("%1: %2").arg(name, counts.join(QStringLiteral(" · ")));
}

QString ReconciliationPanel::nameOf(const QString &count)
{
    const std::pair<const char *, QString> names[] = {
        {"recebidos", tr("received")},
        {"encaminhados", tr("forwarded")},
        {"respondidos", tr("answered")},
        {"respondidas", tr("answered")},
        {"perdidos", tr("lost")},
        {"perdidas", tr("lost")},
        {"em_andamento", tr("in flight")},
        {"tentativas", tr("attempts")},
        {"repetidas", tr("repeated")},
        {"respondidas_por_este", tr("answered by this process")},
        {"respondidas_por_anteriores", tr("answered by processes before it")},
        {"respondidas_sem_nome", tr("answered without a name")}};
    for (const auto &[name, words] : names) {
        if (count == QLatin1String(name))
            return words;
    }
    return count;
}

void ReconciliationPanel::changeEvent(QEvent *event)
{
    SoftFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange)
        showAnswer();
}

} // namespace guarita::console

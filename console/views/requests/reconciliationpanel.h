// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/balancerapi.h"
#include "console/widgets/softframe.h"

class QLabel;
class QToolButton;

namespace guarita::console {

/// Whether what gateway, balancer and servers counted agrees: asked when it is opened, and again with its
/// button. What differs stands in it, and what each tier counted.
class ReconciliationPanel final : public SoftFrame
{
    Q_OBJECT

public:
    explicit ReconciliationPanel(BalancerApi &api, QWidget *parent = nullptr);

    void ask(); // and shows itself
    void forget();

protected:
    void changeEvent(QEvent *event) override;

private:
    void answered(const Reply<Reconciliation> &reply);
    void showAnswer();
    QString countsOf(const TierCounts &tier) const;
    static QString nameOf(const QString &count); // in words, if it is known
    void setLook(theme::Icon icon, theme::Tone mark, theme::Tone ground);

    BalancerApi &m_api;
    std::optional<Reply<Reconciliation>> m_answer;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_details;
    QToolButton *m_again;
    QToolButton *m_close;
    Call m_call;
};

} // namespace guarita::console

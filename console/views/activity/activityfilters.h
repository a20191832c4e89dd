// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/auditrecord.h"
#include "core/clock.h"

#include <QtCore/QTimer>
#include <QtWidgets/QWidget>

class QComboBox;
class QDateTimeEdit;

namespace guarita::console {

class SearchLine;

/// Which records are wanted: whose, what, with which outcome, of which time.
class ActivityFilters final : public QWidget
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds typing{250};

    explicit ActivityFilters(const core::Clock &clock, QWidget *parent = nullptr);

    AuditQuery query() const;
    bool isFiltering() const { return !(query() == AuditQuery()); }
    void setWho(const QString &who);
    void clear();
    SearchLine *who() const { return m_who; }

Q_SIGNALS:
    void changed();

protected:
    void changeEvent(QEvent *event) override;

private:
    enum Span { AnyTime, LastHour, LastDay, LastWeek, LastMonth, Between };

    void build();
    void spanChosen();
    void retranslate();
    QDateTime now() const;

    const core::Clock &m_clock;
    SearchLine *m_who;
    QComboBox *m_action;
    QComboBox *m_outcome;
    QComboBox *m_span;
    QDateTimeEdit *m_since;
    QDateTimeEdit *m_until;
    QDateTime m_spanBegin; // of the last hour, …, when that was chosen
    QTimer m_typing;
};

} // namespace guarita::console

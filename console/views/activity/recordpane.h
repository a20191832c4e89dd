// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/auditrecord.h"

#include <QtWidgets/QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace guarita::console {

/// All of one record, with its words to select and copy.
class RecordPane final : public QWidget
{
    Q_OBJECT

public:
    explicit RecordPane(QWidget *parent = nullptr);

    void showRecord(const std::optional<AuditRecord> &record);

Q_SIGNALS:
    void onlyWanted(const QString &who); // the records of that user

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Line
    {
        QLabel *name;
        QLabel *value;
    };
    enum Fact { When, Who, Target, From, Outcome, Reason, Times, Request, FactCount };

    QWidget *buildFacts();
    void setFact(Fact fact, const QString &name, const QString &value);
    void retranslate();

    QStackedWidget *m_stack;
    QLabel *m_hint;
    QLabel *m_title = nullptr;
    std::vector<Line> m_facts;
    QPushButton *m_copy = nullptr;
    QPushButton *m_only = nullptr;
    std::optional<AuditRecord> m_record;
};

} // namespace guarita::console

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/requesttrace.h"

#include <QtWidgets/QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace guarita::console {

class WaterfallView;

/// All of one request: what it was, its ids to copy, and where its time went.
class RequestPane final : public QWidget
{
    Q_OBJECT

public:
    explicit RequestPane(QWidget *parent = nullptr);

    void showTrace(const std::optional<RequestTrace> &trace);
    const std::optional<RequestTrace> &trace() const { return m_trace; }

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *buildContent();
    void retranslate();
    QString facts() const;

    std::optional<RequestTrace> m_trace;
    QStackedWidget *m_stack;
    QLabel *m_hint;
    QLabel *m_title = nullptr;
    QLabel *m_facts = nullptr;
    QPushButton *m_copyId = nullptr;
    QPushButton *m_copyTrace = nullptr;
    WaterfallView *m_waterfall = nullptr;
};

} // namespace guarita::console

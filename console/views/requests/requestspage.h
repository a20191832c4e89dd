// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/traffic/requestreader.h"
#include "console/views/page.h"
#include "console/views/pagecontext.h"

class QSplitter;
class QStackedWidget;

namespace guarita::console {

class EmptyState;
class ReconciliationPanel;
class RequestFilters;
class RequestPane;
class RequestsView;

/// The last requests through the balancer as they end, and where the time of one of them went.
class RequestsPage final : public Page
{
    Q_OBJECT

public:
    RequestsPage(const PageContext &context, BalancerApi &api, QWidget *parent = nullptr,
                 std::chrono::milliseconds pace = RequestReader::interval);
    ~RequestsPage() override;

    QString title() const override;
    theme::Icon pageIcon() const override { return theme::Icon::Requests; }
    bool isAllowed(const Rights &rights) const override { return rights.seesBackends; }
    QList<QAction *> pageActions() const override
    {
        return {m_pause, m_compare, nullptr, m_copy, m_copyTrace, m_refresh};
    }
    QString status() const override;
    void activated() override;
    void deactivated() override;
    void focusStart() override;

protected:
    void changeEvent(QEvent *event) override;

private:
    QAction *newAction(const char *name, theme::Icon icon, const QKeySequence &key);
    void build();
    void connectAll();
    void sessionChanged();
    void readAnew();
    void readBackends();
    void follow();
    void showPhase();
    void showPause();
    void showSelected();
    void copy(QString RequestTrace::*id);
    void retranslate();

    PageContext m_context;
    BalancerApi &m_api;
    RequestsModel m_requests;
    RequestReader m_reader;
    RequestFilters *m_filters;
    RequestsView *m_view;
    EmptyState *m_empty;
    RequestPane *m_pane;
    QStackedWidget *m_stack;
    QSplitter *m_splitter;
    ReconciliationPanel *m_reconciliation;
    QAction *m_pause;
    QAction *m_compare;
    QAction *m_copy;
    QAction *m_copyTrace;
    QAction *m_refresh;
    Call m_backends;
    QString m_user; // whose session the rows were read in
    bool m_active = false;
};

} // namespace guarita::console

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/admin/auditexporter.h"
#include "console/models/admin/auditreader.h"
#include "console/views/page.h"
#include "console/views/pagecontext.h"

class QSplitter;
class QStackedWidget;

namespace guarita::console {

class ActivityFilters;
class ActivityView;
class Banner;
class EmptyState;
class ProgressStrip;
class RecordPane;

/// Who did what, for administrators, as it happens.
class ActivityPage final : public Page
{
    Q_OBJECT

public:
    ActivityPage(const PageContext &context, AdminApi &api, QWidget *parent = nullptr,
                 std::chrono::milliseconds pace = AuditReader::interval);
    ~ActivityPage() override;

    QString title() const override;
    theme::Icon pageIcon() const override { return theme::Icon::Activity; }
    bool isAllowed(const Rights &rights) const override { return rights.administers; }
    QList<QAction *> pageActions() const override;
    QString status() const override;
    void activated() override;
    void deactivated() override;
    void focusStart() override;
    void focusSearch() override;

protected:
    void changeEvent(QEvent *event) override;

private:
    void buildActions();
    void build();
    void connectAll();
    void sessionChanged();
    void readAnew();
    void follow();
    void showPhase();
    void showPause();
    void showSelected();
    void copyRecord();
    void exportRecords();
    void exportMoved();
    void exportEnded(AuditExporter::State state);
    void tell(bool good, const QString &text, const QString &detail);
    void retranslate();

    PageContext m_context;
    AuditModel m_records;
    AuditReader m_reader;
    AuditExporter m_exporter;
    ActivityFilters *m_filters;
    Banner *m_banner;
    ActivityView *m_view;
    EmptyState *m_empty;
    RecordPane *m_pane;
    QStackedWidget *m_stack;
    QSplitter *m_splitter;
    ProgressStrip *m_strip;
    QAction *m_pause;
    QAction *m_export;
    QAction *m_copy;
    QAction *m_refresh;
    QString m_user; // whose session the rows were read in
    bool m_active = false;
};

} // namespace guarita::console

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/balancerapi.h"
#include "console/models/traffic/changeguard.h"
#include "console/models/traffic/changepreview.h"

#include <QtWidgets/QDialog>

class QCheckBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace guarita::console {

class SharePreview;

/// Asks before a backend gets no more requests, or more or fewer of them: what that would do to the others,
/// as of now, and whether the errors are to be watched after it. Does it itself; if somebody else has changed
/// the backend meanwhile, it shows what that became and may try again.
class ChangeDialog final : public QDialog
{
    Q_OBJECT

public:
    enum class Kind { Drain, Maintain, Weigh, Remove };

    ChangeDialog(Kind kind, const Backend &backend, TrafficMonitor &monitor, BalancerApi &api,
                 QWidget *parent);

Q_SIGNALS:
    void done(const guarita::console::DoneChange &change, bool watched);
    void removed(const guarita::console::Backend &backend);

private:
    void build();
    BackendOrder order() const;
    void preview();
    void showFacts(const ChangePreview &preview);
    void submit();
    void answered(const Reply<Backend> &reply);
    void removalAnswered(const Reply<core::Done> &reply);
    void failed(const ApiError &error);
    void showOthersChange();
    void setBusy(bool busy);
    void retranslate();
    void showQuestion();

    const Kind m_kind;
    Backend m_backend; // as it was seen; its version is what the change is made upon
    TrafficMonitor &m_monitor;
    BalancerApi &m_api;
    QLabel *m_question;
    QLabel *m_explanation;
    QWidget *m_weightRow;
    QLabel *m_weightLabel;
    QSpinBox *m_weight;
    QLabel *m_sharesTitle;
    SharePreview *m_shares;
    QLabel *m_facts;
    QLabel *m_warning;
    QLabel *m_error;
    QCheckBox *m_watch;
    QPushButton *m_cancel;
    QPushButton *m_submit;
    bool m_leavesNobody = false;
    bool m_retries = false;
    Call m_call;
};

} // namespace guarita::console

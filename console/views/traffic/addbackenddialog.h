// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/balancerapi.h"

#include <QtWidgets/QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace guarita::console {

class FieldRow;

/// Asks for a new backend's address, and adds it.
class AddBackendDialog final : public QDialog
{
    Q_OBJECT

public:
    AddBackendDialog(BalancerApi &api, const QStringList &clusters, QWidget *parent);

    /// What it was, of one that was removed.
    void setBackend(const NewBackend &backend);

private:
    void submit();
    void answered(const Reply<core::Done> &reply);
    void retranslate();

    BalancerApi &m_api;
    QLabel *m_title;
    QLineEdit *m_url;
    QSpinBox *m_weight;
    QComboBox *m_cluster;
    FieldRow *m_urlRow;
    FieldRow *m_weightRow;
    FieldRow *m_clusterRow;
    QLabel *m_error;
    QPushButton *m_cancel;
    QPushButton *m_submit;
    Call m_call;
};

} // namespace guarita::console

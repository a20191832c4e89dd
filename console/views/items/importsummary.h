// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/items/importmodel.h"

#include <QtWidgets/QWidget>

class QCheckBox;
class QLabel;
class QToolButton;

namespace guarita::console {

/// What an import would do: how many rows are good, how many are not, and the way from one error to the next.
class ImportSummary final : public QWidget
{
    Q_OBJECT

public:
    explicit ImportSummary(ImportModel &model, QWidget *parent = nullptr);

Q_SIGNALS:
    void faultWanted(bool forward);

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void retranslate();

    ImportModel &m_model;
    QLabel *m_goodIcon;
    QLabel *m_good;
    QLabel *m_badIcon;
    QLabel *m_bad;
    QCheckBox *m_onlyFaulty;
    QToolButton *m_previous;
    QToolButton *m_next;
};

} // namespace guarita::console

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/apierror.h"

#include <QtWidgets/QDialog>

class QLabel;
class QPushButton;

namespace guarita::console {

class Environment;
class FieldRow;
class PasswordField;

/// Changes one's own password. All sessions end with that; the console logs in again by itself.
class OwnPasswordDialog final : public QDialog
{
    Q_OBJECT

public:
    OwnPasswordDialog(Environment &environment, QWidget *parent);

protected:
    void changeEvent(QEvent *event) override;

private:
    void build();
    void submit();
    bool check();
    void answered(const Reply<core::Done> &reply);
    void clearErrors();
    void setBusy(bool busy);
    void retranslate();

    Environment &m_environment;
    QLabel *m_title;
    QLabel *m_text;
    PasswordField *m_current;
    PasswordField *m_fresh;
    PasswordField *m_repeated;
    FieldRow *m_currentRow;
    FieldRow *m_freshRow;
    FieldRow *m_repeatedRow;
    QLabel *m_error;
    QPushButton *m_cancel;
    QPushButton *m_submit;
};

} // namespace guarita::console

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/random.h"

#include <QtWidgets/QWidget>

class QLabel;
class QLineEdit;
class QRadioButton;
class QToolButton;

namespace guarita::console {

class FieldRow;
class PasswordField;

/// A password for somebody: one that is made here, to be copied, or one that is typed twice.
class PasswordChoice final : public QWidget
{
    Q_OBJECT

public:
    explicit PasswordChoice(core::Random &random, QWidget *parent = nullptr);

    bool isMade() const;
    QString password() const;
    /// Whether it can be sent; says what is wrong, and puts the focus there.
    bool check();
    void setError(const QString &error); // the service's
    /// It is set now: only what was made is left, to be copied.
    void showResult();
    void forget();

protected:
    void changeEvent(QEvent *event) override;

private:
    void build();
    void makeAnother();
    void copy();
    void showChoice();
    void retranslate();

    core::Random &m_random;
    QRadioButton *m_make;
    QWidget *m_madeRow;
    QLineEdit *m_made;
    QToolButton *m_copy;
    QToolButton *m_another;
    QLabel *m_note;
    QRadioButton *m_type;
    PasswordField *m_first;
    PasswordField *m_second;
    FieldRow *m_firstRow;
    FieldRow *m_secondRow;
};

} // namespace guarita::console

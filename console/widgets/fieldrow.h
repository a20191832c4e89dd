// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QWidget>

class QLabel;
class QPushButton;

namespace guarita::console {

/// A form's field: its label, a hint at the right of it, the editor, and under it what is wrong, with the
/// reading that may be meant. What is wrong is the editor's accessible description too.
class FieldRow final : public QWidget
{
    Q_OBJECT

public:
    /// Takes the editor. If that is more than a line, its focus proxy is what is named and marked.
    explicit FieldRow(QWidget *editor, QWidget *parent = nullptr);

    QWidget *editor() const { return m_editor; }
    void setLabel(const QString &label);
    void setHint(const QString &hint, bool exceeded = false);
    /// `suggestion`: the text of a button that takes what is probably meant.
    void setError(const QString &error, const QString &suggestion = {});
    QString error() const;
    bool hasError() const { return !error().isEmpty(); }

Q_SIGNALS:
    void suggestionTaken();

protected:
    void changeEvent(QEvent *event) override;

private:
    void tint();

    QWidget *m_editor;
    QWidget *m_target;
    QLabel *m_label;
    QLabel *m_hint;
    QWidget *m_errorLine;
    QLabel *m_icon;
    QLabel *m_error;
    QPushButton *m_suggestion;
};

} // namespace guarita::console

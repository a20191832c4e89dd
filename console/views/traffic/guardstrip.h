// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/softframe.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace guarita::console {

class ChangeGuard;

/// What becomes of the last change, and the buttons that keep it or take it back.
class GuardStrip final : public SoftFrame
{
    Q_OBJECT

public:
    explicit GuardStrip(ChangeGuard &guard, QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void showGuard();
    void setLook(theme::Icon icon, theme::Tone mark, theme::Tone ground);
    QString text() const;
    QString failure() const;
    QString reason() const;
    QString figures() const;

    ChangeGuard &m_guard;
    int m_phase = -1; // that is shown
    QLabel *m_icon;
    QLabel *m_text;
    QLabel *m_figures;
    QPushButton *m_keep;
    QPushButton *m_revert;
    QToolButton *m_close;
};

} // namespace guarita::console

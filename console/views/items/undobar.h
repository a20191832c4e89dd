// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/softframe.h"
#include "core/clock.h"

#include <QtCore/QTimer>

class QLabel;
class QPushButton;
class QToolButton;

namespace guarita::console {

/// Says for ten seconds that items were deleted, and takes it back.
class UndoBar final : public SoftFrame
{
    Q_OBJECT

public:
    static constexpr std::chrono::seconds patience{10};

    explicit UndoBar(const core::Clock &clock, QWidget *parent = nullptr);

    void offer(qsizetype deleted, qsizetype failed);
    void withdraw();

Q_SIGNALS:
    void undoWanted();

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    std::chrono::milliseconds left() const;
    void tick();
    void retranslate();

    const core::Clock &m_clock;
    core::Instant m_end{};
    QTimer m_timer;
    qsizetype m_deleted = 0;
    qsizetype m_failed = 0;
    QLabel *m_icon;
    QLabel *m_text;
    QLabel *m_seconds;
    QPushButton *m_undo;
    QToolButton *m_close;
};

} // namespace guarita::console

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/softframe.h"

#include <QtCore/QTimer>

class QLabel;
class QProgressBar;
class QPushButton;

namespace guarita::console {

/// How far something is that takes longer than half a second, with a way to stop it. Its texts are set anew
/// with each step.
class ProgressStrip final : public SoftFrame
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds patience{500};

    explicit ProgressStrip(const QString &name, QWidget *parent = nullptr);

    void setTexts(const QString &text, const QString &cancelHint);
    void advance(qint64 done, qint64 total); // total below 0: not known
    void end();

Q_SIGNALS:
    void cancelWanted();

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    QTimer m_wait;
    QLabel *m_text;
    QProgressBar *m_bar;
    QPushButton *m_cancel;
};

} // namespace guarita::console

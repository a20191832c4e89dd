// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/theme.h"

#include <QtWidgets/QFrame>

class QHBoxLayout;

namespace guarita::console {

/// A rounded area in a soft tone, for what should be noticed without a shout.
class SoftFrame : public QFrame
{
    Q_OBJECT

public:
    explicit SoftFrame(QWidget *parent = nullptr);

    /// Makes it a strip from edge to edge, with a line above, instead of a rounded area. Returns the row,
    /// which it owns, that takes what is to stand in it.
    QHBoxLayout *becomeStrip();
    void setTones(theme::Tone background, theme::Tone border);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    theme::Tone m_background = theme::Tone::SurfaceRaised;
    theme::Tone m_border = theme::Tone::Border;
    bool m_strip = false;
};

} // namespace guarita::console

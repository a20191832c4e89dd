// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/theme.h"

#include <QtWidgets/QFrame>

class QLabel;

namespace guarita::console {

/// One figure with its name above.
class StatTile final : public QFrame
{
    Q_OBJECT

public:
    /// The labels are named after the tile: "rateTile" has a "rateTileValue".
    StatTile(const QString &name, QWidget *parent);

    void setTitle(const QString &title, const QString &explanation);
    void setValue(const QString &value, const QString &unit = {});
    /// Text, or what the figure is a sign of.
    void setTone(theme::Tone tone);
    QString value() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void restyle();

    QLabel *m_title;
    QLabel *m_value;
    QLabel *m_unit;
    theme::Tone m_tone = theme::Tone::Text;
};

} // namespace guarita::console

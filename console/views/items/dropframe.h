// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QWidget>

namespace guarita::console {

/// A dashed frame that says: drop it here. Lit while something that fits is over it. The text, if it has one,
/// stands in its middle.
class DropFrame final : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    void setLit(bool lit);
    void setText(const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    bool m_lit = false;
};

} // namespace guarita::console

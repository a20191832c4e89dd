// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QWidget>

class QLabel;

namespace guarita::console {

class Connectivity;

/// Whether the service can be reached: an icon and a word, so that it is not told by colour alone.
class ConnectionDot final : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectionDot(Connectivity &connectivity, QWidget *parent = nullptr);

    QString text() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();

    Connectivity &m_connectivity;
    QLabel *m_icon;
    QLabel *m_text;
};

} // namespace guarita::console

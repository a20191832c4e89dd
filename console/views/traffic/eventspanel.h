// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QWidget>

class QAction;
class QLabel;
class QListView;

namespace guarita::console {

class EventLogModel;

/// The time line with its title; Ctrl+C copies the selected events.
class EventsPanel final : public QWidget
{
    Q_OBJECT

public:
    EventsPanel(EventLogModel &events, QWidget *parent);

    void retranslate();

private:
    void copy();

    QLabel *m_title;
    QListView *m_view;
    QAction *m_copy;
};

} // namespace guarita::console

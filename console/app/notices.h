// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>

class QPushButton;

namespace guarita::console {

class Banner;
class DraftKeeper;
class ItemWorkspace;
class MainWindow;
class Settings;

/// Banners about what is kept between runs, and the wait for writes that are under way when the window is to
/// close.
class Notices final : public QObject
{
    Q_OBJECT

public:
    Notices(Settings &settings, DraftKeeper &keeper, ItemWorkspace &workspace, MainWindow &window,
            QObject *parent = nullptr);

    void retranslate();

private:
    bool mayClose();
    void keepOpen();
    void writesMoved();
    void showDrafts();

    Settings &m_settings;
    DraftKeeper &m_keeper;
    ItemWorkspace &m_workspace;
    MainWindow &m_window;
    Banner *m_settingsBroken;
    Banner *m_drafts;
    Banner *m_failed;
    Banner *m_leftOpen;
    Banner *m_closing;
    QPushButton *m_restore;
    QPushButton *m_discard;
    QPushButton *m_keepOpen;
    QString m_brokenJournal;
    QString m_failure;
    qsizetype m_openItems = 0;
    bool m_closesSoon = false;
};

} // namespace guarita::console

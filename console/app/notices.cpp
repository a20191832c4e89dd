// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/notices.h"

#include "console/app/draftkeeper.h"
#include "console/core/settings.h"
#include "console/views/shell/mainwindow.h"
#include "console/widgets/banner.h"

#include <QtCore/QTimer>
#include <QtWidgets/QPushButton>

namespace guarita::console {

Notices::Notices(Settings &settings, DraftKeeper &keeper, ItemWorkspace &workspace, MainWindow &window,
                 QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_keeper(keeper)
    , m_workspace(workspace)
    , m_window(window)
    , m_settingsBroken(window.addBanner(QStringLiteral("settingsBanner")))
    , m_drafts(window.addBanner(QStringLiteral("draftsBanner")))
    , m_failed(window.addBanner(QStringLiteral("keepingFailedBanner")))
    , m_leftOpen(window.addBanner(QStringLiteral("leftOpenBanner")))
    , m_closing(window.addBanner(QStringLiteral("closingBanner")))
    , m_restore(m_drafts->addButton({}, [this] { m_keeper.restore(); }))
    , m_discard(m_drafts->addButton({}, [this] { m_keeper.discard(); }))
    , m_keepOpen(m_closing->addButton({}, [this] { keepOpen(); }))
{
    m_restore->setObjectName(QStringLiteral("restoreDraftsButton"));
    m_restore->setProperty("kind", QStringLiteral("primary"));
    m_discard->setObjectName(QStringLiteral("discardDraftsButton"));
    m_keepOpen->setObjectName(QStringLiteral("keepOpenButton"));
    m_settingsBroken->setKind(Banner::Kind::Warning);
    m_settingsBroken->setClosable(true);
    m_failed->setKind(Banner::Kind::Warning);
    m_failed->setClosable(true);
    m_leftOpen->setKind(Banner::Kind::Warning);
    m_leftOpen->setClosable(true);
    m_settingsBroken->setVisible(!m_settings.brokenFile().isEmpty());
    connect(&m_keeper, &DraftKeeper::offeredChanged, this, &Notices::showDrafts);
    connect(&m_keeper, &DraftKeeper::broken, this, [this](const QString &file) {
        m_brokenJournal = file;
        retranslate();
        m_failed->show();
    });
    const auto failed = [this](const QString &why) {
        m_failure = why;
        retranslate();
        m_failed->show();
    };
    connect(&m_keeper, &DraftKeeper::failed, this, failed);
    connect(&m_settings, &Settings::saveFailed, this, failed);
    connect(&m_workspace, &ItemWorkspace::progressChanged, this, &Notices::writesMoved);
    connect(&m_keeper, &DraftKeeper::leftOpen, this, [this](qsizetype items) {
        m_openItems = items;
        retranslate();
        m_leftOpen->show();
    });
    m_window.setCloseGuard([this] { return mayClose(); });
    retranslate();
}

bool Notices::mayClose()
{
    m_keeper.flush();
    if (!m_workspace.progress().running() || m_closesSoon) // who asks twice means it: the journal has it all
        return true;
    m_closesSoon = true;
    m_workspace.cancel();
    retranslate();
    m_closing->show();
    writesMoved();
    return false;
}

void Notices::keepOpen()
{
    m_closesSoon = false;
    m_closing->hide();
}

void Notices::writesMoved()
{
    if (m_closesSoon && !m_workspace.progress().running())
        QTimer::singleShot(0, this, [this] {
            if (m_closesSoon)
                m_window.close();
        });
}

void Notices::showDrafts()
{
    m_drafts->setVisible(m_keeper.offered() > 0);
    retranslate();
}

void Notices::retranslate()
{
    m_settingsBroken->setText(tr("Not all of the settings could be read; the others have their defaults."),
                              tr("The old file is kept as %1").arg(m_settings.brokenFile()));
    m_drafts->setText(
        tr("%Ln unsaved change(s) of your last visit", nullptr, static_cast<int>(m_keeper.offered())),
        tr("They were not sent to the service."));
    m_restore->setText(tr("&Restore"));
    m_discard->setText(tr("D&iscard"));
    if (!m_failure.isEmpty())
        m_failed->setText(tr("What you do now cannot be kept for the next time."), m_failure);
    else
        m_failed->setText(tr("The unsaved changes of your last visit could not be read."),
                          tr("The old file is kept as %1").arg(m_brokenJournal));
    m_leftOpen->setText(
        tr("%Ln item(s) may not have been deleted or restored", nullptr, static_cast<int>(m_openItems)),
        tr("There was no answer yet when the profile or the user was changed."));
    m_closing->setText(tr("Closing as soon as the changes under way are done."),
                       tr("What was not sent yet stays for the next time."));
    m_keepOpen->setText(tr("&Keep open"));
}

} // namespace guarita::console

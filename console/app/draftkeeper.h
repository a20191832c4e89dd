// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/draftjournal.h"
#include "console/core/profile.h"
#include "console/models/items/itemworkspace.h"

#include <QtCore/QObject>
#include <QtCore/QSet>

#include <memory>
#include <optional>

namespace guarita::console {

/// Keeps the staged drafts of each user of each service in a journal of their own, while they are worked with
/// and afterwards. What an earlier run left is offered, and stays in the journal until the user has decided.
/// What this run left behind on going to another profile, or when somebody else logged in, comes back by
/// itself.
class DraftKeeper final : public QObject
{
    Q_OBJECT

public:
    /// `folder` is made when it is needed.
    DraftKeeper(QString folder, ItemWorkspace &workspace, QObject *parent = nullptr);
    ~DraftKeeper() override;

    void open(const Profile &profile); // as its last user
    /// Whether that is somebody else than before: the workspace is theirs now.
    bool setUser(const QString &user);
    void close(); // keeps the drafts and takes them out of the workspace
    void flush();

    qsizetype offered() const { return static_cast<qsizetype>(m_left.size()); }
    void restore();
    void discard();

Q_SIGNALS:
    void offeredChanged();
    void broken(const QString &file); // could not be read; where it is now
    void failed(const QString &why);
    void leftOpen(qsizetype items); // deleted or restored without an answer by the time of close()

private:
    void begin();
    std::vector<Draft> current() const;
    void setLeft(std::vector<Draft> drafts);

    QString m_folder;
    ItemWorkspace &m_workspace;
    QUrl m_url;
    QString m_user;
    DraftJournal::Claim m_claim;
    std::unique_ptr<DraftJournal> m_journal;
    std::vector<Draft> m_left;
    QSet<QString> m_ours; // files that this run has written
};

} // namespace guarita::console

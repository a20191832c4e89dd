// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/draftkeeper.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>

namespace guarita::console {

namespace {

/// By the service, not by the profile's name: a profile that now names another service must not offer edits
/// of the old one's items.
QString fileNameOf(const QUrl &url, const QString &user)
{
    QByteArray owner = url.adjusted(QUrl::StripTrailingSlash | QUrl::NormalizePathSegments).toEncoded();
    if (!user.isEmpty())
        owner += '\n' + user.toUtf8();
    return QString::fromLatin1(
               QCryptographicHash::hash(owner, QCryptographicHash::Sha256).toHex().first(16)) +
           QStringLiteral(".json");
}

} // namespace

DraftKeeper::DraftKeeper(QString folder, ItemWorkspace &workspace, QObject *parent)
    : QObject(parent)
    , m_folder(std::move(folder))
    , m_workspace(workspace)
{
    connect(&m_workspace.drafts(), &DraftStore::changed, this, [this] {
        if (m_journal)
            m_journal->touch();
    });
    connect(&m_workspace, &ItemWorkspace::sending, this, [this](const std::vector<Draft> &drafts) {
        if (m_journal)
            m_journal->sending(drafts);
    });
}

DraftKeeper::~DraftKeeper()
{
    flush();
}

void DraftKeeper::open(const Profile &profile)
{
    close();
    m_url = profile.url;
    m_user = profile.user;
    begin();
}

bool DraftKeeper::setUser(const QString &user)
{
    if (!m_journal || user == m_user)
        return false;
    close();
    m_user = user;
    begin();
    return true;
}

void DraftKeeper::begin()
{
    QDir().mkpath(m_folder);
    m_claim = DraftJournal::claim(QDir(m_folder).filePath(fileNameOf(m_url, m_user)));
    auto left = DraftJournal::read(m_claim.file);
    m_journal = std::make_unique<DraftJournal>(m_claim.file, [this] { return current(); });
    connect(m_journal.get(), &DraftJournal::failed, this, &DraftKeeper::failed);
    if (!left)
        Q_EMIT broken(m_claim.file + QStringLiteral(".broken"));
    else if (m_ours.contains(m_claim.file))
        m_workspace.restoreDrafts(std::move(left).value());
    else
        setLeft(std::move(left).value());
    m_ours.insert(m_claim.file);
}

void DraftKeeper::close()
{
    if (!m_journal)
        return;
    const qsizetype open = m_workspace.leave();
    flush();
    m_journal.reset(); // before the drafts go, or it would write that there are none
    m_claim = {};
    setLeft({});
    m_workspace.clear();
    if (open > 0)
        Q_EMIT leftOpen(open);
}

void DraftKeeper::flush()
{
    if (m_journal)
        m_journal->flush();
}

void DraftKeeper::restore()
{
    m_workspace.restoreDrafts(std::exchange(m_left, {}));
    Q_EMIT offeredChanged();
}

void DraftKeeper::discard()
{
    setLeft({});
    if (m_journal)
        m_journal->touch();
}

std::vector<Draft> DraftKeeper::current() const
{
    std::vector<Draft> drafts;
    drafts.reserve(m_workspace.drafts().all().size() + m_left.size());
    for (const auto &[key, draft] : m_workspace.drafts().all())
        drafts.push_back(draft);
    // An item that is edited again has one draft in the file, the one that restore() would keep. The older
    // one is written again if that goes away before the user has decided.
    for (const Draft &left : m_left) {
        if (!m_workspace.drafts().find(left.key))
            drafts.push_back(left);
    }
    return drafts;
}

void DraftKeeper::setLeft(std::vector<Draft> drafts)
{
    const bool had = !m_left.empty();
    m_left = std::move(drafts);
    for (const Draft &left : m_left)
        m_workspace.drafts().reserveNewKey(left.key);
    if (had || !m_left.empty())
        Q_EMIT offeredChanged();
}

} // namespace guarita::console

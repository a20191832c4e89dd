// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/core/draftjournal.h"

#include "console/core/draftjson.h"
#include "console/core/filestore.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include <cstdio>
#include <map>
#include <mutex>

namespace guarita::console {

namespace {

constexpr qint64 maxBytes = 512LL * 1024 * 1024;
constexpr std::chrono::milliseconds delay{200};

core::Result<core::Done> write(const QString &file, const std::vector<Draft> &drafts)
{
    if (!drafts.empty())
        return filestore::replace(file, encodeDrafts(drafts));
    QFile old(file);
    if (old.exists() && !old.remove())
        return core::Error{"file_unwritable", QStringLiteral("%1: %2").arg(file, old.errorString())};
    return core::Done{};
}

QString sentFileOf(const QString &file)
{
    return file + QStringLiteral(".sent");
}

} // namespace

/// A line for each request, as a journal with nothing else in it. Against kill -9 a plain write is enough.
/// Any thread: the one that writes the journal forgets what that has.
class DraftJournal::SentLog
{
public:
    explicit SentLog(const QString &file)
        : m_file(sentFileOf(file))
    {
    }

    core::Result<core::Done> add(const std::vector<Draft> &drafts)
    {
        const QByteArray line = encodeDrafts(drafts) + '\n';
        const std::scoped_lock lock(m_mutex);
        if (!m_file.isOpen())
            m_file.open(QIODevice::Append | QIODevice::Unbuffered,
                        QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        if (m_file.write(line) != line.size())
            return core::Error{"file_unwritable",
                               QStringLiteral("%1: %2").arg(m_file.fileName(), m_file.errorString())};
        return core::Done{};
    }

    /// What forget() takes if the journal has everything up to now.
    qint64 end()
    {
        const std::scoped_lock lock(m_mutex);
        return QFileInfo(m_file.fileName()).size();
    }

    void forget(qint64 end)
    {
        const std::scoped_lock lock(m_mutex);
        if (end == 0)
            return;
        m_file.close();
        QFile old(m_file.fileName());
        if (!old.open(QIODevice::ReadOnly) || !old.seek(end))
            return;
        const QByteArray rest = old.readAll();
        if (rest.isEmpty()) {
            old.remove();
            return;
        }
        QFile newer(m_file.fileName() + QStringLiteral(".new"));
        const bool written = newer.open(QIODevice::WriteOnly | QIODevice::Unbuffered,
                                        QFileDevice::ReadOwner | QFileDevice::WriteOwner) &&
                             newer.write(rest) == rest.size();
        newer.close();
        if (written) // else more stays Unknown than need be
            std::rename(QFile::encodeName(newer.fileName()).constData(),
                        QFile::encodeName(m_file.fileName()).constData());
    }

    /// Puts what is in the log over `drafts`. The last line may be half written.
    static void readInto(std::vector<Draft> &drafts, const QString &file)
    {
        const auto log = filestore::read(sentFileOf(file), maxBytes);
        if (!log || !log.value())
            return;
        std::map<ItemKey, Draft> sent;
        for (const QByteArray &line : log.value()->split('\n')) {
            for (Draft &draft : decodeDrafts(line).value_or(std::vector<Draft>())) {
                draft.state = DraftState::Unknown;
                sent.insert_or_assign(draft.key, std::move(draft));
            }
        }
        for (Draft &draft : drafts) {
            if (auto found = sent.extract(draft.key))
                draft = std::move(found.mapped());
        }
        for (auto &[key, draft] : sent)
            drafts.push_back(std::move(draft));
    }

private:
    std::mutex m_mutex;
    QFile m_file;
};

DraftJournal::DraftJournal(QString file, std::function<std::vector<Draft>()> current, QObject *parent)
    : QObject(parent)
    , m_file(std::move(file))
    , m_current(std::move(current))
    , m_sent(std::make_unique<SentLog>(m_file))
    , m_writer(delay, [this]() -> LazyWriter::Write {
        return [this, end = m_sent->end(), drafts = m_current()] {
            const auto written = write(m_file, drafts);
            if (written)
                m_sent->forget(end);
            return written;
        };
    })
{
    connect(&m_writer, &LazyWriter::failed, this, &DraftJournal::failed);
}

DraftJournal::~DraftJournal()
{
    flush();
}

core::Result<std::vector<Draft>> DraftJournal::read(const QString &file)
{
    const auto found = filestore::read(file, maxBytes);
    std::optional<std::vector<Draft>> drafts;
    if (found)
        drafts = found.value() ? decodeDrafts(*found.value()) : std::vector<Draft>();
    if (drafts) {
        SentLog::readInto(*drafts, file);
        return std::move(*drafts);
    }
    const QString aside = filestore::setAside(file);
    if (QFile::exists(sentFileOf(file)))
        filestore::setAside(sentFileOf(file)); // its keys would be those of other drafts
    return core::Error{
        "journal_broken",
        QStringLiteral("The unsent changes of an earlier run could not be read; they are kept in %1.")
            .arg(aside.isEmpty() ? file : aside)};
}

DraftJournal::Claim DraftJournal::claim(const QString &file)
{
    constexpr int maxConsoles = 32;
    QDir().mkpath(QFileInfo(file).absolutePath());
    Claim unused{file, nullptr};
    for (int i = 1; i <= maxConsoles; ++i) {
        const QString mine = i == 1 ? file : QStringLiteral("%1-%2").arg(file).arg(i);
        const bool hasDrafts = QFile::exists(mine) || QFile::exists(sentFileOf(mine));
        if (unused.lock && !hasDrafts)
            continue;
        auto lock = std::make_unique<QLockFile>(mine + QStringLiteral(".lock"));
        lock->setStaleLockTime(0); // stale is the lock of a process that is gone, however old
        const bool locked = lock->tryLock(0);
        if (!locked && lock->error() != QLockFile::LockFailedError)
            break;
        if (locked && hasDrafts)
            return {mine, std::move(lock)};
        if (locked)
            unused = {mine, std::move(lock)};
    }
    return unused;
}

void DraftJournal::touch()
{
    m_writer.touch();
}

void DraftJournal::flush()
{
    m_writer.flush();
}

void DraftJournal::sending(const std::vector<Draft> &drafts)
{
    if (const auto added = m_sent->add(drafts); !added)
        Q_EMIT failed(added.error().message);
}

} // namespace guarita::console

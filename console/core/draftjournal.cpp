// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/core/draftjournal.h"

#include "console/core/draftjson.h"
#include "console/core/filestore.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

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

} // namespace

DraftJournal::DraftJournal(QString file, std::function<std::vector<Draft>()> current, QObject *parent)
    : QObject(parent)
    , m_file(std::move(file))
    , m_current(std::move(current))
    , m_writer(delay, [this]() -> LazyWriter::Write {
        return [file = m_file, drafts = m_current()] { return write(file, drafts); };
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
    if (found && !found.value())
        return std::vector<Draft>{};
    auto drafts = found ? decodeDrafts(*found.value()) : std::nullopt;
    if (drafts)
        return std::move(*drafts);
    const QString aside = filestore::setAside(file);
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
        const bool hasDrafts = QFile::exists(mine);
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

} // namespace guarita::console

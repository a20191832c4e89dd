// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/draft.h"
#include "console/core/lazywriter.h"
#include "core/result.h"

#include <QtCore/QLockFile>
#include <QtCore/QObject>
#include <QtCore/QString>

#include <functional>
#include <memory>

namespace guarita::console {

/// Keeps the staged drafts of one profile in a file, so that they outlive a crash (kill -9 included: the file
/// is replaced atomically). Writes at most every 200 ms, in another thread; flush() waits. Holds no secret.
/// Drafts in the states Saving and Unknown are read back as Unknown; the others as Staged, since the server
/// will say again what is wrong. What is sent under a key before the journal has caught up is in a file
/// beside it, *.sent, until then: sent once more under another one a new item would be two.
class DraftJournal final : public QObject
{
    Q_OBJECT

public:
    /// `current` gives what is to be kept; an empty list removes the file. read() what is there before.
    DraftJournal(QString file, std::function<std::vector<Draft>()> current, QObject *parent = nullptr);
    ~DraftJournal() override; // flushes

    /// What an earlier run left; nothing if there is no file. A file that cannot be read is renamed to
    /// *.broken and fails with "journal_broken".
    static core::Result<std::vector<Draft>> read(const QString &file);

    /// A second console on the same profile must not take the first one's drafts for those of a crash, and
    /// not write over them: of `file`, `file`-2 … that no running console has claimed the first with drafts
    /// in it, so that nobody's stay behind, else the first. Keep the claim as long as the journal. No lock
    /// where the folder cannot be written.
    struct Claim
    {
        QString file;
        std::unique_ptr<QLockFile> lock;
    };
    static Claim claim(const QString &file);

    void touch(); // something changed
    void flush();
    /// Before they are sent in one request: whatever happens now, these drafts are read back, all or none, as
    /// Unknown, until what touch() told is written. Takes microseconds for each.
    void sending(const std::vector<Draft> &drafts);

Q_SIGNALS:
    void failed(const QString &why); // the disk is full, the folder is read-only

private:
    class SentLog;

    QString m_file;
    std::function<std::vector<Draft>()> m_current;
    std::unique_ptr<SentLog> m_sent;
    LazyWriter m_writer; // last: its thread uses the others
};

} // namespace guarita::console

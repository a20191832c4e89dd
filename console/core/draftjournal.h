// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/draft.h"
#include "core/result.h"

#include <QtCore/QObject>
#include <QtCore/QString>
#include <QtCore/QTimer>

#include <functional>

namespace guarita::console {

/// Keeps the staged drafts of one profile in a file, so that they outlive a crash (kill -9 included: the file
/// is replaced atomically). Writes at most every 200 ms, and at once in flush(). Holds no secret. Drafts in
/// the states Saving and Unknown are read back as Unknown; the others as Staged.
class DraftJournal final : public QObject
{
    Q_OBJECT

public:
    /// `current` gives what is to be kept; an empty list removes the file.
    DraftJournal(QString file, std::function<std::vector<Draft>()> current, QObject *parent = nullptr);
    ~DraftJournal() override; // flushes

    /// What an earlier run left. A file that cannot be read is renamed to *.broken and is an error.
    static core::Result<std::vector<Draft>> read(const QString &file);

    void touch(); // something changed
    void flush();

Q_SIGNALS:
    void failed(const QString &why); // the disk is full, the folder is read-only

private:
    QString m_file;
    std::function<std::vector<Draft>()> m_current;
    QTimer m_timer;
    bool m_dirty = false;
};

} // namespace guarita::console

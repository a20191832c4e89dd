// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/auditrecord.h"

#include <QtCore/QAbstractTableModel>
#include <QtCore/QLocale>

#include <deque>

namespace guarita::console {

/// Records of who did what, the newest first. It holds at most `most`: when newer ones come, the oldest go,
/// and can be asked for again by who scrolls down to them.
class AuditModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { WhenColumn, WhoColumn, ActionColumn, OutcomeColumn, TargetColumn, FromColumn, ColumnCount };

    static constexpr std::size_t most = 20'000;

    explicit AuditModel(QObject *parent = nullptr);

    const AuditRecord &at(int row) const { return m_records[static_cast<std::size_t>(row)]; }
    std::optional<qint64> newest() const;
    std::optional<qint64> oldest() const;
    /// Whether there are older ones that could be had.
    void setHasOlder(bool hasOlder) { m_hasOlder = hasOlder; }
    bool isFull() const { return m_records.size() >= most; }

    void clear();
    void addOlder(const std::vector<AuditRecord> &newestFirst);
    void addNewer(const std::vector<AuditRecord> &oldestFirst);

    void setLocale(const QLocale &locale);
    void retranslate();

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void olderWanted();

private:
    void trim();
    QString text(const AuditRecord &record, int column) const;

    QLocale m_locale;
    std::deque<AuditRecord> m_records;
    bool m_hasOlder = false;
};

} // namespace guarita::console

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/requesttrace.h"

#include <QtCore/QAbstractTableModel>
#include <QtCore/QLocale>

#include <deque>

namespace guarita::console {

/// The last requests, the newest first. It holds at most `most`: when newer ones come, the oldest go.
class RequestsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { When, Request, Status, Time, Backends, User, ColumnCount };
    enum Role {
        DetailRole = Qt::UserRole, // the second line of a cell; empty: it has one
        FailedRole,                // bool: 5xx, or the client had gone
    };

    static constexpr std::size_t most = 5000;

    using QAbstractTableModel::QAbstractTableModel;

    const RequestTrace &at(int row) const { return m_requests[std::size_t(row)]; }
    std::optional<qint64> newest() const;
    std::optional<qint64> oldest() const;
    void setHasOlder(bool hasOlder) { m_hasOlder = hasOlder; }
    bool isFull() const { return m_requests.size() >= most; }

    void clear();
    void addOlder(const std::vector<RequestTrace> &newestFirst);
    void addNewer(std::vector<RequestTrace> newestFirst);

    void setLocale(const QLocale &locale);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void olderWanted();

private:
    QString text(const RequestTrace &trace, int column) const;

    QLocale m_locale;
    std::deque<RequestTrace> m_requests;
    bool m_hasOlder = false;
};

} // namespace guarita::console

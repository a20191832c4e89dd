// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/requestsmodel.h"

#include "console/models/traffic/requesttexts.h"

namespace guarita::console {

std::optional<qint64> RequestsModel::newest() const
{
    return m_requests.empty() ? std::nullopt : std::optional(m_requests.front().seq);
}

std::optional<qint64> RequestsModel::oldest() const
{
    return m_requests.empty() ? std::nullopt : std::optional(m_requests.back().seq);
}

void RequestsModel::clear()
{
    beginResetModel();
    m_requests.clear();
    m_hasOlder = false;
    endResetModel();
}

void RequestsModel::addOlder(const std::vector<RequestTrace> &newestFirst)
{
    if (newestFirst.empty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + int(newestFirst.size()) - 1);
    m_requests.insert(m_requests.end(), newestFirst.begin(), newestFirst.end());
    endInsertRows();
}

void RequestsModel::addNewer(std::vector<RequestTrace> newestFirst)
{
    if (newestFirst.empty())
        return;
    beginInsertRows({}, 0, int(newestFirst.size()) - 1);
    m_requests.insert(m_requests.begin(), std::make_move_iterator(newestFirst.begin()),
                      std::make_move_iterator(newestFirst.end()));
    endInsertRows();
    if (m_requests.size() <= most)
        return;
    beginRemoveRows({}, int(most), rowCount() - 1);
    m_requests.resize(most);
    endRemoveRows();
    m_hasOlder = true;
}

bool RequestsModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_hasOlder && !isFull();
}

void RequestsModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        Q_EMIT olderWanted();
}

void RequestsModel::setLocale(const QLocale &locale)
{
    m_locale = locale;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_requests.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int RequestsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_requests.size());
}

int RequestsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RequestsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RequestTrace &trace = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(trace, index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            Qt::Alignment((index.column() == Time ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    case DetailRole:
        return index.column() == Status ? RequestTexts::reason(trace.reason) : QString();
    case FailedRole:
        return trace.status >= 499 || trace.status == 0;
    default:
        return {};
    }
}

QString RequestsModel::text(const RequestTrace &trace, int column) const
{
    switch (column) {
    case When:
        return RequestTexts::time(trace.at);
    case Request:
        return trace.method + u' ' + trace.path;
    case Status:
        return QString::number(trace.status);
    case Time:
        return RequestTexts::milliseconds(trace.total(), m_locale);
    case Backends:
        return RequestTexts::attempts(trace);
    default:
        return trace.user;
    }
}

QVariant RequestsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment((section == Time ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("When"), tr("Request"), tr("Status"), tr("Time"), tr("Backend"), tr("Who")};
    return titles[section];
}

} // namespace guarita::console

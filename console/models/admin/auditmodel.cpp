// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/admin/auditmodel.h"

#include "console/models/admin/audittexts.h"

namespace guarita::console {

AuditModel::AuditModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

std::optional<qint64> AuditModel::newest() const
{
    return m_records.empty() ? std::nullopt : std::optional(m_records.front().id);
}

std::optional<qint64> AuditModel::oldest() const
{
    return m_records.empty() ? std::nullopt : std::optional(m_records.back().id);
}

void AuditModel::clear()
{
    beginResetModel();
    m_records.clear();
    m_hasOlder = false;
    endResetModel();
}

void AuditModel::addOlder(const std::vector<AuditRecord> &newestFirst)
{
    if (newestFirst.empty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(newestFirst.size()) - 1);
    m_records.insert(m_records.end(), newestFirst.begin(), newestFirst.end());
    endInsertRows();
}

void AuditModel::addNewer(const std::vector<AuditRecord> &oldestFirst)
{
    if (oldestFirst.empty())
        return;
    beginInsertRows({}, 0, static_cast<int>(oldestFirst.size()) - 1);
    m_records.insert(m_records.begin(), oldestFirst.rbegin(), oldestFirst.rend());
    endInsertRows();
    trim();
}

void AuditModel::trim()
{
    if (m_records.size() <= most)
        return;
    beginRemoveRows({}, static_cast<int>(most), rowCount() - 1);
    m_records.resize(most);
    endRemoveRows();
    m_hasOlder = true;
}

bool AuditModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_hasOlder && !isFull();
}

void AuditModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        Q_EMIT olderWanted();
}

void AuditModel::setLocale(const QLocale &locale)
{
    m_locale = locale;
    retranslate();
}

void AuditModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_records.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int AuditModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_records.size());
}

int AuditModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant AuditModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    return role == Qt::DisplayRole ? QVariant(text(at(index.row()), index.column())) : QVariant();
}

QString AuditModel::text(const AuditRecord &record, int column) const
{
    switch (column) {
    case WhenColumn:
        return AuditTexts::time(record.at, m_locale);
    case WhoColumn:
        return record.who;
    case ActionColumn:
        return record.times > 1 ? AuditTexts::action(record.action) + QStringLiteral(" ×") +
                                      m_locale.toString(record.times)
                                : AuditTexts::action(record.action);
    case TargetColumn:
        return record.target;
    case OutcomeColumn:
        return AuditTexts::outcome(record.outcome);
    default:
        return record.from;
    }
}

QVariant AuditModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case WhenColumn:
        return tr("When");
    case WhoColumn:
        return tr("Who");
    case ActionColumn:
        return tr("What");
    case TargetColumn:
        return tr("To what");
    case OutcomeColumn:
        return tr("Outcome");
    case FromColumn:
        return tr("From");
    default:
        return {};
    }
}

} // namespace guarita::console

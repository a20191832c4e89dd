// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/admin/usersmodel.h"

#include "console/core/roletexts.h"

#include <algorithm>

namespace guarita::console {

UsersModel::UsersModel(AdminApi &api, QObject *parent)
    : QAbstractTableModel(parent)
    , m_api(api)
{
}

void UsersModel::enter(Phase phase)
{
    m_phase = phase;
    Q_EMIT phaseChanged();
}

void UsersModel::reload()
{
    m_wanted = std::max<std::size_t>(m_users.size(), 1);
    m_fresh.clear();
    if (m_users.empty())
        enter(Phase::Loading);
    ask({});
}

void UsersModel::loadAll()
{
    m_all = true;
    fetchMore({});
}

void UsersModel::clear()
{
    m_call.reset();
    m_asking = false;
    m_all = false;
    m_next.clear();
    m_error.reset();
    beginResetModel();
    m_users.clear();
    endResetModel();
    enter(Phase::Empty);
}

void UsersModel::ask(const QString &after)
{
    m_asking = true;
    m_call = m_api.listUsers(after, pageSize, [this](Reply<UserPage> reply) { answered(std::move(reply)); });
}

void UsersModel::answered(Reply<UserPage> reply)
{
    m_asking = false;
    if (!reply) {
        m_error = reply.error();
        m_wanted = 0;
        return enter(m_users.empty() ? Phase::Failed : Phase::Ready);
    }
    m_error.reset();
    const UserPage &page = reply.value();
    m_next = page.next; // before the rows: who hears of them may ask for more
    if (m_wanted == 0) {
        append(page.users);
    } else {
        m_fresh.insert(m_fresh.end(), page.users.begin(), page.users.end());
        if (m_fresh.size() < m_wanted && !page.next.isEmpty())
            return ask(m_next);
        m_wanted = 0;
        apply(std::exchange(m_fresh, {}));
    }
    enter(Phase::Ready);
    if (m_all)
        fetchMore({});
}

bool UsersModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && !m_asking && !m_next.isEmpty();
}

void UsersModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        ask(m_next);
}

/// Without those that are here: one that was added here has its row already.
void UsersModel::append(const std::vector<User> &users)
{
    std::vector<User> more;
    for (const User &user : users) {
        if (rowOf(user.name) < 0)
            more.push_back(user);
    }
    if (more.empty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(more.size()) - 1);
    m_users.insert(m_users.end(), more.begin(), more.end());
    endInsertRows();
}

/// Row by row, so that whoever is still there keeps the row's index.
void UsersModel::apply(const std::vector<User> &users)
{
    const auto isGone = [&users](const User &known) {
        return std::none_of(users.begin(), users.end(),
                            [&](const User &user) { return user.name == known.name; });
    };
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (!isGone(at(row)))
            continue;
        beginRemoveRows({}, row, row);
        m_users.erase(m_users.begin() + row);
        endRemoveRows();
    }
    for (int row = 0; row < static_cast<int>(users.size()); ++row) {
        const User &user = users[static_cast<std::size_t>(row)];
        const int old = rowOf(user.name);
        if (old < 0) {
            beginInsertRows({}, row, row);
            m_users.insert(m_users.begin() + row, user);
            endInsertRows();
        } else if (old != row) { // rows above are in their places, so it is below
            beginMoveRows({}, old, old, {}, row);
            std::rotate(m_users.begin() + row, m_users.begin() + old, m_users.begin() + old + 1);
            endMoveRows();
        }
        if (old >= 0)
            put(user);
    }
}

int UsersModel::rowOf(const QString &name) const
{
    const auto found =
        std::find_if(m_users.begin(), m_users.end(), [&name](const User &user) { return user.name == name; });
    return found == m_users.end() ? -1 : static_cast<int>(found - m_users.begin());
}

void UsersModel::put(const User &user)
{
    const int row = rowOf(user.name);
    if (row < 0) {
        const auto place =
            std::lower_bound(m_users.begin(), m_users.end(), user.name,
                             [](const User &known, const QString &name) { return known.name < name; });
        const int index = static_cast<int>(place - m_users.begin());
        beginInsertRows({}, index, index);
        m_users.insert(place, user);
        endInsertRows();
    } else if (User &known = m_users[static_cast<std::size_t>(row)]; known != user) {
        known = user;
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
}

void UsersModel::setLocale(const QLocale &locale)
{
    m_locale = locale;
    retranslate();
}

void UsersModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_users.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int UsersModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_users.size());
}

int UsersModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant UsersModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role == Qt::DisplayRole)
        return text(at(index.row()), index.column());
    if (role == Qt::ToolTipRole && index.column() == ChangedColumn && at(index.row()).changed.isValid())
        return m_locale.toString(at(index.row()).changed.toLocalTime(), QLocale::LongFormat);
    return {};
}

QString UsersModel::text(const User &user, int column) const
{
    switch (column) {
    case NameColumn:
        return user.name;
    case RolesColumn:
        return RoleTexts::list(user.roles);
    case StateColumn:
        return !user.enabled ? tr("Disabled") : user.demo ? tr("Demonstration") : tr("Active");
    default:
        return user.changed.isValid() ? m_locale.toString(user.changed.toLocalTime(), QLocale::ShortFormat)
                                      : QString();
    }
}

QVariant UsersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Name");
    case RolesColumn:
        return tr("Roles");
    case StateColumn:
        return tr("State");
    case ChangedColumn:
        return tr("Changed");
    default:
        return {};
    }
}

} // namespace guarita::console

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/adminapi.h"

#include <QtCore/QAbstractTableModel>
#include <QtCore/QLocale>

namespace guarita::console {

/// The users by their names, a page at a time as the view scrolls. Reading them again keeps the rows of those
/// that are still there, and with them selection and place.
class UsersModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, RolesColumn, StateColumn, ChangedColumn, ColumnCount };
    enum class Phase { Empty, Loading, Ready, Failed };

    static constexpr int pageSize = 200; // the service's most

    explicit UsersModel(AdminApi &api, QObject *parent = nullptr);

    Phase phase() const { return m_phase; }
    const ApiError *error() const { return m_error ? &*m_error : nullptr; } // of the last reading
    /// Whether all users are here.
    bool isComplete() const { return m_phase == Phase::Ready && m_next.isEmpty(); }

    /// From the beginning, as many as there are rows.
    void reload();
    /// All of them, one page after the other: for who looks for something in them.
    void loadAll();
    void clear();

    const User &at(int row) const { return m_users[static_cast<std::size_t>(row)]; }
    int rowOf(const QString &name) const; // -1: not here
    /// As the service has that user now, a new one, too.
    void put(const User &user);

    void setLocale(const QLocale &locale);
    void retranslate();

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void phaseChanged();

private:
    void ask(const QString &after);
    void answered(Reply<UserPage> reply);
    void append(const std::vector<User> &users);
    void apply(const std::vector<User> &users);
    QString text(const User &user, int column) const;
    void enter(Phase phase);

    AdminApi &m_api;
    QLocale m_locale;
    std::vector<User> m_users;
    std::vector<User> m_fresh; // of a reading from the beginning
    QString m_next;            // empty: that is all
    Call m_call;
    std::optional<ApiError> m_error;
    Phase m_phase = Phase::Empty;
    std::size_t m_wanted = 0; // rows of the reading from the beginning; 0: it is a later page
    bool m_asking = false;
    bool m_all = false;
};

} // namespace guarita::console

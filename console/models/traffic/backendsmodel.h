// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/backend.h"
#include "console/models/traffic/traffichistory.h"

#include <QtCore/QAbstractTableModel>
#include <QtCore/QList>
#include <QtCore/QLocale>

namespace guarita::console {

/// The backends as rows that are updated in place by id: no reset ever, rows come and go one by one, and the
/// order among those that stay is kept. Sorting is a proxy's (there are tens of rows). What it shows is a
/// snapshot of the last apply(): later samples of the history are not seen.
class BackendsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        State,
        Name,
        Weight,
        Requests,
        InFlight,
        Rate,
        P50,
        P95,
        P99,
        Errors,
        Retries,
        LastCheck,
        ColumnCount,
    };

    enum Role {
        IdRole = Qt::UserRole, // QString
        SortRole,
        StateRole,    // int(BackendState)
        DetailRole,   // the second line of a cell; empty: it has one
        TroubleRole,  // bool: the second line says what is wrong
        StaleRole,    // bool
        SeriesRole,   // int: for theme::series(); one for each id, for good
        TrendRole,    // QList<float>: requests/s of the last minute, NaN where there is none
        TrendTopRole, // double: the largest of all rows' trends
    };

    static constexpr std::chrono::seconds trendWindow{60};

    explicit BackendsModel(const core::Clock &clock, QObject *parent = nullptr);

    void apply(const std::vector<Backend> &backends, const TrafficHistory &history, core::Instant at);
    /// Whether the values are old because nobody answers.
    void setStale(bool stale);
    bool isStale() const { return m_stale; }
    void updateAges(); // "2 s ago" becomes "3 s ago", "24 s left" becomes "23 s left"
    void clear();
    void setLocale(const QLocale &locale);
    void retranslate();

    const Backend &backend(int row) const { return m_rows[std::size_t(row)].backend; }
    /// These rows for the clipboard: titles and values, separated by tabs.
    QString copied(const QList<int> &rows) const;
    int series(int row) const { return m_rows[std::size_t(row)].series; }
    int seriesOf(const QString &id) const { return m_series.value(id); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row
    {
        Backend backend;
        int series = 0;
        int permille = 0; // of all requests
        std::optional<double> rate;
        std::optional<double> errorRate;
        QList<float> trend;
        QString age;      // of the last check, as it was last said
        QString standing; // under the state, as it was last said

        friend bool operator==(const Row &, const Row &) = default;
    };

    QVariant sortKey(const Row &row, int column) const;
    QString text(const Row &row, int column) const;
    QString detail(const Row &row, int column) const;
    QString toolTip(const Row &row, int column) const;
    QString ageOf(const Backend &backend) const;
    QString standingOf(const Backend &backend) const;
    std::chrono::milliseconds since(const QDateTime &time) const;
    void removeGone(const std::vector<Backend> &backends);
    Row rowOf(const Backend &backend, const TrafficHistory &history, core::Instant at) const;
    int rowWith(const QString &id) const;
    void everythingChanged();

    const core::Clock &m_clock;
    QLocale m_locale;
    std::vector<Row> m_rows;
    QHash<QString, int> m_series;
    double m_trendTop = 0;
    bool m_stale = false;
};

} // namespace guarita::console

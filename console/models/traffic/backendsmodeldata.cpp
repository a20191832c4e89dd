// SPDX-License-Identifier: GPL-3.0-or-later
// What BackendsModel says of each cell.
#include "console/models/traffic/backendsmodel.h"

#include "console/api/backendchange.h"
#include "console/models/traffic/wording.h"

#include <cmath>

namespace guarita::console {

namespace {

/// Those that want attention first.
int urgency(BackendState state)
{
    switch (state) {
    case BackendState::Down:
        return 0;
    case BackendState::Ejected:
        return 1;
    case BackendState::Maint:
        return 2;
    case BackendState::Drain:
        return 3;
    case BackendState::Other:
        return 4;
    case BackendState::Up:
        break;
    }
    return 5;
}

bool isAtTheRight(int column)
{
    return column != BackendsModel::State && column != BackendsModel::Name;
}

} // namespace

QVariant BackendsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[std::size_t(index.row())];
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case Qt::ToolTipRole:
        return toolTip(row, column);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            Qt::Alignment((isAtTheRight(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    case Qt::AccessibleTextRole:
        return tr("%1: %2").arg(headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(),
                                QStringList{text(row, column), detail(row, column)}.join(u' ').trimmed());
    case IdRole:
        return row.backend.id;
    case SortRole:
        return sortKey(row, column);
    case StateRole:
        return int(row.backend.state);
    case DetailRole:
        return detail(row, column);
    case TroubleRole:
        return column == Name && !row.backend.reason.isEmpty() &&
               adminStateOf(row.backend) == AdminState::Ready; // else somebody wants it so
    case StaleRole:
        return m_stale;
    case SeriesRole:
        return row.series;
    case TrendRole:
        return QVariant::fromValue(row.trend);
    case TrendTopRole:
        return m_trendTop;
    default:
        return {};
    }
}

QVariant BackendsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment((isAtTheRight(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    // Translations had better be as short: the table is to fit into 790 pixels.
    const QString titles[] = {tr("State"),     tr("Backend"), tr("Weight"),  tr("Requests"),
                              tr("In flight"), tr("Req/s"),   tr("p50 ms"),  tr("p95 ms"),
                              tr("p99 ms"),    tr("Errors"),  tr("Retries"), tr("Checked")};
    if (role == Qt::DisplayRole)
        return titles[section];
    if (role != Qt::ToolTipRole)
        return {};
    const QString explanations[] = {
        tr("Whether the balancer sends requests there"),
        tr("Name and address"),
        tr("How many requests it gets beside the others; beneath, what counts now if that is another"),
        tr("Requests forwarded since the balancer's start, health checks apart, and their share"),
        tr("Requests under way now, and how many there may be"),
        tr("Requests per second, with the last minute; all rows on one scale"),
        tr("Half of the recent requests were answered within this time (milliseconds)"),
        tr("95 of 100 recent requests were answered within this time (milliseconds)"),
        tr("99 of 100 recent requests were answered within this time (milliseconds)"),
        tr("5xx answers and requests without an answer, since the balancer's start"),
        tr("Requests that came here because another backend failed, since the balancer's start"),
        tr("The last health check"),
    };
    return explanations[section];
}

QVariant BackendsModel::sortKey(const Row &row, int column) const
{
    const Backend &backend = row.backend;
    switch (column) {
    case State:
        return urgency(backend.state);
    case Name:
        return backend.id;
    case Weight:
        return backend.weight;
    case Requests:
        return backend.requests;
    case InFlight:
        return backend.inFlight;
    case Rate:
        return row.rate.value_or(-1);
    case P50:
        return backend.p50.value_or(-1);
    case P95:
        return backend.p95.value_or(-1);
    case P99:
        return backend.p99.value_or(-1);
    case Errors:
        return errorsOf(backend);
    case Retries:
        return backend.retries;
    default:
        return backend.lastCheck;
    }
}

QString BackendsModel::text(const Row &row, int column) const
{
    const Backend &backend = row.backend;
    switch (column) {
    case State:
        return Wording::state(backend);
    case Name:
        return backend.id;
    case Weight:
        return Wording::count(backend.weight, m_locale);
    case Requests:
        return Wording::count(backend.requests, m_locale);
    case InFlight:
        return Wording::count(backend.inFlight, m_locale);
    case Rate:
        return Wording::rate(row.rate, m_locale);
    case P50:
        return Wording::milliseconds(backend.p50, m_locale);
    case P95:
        return Wording::milliseconds(backend.p95, m_locale);
    case P99:
        return Wording::milliseconds(backend.p99, m_locale);
    case Errors:
        return Wording::count(errorsOf(backend), m_locale);
    case Retries:
        return Wording::count(backend.retries, m_locale);
    default:
        return row.age;
    }
}

QString BackendsModel::detail(const Row &row, int column) const
{
    const Backend &backend = row.backend;
    switch (column) {
    case State:
        return row.standing;
    case Weight:
        return std::abs(backend.weightNow() - backend.weight) < 0.05
                   ? QString()
                   : tr("now %1", "weight").arg(m_locale.toString(backend.weightNow(), 'f', 1));
    case InFlight:
        return backend.inFlightLimit ? tr("of %1").arg(Wording::count(*backend.inFlightLimit, m_locale))
                                     : QString();
    case Name:
        return backend.reason.isEmpty() ? backend.url : Wording::reason(backend.reason);
    case Requests:
        return Wording::percent(row.permille, m_locale);
    case Errors:
        return row.errorRate.value_or(0) > 0 ? tr("%1/s").arg(Wording::rate(row.errorRate, m_locale))
                                             : QString();
    default:
        return {};
    }
}

QString BackendsModel::toolTip(const Row &row, int column) const
{
    const Backend &backend = row.backend;
    const auto number = [this](qint64 value) { return Wording::count(value, m_locale); };
    // Server texts are escaped: a view shows a tool tip that looks like HTML as such.
    QStringList lines;
    if (column == Errors || column == Requests) {
        lines << tr("%1 requests, share %2")
                     .arg(number(backend.requests), Wording::percent(row.permille, m_locale))
              << tr("2xx: %1, 3xx: %2, 4xx: %3, 5xx: %4")
                     .arg(number(backend.responses[0]), number(backend.responses[1]),
                          number(backend.responses[2]), number(backend.responses[3]))
              << tr("Without an answer: %1, retries: %2")
                     .arg(number(backend.failures), number(backend.retries));
    } else if (column == LastCheck) {
        lines << (backend.lastCheck.isValid()
                      ? m_locale.toString(backend.lastCheck.toLocalTime(), QLocale::LongFormat)
                      : tr("Not checked yet"));
    } else {
        lines << backend.id << backend.url << tr("State: %1").arg(Wording::state(backend));
        if (!backend.reason.isEmpty())
            lines << tr("Reason: %1 (%2)").arg(Wording::reason(backend.reason), backend.reason);
        lines << tr("Weight: %1").arg(number(backend.weight));
        if (!backend.addresses.isEmpty())
            lines << tr("Addresses: %1").arg(backend.addresses.join(QStringLiteral(", ")));
        if (!backend.cluster.isEmpty())
            lines << tr("Cluster: %1").arg(backend.cluster);
    }
    return QStringLiteral("<p style='white-space:pre'>%1</p>").arg(lines.join(u'\n').toHtmlEscaped());
}

QString BackendsModel::copied(const QList<int> &rows) const
{
    QLocale plain = m_locale;
    plain.setNumberOptions(QLocale::OmitGroupSeparator);
    const auto latency = [&](std::optional<double> value) {
        return value ? plain.toString(*value, 'f', 3) : QString();
    };
    const auto line = [](QStringList fields) {
        for (QString &field : fields)
            field = field.simplified(); // a server's tab must not make another column
        return fields.join(u'\t') + u'\n';
    };
    QString text = line({tr("State"), tr("Backend"), tr("Address"), tr("Weight"), tr("Requests"), tr("Share"),
                         tr("In flight"), tr("Req/s"), tr("p50 ms"), tr("p95 ms"), tr("p99 ms"), tr("Errors"),
                         tr("Retries"), tr("Checked"), tr("Reason")});
    for (const int number : rows) {
        const Row &row = m_rows[std::size_t(number)];
        const Backend &b = row.backend;
        text += line({Wording::state(b), b.id, b.url, plain.toString(b.weight), plain.toString(b.requests),
                      Wording::percent(row.permille, plain), plain.toString(b.inFlight),
                      row.rate ? plain.toString(*row.rate, 'f', 1) : QString(), latency(b.p50),
                      latency(b.p95), latency(b.p99), plain.toString(errorsOf(b)), plain.toString(b.retries),
                      b.lastCheck.toString(Qt::ISODateWithMs), b.reason});
    }
    return text;
}

QString BackendsModel::ageOf(const Backend &backend) const
{
    return backend.lastCheck.isValid() ? Wording::ago(since(backend.lastCheck)) : tr("never");
}

/// Where a backend stands in what its state says: what is still to be done, or how long it lasts.
QString BackendsModel::standingOf(const Backend &backend) const
{
    const auto left = int(backend.inFlight);
    switch (backend.state) {
    case BackendState::Drain:
        return left > 0 ? tr("%Ln in flight", nullptr, left) : tr("nothing in flight");
    case BackendState::Maint:
        return left > 0 ? tr("%Ln in flight", nullptr, left) : QString();
    case BackendState::Ejected:
        if (backend.trial)
            return tr("on trial");
        return backend.ejectedUntil.isValid()
                   ? tr("%1 left").arg(Wording::duration(-since(backend.ejectedUntil)))
                   : QString();
    case BackendState::Up:
        return backend.slowStart && *backend.slowStart < 1
                   ? tr("slow start, %1").arg(Wording::percent(int(*backend.slowStart * 1000), m_locale))
                   : QString();
    case BackendState::Down:
    case BackendState::Other:
        break;
    }
    return {};
}

std::chrono::milliseconds BackendsModel::since(const QDateTime &time) const
{
    const auto now =
        std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.wallNow().time_since_epoch());
    return now - std::chrono::milliseconds(time.toMSecsSinceEpoch());
}

} // namespace guarita::console

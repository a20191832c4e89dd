// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/retry/retrysettings.h"

#include <algorithm>

namespace guarita::balancer {

namespace {

const QString retriesKey = QStringLiteral("RETRIES");
const QString statusKey = QStringLiteral("RETRY_STATUS");
const QString backoffKey = QStringLiteral("RETRY_BACKOFF");
const QString backoffMaxKey = QStringLiteral("RETRY_BACKOFF_MAX");
const QString budgetKey = QStringLiteral("RETRY_BUDGET");
const QString floorKey = QStringLiteral("RETRY_FLOOR");
const QString replayKey = QStringLiteral("REPLAY_LIMIT");
const QString tryDeadlineKey = QStringLiteral("TRY_DEADLINE");
const QString hedgeKey = QStringLiteral("HEDGE_AFTER");

std::vector<int> readStatuses(config::Reader &reader)
{
    std::vector<int> statuses;
    const QString text = reader.text(statusKey);
    const auto parts = text.isEmpty() ? QStringList() : text.split(u',');
    for (const QString &part : parts) {
        const int status = part.trimmed().toInt();
        if (status < 500 || status > 599) {
            reader.reject(statusKey, QStringLiteral("must be statuses from 500 to 599, separated by commas"));
            return {};
        }
        statuses.push_back(status);
    }
    return statuses;
}

} // namespace

std::vector<config::Key> retryKeys()
{
    return {
        {retriesKey, QStringLiteral("2"),
         QStringLiteral("How many more attempts a request may get after its first, 0 to 10.")},
        {statusKey, QStringLiteral("502,503,504"),
         QStringLiteral("Answers after which another server is asked, if the request may be repeated; "
                        "statuses from 500 to 599, or empty.")},
        {backoffKey, QStringLiteral("25ms"),
         QStringLiteral("The longest wait before a second retry, or a retry at the same server, 1ms to 1min. "
                        "It doubles with each further one; how much of it is waited is drawn at random.")},
        {backoffMaxKey, QStringLiteral("250ms"),
         QStringLiteral("What that wait grows to at most, RETRY_BACKOFF to 1min.")},
        {budgetKey, QStringLiteral("20"),
         QStringLiteral("How many retries and hedges there may be in ten seconds, in percent of their "
                        "requests, 0 to 100. What was never sent costs nothing.")},
        {floorKey, QStringLiteral("3"),
         QStringLiteral("How many per second there may be besides, 0 to 10000.")},
        {replayKey, QStringLiteral("64KiB"),
         QStringLiteral("A request with a larger body is not sent again, unless it was never sent; 0 to "
                        "64MiB.")},
        {tryDeadlineKey, QStringLiteral("5s"),
         QStringLiteral("How long a server may take to begin its answer if another one could be asked "
                        "instead, once per request, 10ms to 10min.")},
        {hedgeKey, QStringLiteral("0s"),
         QStringLiteral("How long a read without a body waits for its answer before another server is asked "
                        "as well, up to 1min; 0s is never.")},
    };
}

RetrySettings readRetry(config::Reader &reader)
{
    using namespace std::chrono_literals;
    RetrySettings retry;
    retry.retries = static_cast<int>(reader.integer(retriesKey, 0, 10));
    retry.statuses = readStatuses(reader);
    retry.backoff.first = reader.duration(backoffKey, 1ms, 1min);
    retry.backoff.most = reader.duration(backoffMaxKey, 1ms, 1min);
    if (retry.backoff.most < retry.backoff.first)
        reader.reject(backoffMaxKey, QStringLiteral("must not be shorter than RETRY_BACKOFF"));
    retry.budget.percent = static_cast<int>(reader.integer(budgetKey, 0, 100));
    retry.budget.floor = static_cast<int>(reader.integer(floorKey, 0, 10'000));
    retry.replayLimit = reader.bytes(replayKey, 0, 64 * 1024 * 1024);
    retry.tryDeadline = reader.duration(tryDeadlineKey, 10ms, 10min);
    retry.hedgeAfter = reader.duration(hedgeKey, 0ms, 1min);
    return retry;
}

} // namespace guarita::balancer

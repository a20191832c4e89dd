// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/wording.h"

#include <algorithm>
#include <cmath>

namespace guarita::console {

using namespace std::chrono_literals;

namespace {

QString dash()
{
    return QStringLiteral("–");
}

} // namespace

QString Wording::duration(std::chrono::milliseconds time)
{
    using days = std::chrono::duration<qint64, std::ratio<86400>>;
    time = std::max(time, 0ms);
    if (time < 60s)
        return tr("%1 s").arg(std::chrono::floor<std::chrono::seconds>(time).count());
    if (time < 60min)
        return tr("%1 min").arg(std::chrono::floor<std::chrono::minutes>(time).count());
    if (time < 48h)
        return tr("%1 h").arg(std::chrono::floor<std::chrono::hours>(time).count());
    return tr("%1 d").arg(std::chrono::floor<days>(time).count());
}

QString Wording::preciseDuration(std::chrono::milliseconds time, const QLocale &locale)
{
    if (time >= 10s)
        return duration(time);
    return tr("%1 s").arg(
        locale.toString(std::floor(double(std::max(time, 0ms).count()) / 100) / 10, 'f', 1));
}

QString Wording::ago(std::chrono::milliseconds time)
{
    return time < 1s ? tr("now") : tr("%1 ago").arg(duration(time));
}

QString Wording::state(const Backend &backend)
{
    switch (backend.state) {
    case BackendState::Up:
        return tr("Up");
    case BackendState::Down:
        return tr("Down");
    case BackendState::Drain:
        return tr("Draining");
    case BackendState::Maint:
        return tr("Maintenance");
    case BackendState::Ejected:
        return tr("Ejected");
    case BackendState::Other:
        break;
    }
    return backend.stateText;
}

QString Wording::reason(const QString &code)
{
    if (code.startsWith(QLatin1String("status_")))
        return tr("Health check answered %1").arg(code.mid(7));
    if (code == QLatin1String("sem_verificacao"))
        return tr("Not checked yet");
    if (code == QLatin1String("upstream_connect"))
        return tr("No connection");
    if (code == QLatin1String("upstream_no_response"))
        return tr("Connection closed without an answer");
    if (code == QLatin1String("upstream_truncated"))
        return tr("Answer cut off");
    if (code == QLatin1String("upstream_too_large"))
        return tr("Answer too large");
    if (code == QLatin1String("upstream_timeout"))
        return tr("No answer in time");
    if (code == QLatin1String("upstream_saturated"))
        return tr("All connections busy");
    if (code == QLatin1String("operador"))
        return tr("By an operator");
    if (code == QLatin1String("falhas_seguidas"))
        return tr("Failures in a row");
    if (code == QLatin1String("falhas_demais"))
        return tr("Too many failures");
    if (code == QLatin1String("prova_falhou"))
        return tr("Failed on trial");
    return code;
}

QString Wording::error(const ApiError &error)
{
    switch (error.kind) {
    case ApiError::Kind::Unreachable:
        return tr("The gateway cannot be reached.");
    case ApiError::Kind::Interrupted:
        return tr("The connection broke or the answer took too long.");
    case ApiError::Kind::Untrusted:
        return tr("The gateway's certificate was refused.");
    case ApiError::Kind::Unauthorized:
        return tr("The log-in has expired.");
    case ApiError::Kind::Forbidden:
        return tr("This user may not see the backends.");
    case ApiError::Kind::NotFound:
        return tr("This service does not tell about its backends.");
    case ApiError::Kind::Unavailable:
        return tr("The gateway answers, but the balancer behind it does not.");
    case ApiError::Kind::BadReply:
        return tr("The answer was not understood.");
    default:
        break;
    }
    return error.status > 0 ? tr("The service answered with status %1.").arg(error.status)
                            : tr("The request failed.");
}

QString Wording::milliseconds(std::optional<double> value, const QLocale &locale)
{
    if (!value)
        return dash();
    return locale.toString(*value, 'f', *value < 9.995 ? 2 : *value < 99.95 ? 1 : 0);
}

QString Wording::rate(std::optional<double> value, const QLocale &locale)
{
    if (!value)
        return dash();
    return locale.toString(*value, 'f', *value > 0 && *value < 9.95 ? 1 : 0);
}

QString Wording::precise(double value, const QLocale &locale)
{
    return locale.toString(value, 'f', 1);
}

QString Wording::percent(int permille, const QLocale &locale)
{
    return tr("%1%").arg(locale.toString(permille / 10.0, 'f', 1));
}

} // namespace guarita::console

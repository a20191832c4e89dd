// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/shell/shelltexts.h"

#include <QtCore/QUrl>

namespace guarita::console {

namespace {

QString with(const QString &sentence, const QString &detail)
{
    return detail.isEmpty() ? sentence : sentence + u' ' + detail;
}

} // namespace

QString ShellTexts::logInError(const ApiError &error, const Profile &profile)
{
    switch (error.kind) {
    case ApiError::Kind::Unauthorized:
        return tr("The user or the password is wrong.");
    case ApiError::Kind::Throttled:
        if (error.retryAfter)
            return tr("Too many attempts. Try again in %n second(s).", nullptr,
                      static_cast<int>(error.retryAfter->count()));
        return tr("Too many attempts. Try again in a moment.");
    case ApiError::Kind::Unreachable:
    case ApiError::Kind::Interrupted:
    case ApiError::Kind::Untrusted:
    case ApiError::Kind::Unavailable:
        return outage(error, profile);
    case ApiError::Kind::BadReply:
    case ApiError::Kind::NotFound:
        return tr("%1 answers, but not as this service does. Is the address right?")
            .arg(profile.url.toDisplayString());
    case ApiError::Kind::Invalid:
    case ApiError::Kind::Forbidden:
    case ApiError::Kind::Conflict:
    case ApiError::Kind::Failed:
        break;
    }
    return error.detail.isEmpty() ? tr("The service refused the log-in (status %1).").arg(error.status)
                                  : error.detail;
}

QString ShellTexts::outage(const ApiError &error, const Profile &profile)
{
    const QString address = profile.url.toDisplayString();
    switch (error.kind) {
    case ApiError::Kind::Unreachable:
        return tr("%1 cannot be reached.").arg(address);
    case ApiError::Kind::Interrupted:
        return tr("%1 does not answer.").arg(address);
    case ApiError::Kind::Untrusted:
        return with(tr("The certificate of %1 is not trusted; nothing was sent.").arg(profile.url.host()),
                    error.detail);
    case ApiError::Kind::Unavailable:
        return tr("%1 answers, but what is behind it does not.").arg(address);
    default:
        break;
    }
    return error.detail;
}

QString ShellTexts::duration(std::chrono::seconds duration)
{
    const auto all = duration.count();
    const auto two = [](auto value) { return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0')); };
    const QString minutesAndSeconds = two(all / 60 % 60) + u':' + two(all % 60);
    return all < 3600 ? minutesAndSeconds : QString::number(all / 3600) + u':' + minutesAndSeconds;
}

QString ShellTexts::mistake(const QByteArray &code)
{
    if (code == "name_empty")
        return tr("Give it a name.");
    if (code == "name_long")
        return tr("A name has at most 60 characters.");
    if (code == "name_taken")
        return tr("Another profile has this name.");
    if (code == "url_invalid")
        return tr("An address begins with http:// or https:// and has no user and no query.");
    if (code == "ca_unreadable")
        return tr("This file cannot be read.");
    return QString::fromLatin1(code);
}

QString ShellTexts::colourName(ProfileColour colour)
{
    switch (colour) {
    case ProfileColour::None:
        break;
    case ProfileColour::Green:
        return tr("Green");
    case ProfileColour::Blue:
        return tr("Blue");
    case ProfileColour::Amber:
        return tr("Amber");
    case ProfileColour::Red:
        return tr("Red");
    }
    return tr("None");
}

} // namespace guarita::console

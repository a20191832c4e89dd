// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/errortexts.h"

namespace guarita::console {

QString ErrorTexts::explain(const ApiError &error)
{
    const auto with = [&error](const QString &sentence) {
        return error.detail.isEmpty() ? sentence : sentence + QLatin1Char(' ') + error.detail;
    };
    switch (error.kind) {
    case ApiError::Kind::Unreachable:
        return tr("The service cannot be reached.");
    case ApiError::Kind::Interrupted:
        return tr("The connection broke before there was an answer.");
    case ApiError::Kind::Untrusted:
        return with(tr("The service's certificate is not trusted."));
    case ApiError::Kind::Unauthorized:
        return tr("You are not logged in.");
    case ApiError::Kind::Forbidden:
        return with(tr("This is not allowed."));
    case ApiError::Kind::NotFound:
        return tr("It does not exist any more.");
    case ApiError::Kind::Conflict:
        return tr("Somebody else changed it in the meantime.");
    case ApiError::Kind::Throttled:
        return tr("Too many requests. Try again in a moment.");
    case ApiError::Kind::Unavailable:
        return with(tr("The service does not answer at the moment."));
    case ApiError::Kind::BadReply:
        return tr("The service's answer could not be understood.");
    case ApiError::Kind::Invalid:
    case ApiError::Kind::Failed:
        break;
    }
    return error.detail.isEmpty() ? tr("The service refused (status %1).").arg(error.status) : error.detail;
}

QString ErrorTexts::explainAdmin(const ApiError &error)
{
    if (error.kind == ApiError::Kind::NotFound)
        return tr(
            "It is not served at this address. A gateway that clients can reach may have another one for "
            "administration.");
    return explain(error);
}

} // namespace guarita::console

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonwriter.h"
#include "http/message.h"

#include <QtCore/QString>

#include <vector>

namespace guarita::http {

enum class Language { Portuguese, English };

/// What the client prefers by Accept-Language (RFC 9110, 12.5.4); Portuguese unless English has the higher
/// weight.
Language preferredLanguage(const Request &request);

/// One sentence in both languages.
struct Sentence
{
    QString portuguese;
    QString english;

    const QString &in(Language language) const
    {
        return language == Language::English ? english : portuguese;
    }
};

/// A rule that a field of the body breaks (422).
struct FieldError
{
    QString field;
    Sentence message;
};

/// What went wrong, before it becomes application/problem+json (RFC 9457).
struct Problem
{
    int status = 500;
    QByteArray
        reason; // stable, lower_snake_case; becomes `type` ("urn:guarita:<reason>") and the log's reason
    Sentence detail;
    std::vector<FieldError> errors = {};
    Headers headers = {}; // e.g. Allow, Retry-After, WWW-Authenticate
    /// An extension member (RFC 9457, 3.2), if it has a name.
    QByteArray extension = {};
    QByteArray extensionJson = {};
};

/// The phrase of RFC 9110, section 15, for a status that is made here; the class's name for any other.
/// Static.
QByteArrayView statusPhrase(int status);

/// A problem as a JSON object, where it is a part of a larger answer. Without a request's id if that is
/// empty.
void writeProblem(core::JsonWriter &json, const Problem &problem, Language language,
                  QByteArrayView requestId = {});

/// The one place that turns a Problem into a response, in the request's language and with its id.
Response problemResponse(const Request &request, const Problem &problem);
/// The same where no request could be read: the framer's and the listener's refusals.
QByteArray problemBody(int status, QByteArrayView reason, const QString &detail, QByteArrayView requestId);

/// Problems that several roles share. Each has one fixed reason and sentence.
Problem notFound();                                // 404 nao_encontrado
Problem methodNotAllowed(const QByteArray &allow); // 405 metodo_nao_permitido
Problem internalError();                           // 500 erro_interno
Problem draining();                                // 503 encerrando, Retry-After

} // namespace guarita::http

// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/queryparameters.h"

namespace guarita::http {

namespace {

Problem refusal(const http::Sentence &detail)
{
    Problem problem;
    problem.status = 400;
    problem.reason = "parametro_invalido";
    problem.detail = detail;
    return problem;
}

/// The name is the client's: it is shown as it came, still encoded.
QString shown(QByteArrayView name)
{
    constexpr qsizetype enough = 40;
    return QString::fromLatin1(name.first(std::min(name.size(), enough)));
}

} // namespace

Problem badParameter(const char *name, const char16_t *portuguese, const char16_t *english)
{
    const QString shownName = QString::fromLatin1(name);
    return refusal(
        {QStringLiteral("O parâmetro %1 deve ser %2.").arg(shownName, QString::fromUtf16(portuguese)),
         QStringLiteral("The parameter %1 must be %2.").arg(shownName, QString::fromUtf16(english))});
}

Problem unknownParameter(QByteArrayView name, const QByteArray &known)
{
    const QString names = QString::fromLatin1(known);
    return refusal(
        {QStringLiteral("O parâmetro \"%1\" não existe aqui; há: %2.").arg(shown(name), names),
         QStringLiteral("There is no parameter \"%1\" here; there are: %2.").arg(shown(name), names)});
}

Problem repeatedParameter(QByteArrayView name)
{
    return refusal({QStringLiteral("O parâmetro %1 está repetido.").arg(shown(name)),
                    QStringLiteral("The parameter %1 is repeated.").arg(shown(name))});
}

} // namespace guarita::http

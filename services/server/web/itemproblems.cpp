// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/itemproblems.h"

#include "http/jsonbody.h"

namespace guarita::server::web {

using contract::FieldFault;
using domain::Rule;
using http::Problem;
using http::Sentence;
using storage::Failure;

namespace {

Problem make(int status, const char *reason, const Sentence &detail)
{
    Problem problem;
    problem.status = status;
    problem.reason = reason;
    problem.detail = detail;
    return problem;
}

/// Something that may be over in a moment.
Problem passing(const char *reason, const Sentence &detail)
{
    Problem problem = make(503, reason, detail);
    problem.headers.append("Retry-After", "1");
    return problem;
}

Sentence sentence(const char16_t *portuguese, const char16_t *english)
{
    return {QString::fromUtf16(portuguese), QString::fromUtf16(english)};
}

Sentence sentenceOf(FieldFault fault)
{
    switch (fault) {
    case FieldFault::Missing:
        return sentence(u"É obrigatório.", u"Is required.");
    case FieldFault::Unknown:
        return sentence(u"Não é um campo de um item.", u"Is not a field of an item.");
    case FieldFault::NotText:
        return sentence(u"Deve ser um texto.", u"Must be a text.");
    case FieldFault::NotTextOrNull:
        return sentence(u"Deve ser um texto ou null.", u"Must be a text or null.");
    case FieldFault::NotNumber:
        return sentence(u"Deve ser um número, sem aspas.", u"Must be a number, without quotes.");
    case FieldFault::TooManyDecimals:
        return sentence(u"Deve ter no máximo duas casas decimais.", u"Must have at most two decimals.");
    case FieldFault::OutOfRange:
        break;
    }
    return sentence(u"Deve estar entre 0 e 99999999999.99.", u"Must be between 0 and 99999999999.99.");
}

Sentence sentenceOf(const domain::Violation &violation)
{
    switch (violation.rule) {
    case Rule::Empty:
    case Rule::Blank:
        return sentence(u"Deve ter algo além de espaços.", u"Must have something besides white space.");
    case Rule::TooLong:
        return QByteArrayView(violation.field) == "nome"
                   ? sentence(u"Deve ter no máximo 100 caracteres.", u"Must have at most 100 characters.")
                   : sentence(u"Deve ter no máximo 500 caracteres.", u"Must have at most 500 characters.");
    case Rule::ControlCharacter:
        return sentence(u"Não pode ter caracteres de controle.", u"Must not have control characters.");
    case Rule::Nul:
        return sentence(u"Não pode ter o caractere U+0000.", u"Must not have the character U+0000.");
    case Rule::Negative:
    case Rule::TooLarge:
        break;
    }
    return sentenceOf(FieldFault::OutOfRange);
}

} // namespace

Problem storageProblem(Failure failure)
{
    switch (failure) {
    case Failure::NotFound:
        return http::notFound();
    case Failure::VersionMismatch:
        return make(412, "versao_divergente",
                    sentence(u"O item tem outra versão: leia-o de novo antes de mudá-lo.",
                             u"The item has another version: read it again before changing it."));
    case Failure::NotRemoved:
        return make(409, "nao_excluido",
                    sentence(u"O item não está removido; nada foi mudado.",
                             u"The item is not removed; nothing was changed."));
    case Failure::KeyReused:
        return make(422, "chave_reutilizada",
                    sentence(u"Esta Idempotency-Key já foi usada para outro pedido; nada foi mudado.",
                             u"This Idempotency-Key was used for another request; nothing was changed."));
    case Failure::KeyBusy: {
        Problem problem = make(409, "chave_em_uso",
                               sentence(u"O pedido desta Idempotency-Key ainda está em andamento.",
                                        u"The request of this Idempotency-Key is still under way."));
        problem.headers.append("Retry-After", "1");
        return problem;
    }
    case Failure::Unavailable:
        return passing("banco_indisponivel", sentence(u"O banco de dados está fora do ar; nada foi mudado.",
                                                      u"The database is away; nothing was changed."));
    case Failure::Overloaded:
        return passing("banco_sobrecarregado",
                       sentence(u"Há pedidos demais esperando o banco de dados; nada foi mudado.",
                                u"Too many requests wait for the database; nothing was changed."));
    case Failure::Conflict:
    case Failure::Busy:
        return passing("banco_ocupado",
                       sentence(u"O item está sendo mudado por outro pedido; nada foi mudado.",
                                u"Another request is changing the item; nothing was changed."));
    case Failure::TimedOut:
        return passing("banco_lento", sentence(u"O banco de dados demorou demais; nada foi mudado.",
                                               u"The database took too long; nothing was changed."));
    case Failure::UnknownOutcome: // without Retry-After: repeating it blindly is just what must not happen
        return make(
            503, "resultado_desconhecido",
            sentence(u"A conexão com o banco de dados caiu durante a gravação: confira se ela foi feita.",
                     u"The database was lost while writing: check whether it was done."));
    case Failure::DiskFull:
        return make(507, "disco_cheio",
                    sentence(u"Não há espaço no disco do banco de dados; nada foi mudado.",
                             u"The database's disk is full; nothing was changed."));
    case Failure::Internal:
        break;
    }
    return http::internalError();
}

Problem notMergePatch()
{
    Problem problem = make(415, "tipo_nao_suportado",
                           sentence(u"O corpo deve ser application/merge-patch+json em UTF-8.",
                                    u"The body must be application/merge-patch+json in UTF-8."));
    problem.headers.append("Accept-Patch", "application/merge-patch+json, application/json"); // RFC 5789, 3.1
    return problem;
}

Problem badRequestKey()
{
    return make(400, "chave_invalida",
                sentence(u"Idempotency-Key deve ter de 1 a 255 caracteres ASCII visíveis, uma só vez.",
                         u"Idempotency-Key must have 1 to 255 visible ASCII characters, and stand once."));
}

Problem badBatch(const core::Error &error)
{
    if (error.code == "lote_grande")
        return make(
            413, "lote_grande_demais",
            sentence(u"Um lote tem no máximo 10000 operações.", u"A batch has at most 10000 operations."));
    if (error.code != "lote_invalido")
        return http::badJson(error);
    const QString place = error.message.isEmpty() ? QStringLiteral("operacoes") : error.message;
    return make(400, "corpo_invalido",
                {QStringLiteral("O lote não é o que deveria ser em %1.").arg(place),
                 QStringLiteral("The batch is not what it should be at %1.").arg(place)});
}

Problem refusedBatch(QByteArray results)
{
    Problem problem = make(422, "lote_recusado",
                           sentence(u"Uma ou mais operações foram recusadas; nada foi mudado.",
                                    u"One or more operations were refused; nothing was changed."));
    problem.extension = "resultados";
    problem.extensionJson = std::move(results);
    return problem;
}

Problem tooManyExports()
{
    return passing("exportacoes_demais",
                   sentence(u"Há exportações demais em andamento; tente de novo mais tarde.",
                            u"There are too many exports under way; try again later."));
}

Problem tooManyFollowers()
{
    Problem problem = make(503, "assinantes_demais",
                           sentence(u"Há assinantes demais; tente de novo mais tarde.",
                                    u"There are too many followers; try again later."));
    problem.headers.append("Retry-After", "10");
    return problem;
}

Problem badFields(std::vector<http::FieldError> errors)
{
    Problem problem = make(422, "campos_invalidos",
                           sentence(u"Há campos que não seguem as regras de um item.",
                                    u"Some fields break the rules of an item."));
    problem.errors = std::move(errors);
    return problem;
}

http::FieldError fieldError(const contract::FieldProblem &problem)
{
    return {problem.field, sentenceOf(problem.fault)};
}

http::FieldError fieldError(const domain::Violation &violation)
{
    return {QString::fromLatin1(violation.field), sentenceOf(violation)};
}

} // namespace guarita::server::web

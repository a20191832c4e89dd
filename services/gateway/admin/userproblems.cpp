// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/userproblems.h"

namespace guarita::gateway {

namespace {

http::Problem make(int status, const QByteArray &reason, const char16_t *portuguese, const char16_t *english)
{
    http::Problem problem;
    problem.status = status;
    problem.reason = reason;
    problem.detail = {QString::fromUtf16(portuguese), QString::fromUtf16(english)};
    return problem;
}

} // namespace

http::Problem refusalProblem(UserRefusal refusal)
{
    const int status = statusOf(refusal);
    const QByteArray reason = reasonOf(refusal);
    switch (refusal) {
    case UserRefusal::NoSuchUser:
        break;
    case UserRefusal::NameTaken:
        return make(status, reason, u"Já existe um usuário com esse nome.",
                    u"There is a user of that name already.");
    case UserRefusal::OtherVersion:
        return make(status, reason, u"O usuário tem outra versão: leia-o de novo antes de mudá-lo.",
                    u"The user has another version: read it again before changing it.");
    case UserRefusal::LastAdmin:
        return make(status, reason,
                    u"É o último usuário ativo com o papel admin, sem contar o de demonstração.",
                    u"It is the last enabled user with the role admin, not counting the demo user.");
    }
    return http::notFound();
}

http::Problem badUserFields(std::vector<http::FieldError> errors)
{
    http::Problem problem =
        make(422, "campos_invalidos", u"Há campos que não seguem as regras de um usuário.",
             u"Some fields break the rules of a user.");
    problem.errors = std::move(errors);
    return problem;
}

http::Problem userBodyTooLarge(qsizetype most)
{
    http::Problem problem = make(413, "corpo_grande", u"", u"");
    const qsizetype kib = most / 1024;
    problem.detail = {QStringLiteral("O corpo passa de %1 KiB.").arg(kib),
                      QStringLiteral("The body is larger than %1 KiB.").arg(kib)};
    return problem;
}

http::Problem wrongOldPassword()
{
    return make(403, "senha_atual_incorreta", u"A senha atual não é essa; nada foi mudado.",
                u"The current password is another one; nothing was changed.");
}

http::Problem userChangedMeanwhile()
{
    return make(409, "usuario_alterado", u"O usuário foi mudado entretanto; nada foi mudado. Tente de novo.",
                u"The user was changed meanwhile; nothing was changed. Try again.");
}

} // namespace guarita::gateway

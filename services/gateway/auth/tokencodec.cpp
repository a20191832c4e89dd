// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/tokencodec.h"

#include "core/jsonwriter.h"
#include "gateway/keys/base64url.h"
#include "gateway/keys/compactjws.h"
#include "gateway/keys/strictjson.h"

#include <nlohmann/json.hpp>

#include <optional>

namespace guarita::gateway {

namespace {

core::Error refusal(const char *code, const char *message)
{
    return {QByteArray(code), QString::fromLatin1(message)};
}

std::optional<QByteArray> textClaim(const nlohmann::json &claims, const char *name)
{
    const auto found = claims.find(name);
    if (found == claims.end() || !found->is_string())
        return std::nullopt;
    const auto &text = found->get_ref<const std::string &>();
    if (text.empty())
        return std::nullopt;
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

/// NumericDate may be fractional in RFC 7519; ours never is, so a fraction is somebody else's token.
std::optional<std::int64_t> timeClaim(const nlohmann::json &claims, const char *name)
{
    // 9999-12-31T23:59:59Z: later times are mistakes, and arithmetic on them could overflow.
    constexpr std::int64_t latestTime = 253'402'300'799;
    const auto found = claims.find(name);
    if (found == claims.end() || !found->is_number_integer())
        return std::nullopt;
    const auto seconds = found->get<std::int64_t>();
    if (seconds < 0 || seconds > latestTime)
        return std::nullopt;
    return seconds;
}

core::Result<Claims> readClaims(QByteArrayView payload)
{
    const core::Error wrong =
        refusal("token_claims", "The token lacks a claim, or one is malformed or there twice.");
    const std::optional<nlohmann::json> json = parseStrictObject(payload);
    if (!json)
        return wrong;
    const auto subject = textClaim(*json, "sub");
    const auto issuer = textClaim(*json, "iss");
    const auto audience = textClaim(*json, "aud");
    const auto id = textClaim(*json, "jti");
    const auto session = textClaim(*json, "sid");
    const auto issuedAt = timeClaim(*json, "iat");
    const auto notBefore = timeClaim(*json, "nbf");
    const auto expiresAt = timeClaim(*json, "exp");
    if (!subject || !issuer || !audience || !id || !session || !issuedAt || !notBefore || !expiresAt)
        return wrong;
    return Claims{*subject, *issuer, *audience, *id, *session, *issuedAt, *notBefore, *expiresAt};
}

QByteArray claimsJson(const Claims &claims)
{
    core::JsonWriter json;
    json.beginObject();
    for (const auto &[name, value] : {std::pair{"sub", claims.subject},
                                      {"iss", claims.issuer},
                                      {"aud", claims.audience},
                                      {"jti", claims.id},
                                      {"sid", claims.session}}) {
        json.key(name);
        json.string(value);
    }
    for (const auto &[name, value] :
         {std::pair{"iat", claims.issuedAt}, {"nbf", claims.notBefore}, {"exp", claims.expiresAt}}) {
        json.key(name);
        json.integer(value);
    }
    json.endObject();
    return json.take();
}

} // namespace

TokenCodec::TokenCodec(const KeyRing &keys)
    : m_keys(keys)
{
}

core::Result<QByteArray> TokenCodec::sign(const Claims &claims) const
{
    const KeyRing::Entry &signing = m_keys.signing();
    const QByteArray text = signing.header + '.' + toBase64Url(claimsJson(claims));
    const QByteArray signature = signing.key->sign(text);
    if (signature.isEmpty())
        return refusal("token_nao_emitido", "The token could not be signed.");
    return text + '.' + toBase64Url(signature);
}

core::Result<Claims> TokenCodec::open(QByteArrayView token) const
{
    const std::optional<CompactJws> jws = CompactJws::of(token);
    if (!jws)
        return refusal("token_malformado", "The token is not a signed JWT.");
    const TokenKey *key = m_keys.keyFor(jws->header);
    if (!key)
        return refusal(unknownKey, "The token is not signed with a key of this gateway's.");
    if (!key->verifies(jws->signedText, jws->signature))
        return refusal("token_assinatura", "The token's signature is wrong.");
    return readClaims(jws->payload);
}

} // namespace guarita::gateway

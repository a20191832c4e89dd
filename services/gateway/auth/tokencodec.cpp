// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/tokencodec.h"

#include <jwt.h>
#include <nlohmann/json.hpp>
#include <sodium.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <vector>

namespace guarita::gateway {

namespace {

struct FreeToken
{
    void operator()(jwt_t *token) const { jwt_free(token); }
};
struct FreeText
{
    void operator()(char *text) const { std::free(text); }
};
using OwnedToken = std::unique_ptr<jwt_t, FreeToken>;
using OwnedText = std::unique_ptr<char, FreeText>;

// 9999-12-31T23:59:59Z: later times are mistakes, and arithmetic on them could overflow.
constexpr std::int64_t latestTime = 253'402'300'799;

core::Error refusal(const char *code, const char *message)
{
    return {QByteArray(code), QString::fromLatin1(message)};
}

core::Error malformed()
{
    return refusal("token_malformado", "The token is not a signed JWT.");
}
core::Error wrongHeader()
{
    return refusal("token_algoritmo", "The token is not signed with HS256.");
}
core::Error wrongSignature()
{
    return refusal("token_assinatura", "The token's signature is wrong.");
}
core::Error wrongClaims()
{
    return refusal("token_claims", "The token lacks a claim, or one is malformed.");
}

/// RFC 4648, 5, without padding, and with the unused bits of the last digit zero: one spelling per value.
bool isCanonicalBase64Url(QByteArrayView text)
{
    if (text.isEmpty())
        return false;
    std::vector<unsigned char> bytes(static_cast<std::size_t>(text.size()));
    std::size_t length = 0;
    const char *end = nullptr;
    const int failed =
        sodium_base642bin(bytes.data(), bytes.size(), text.data(), static_cast<std::size_t>(text.size()),
                          nullptr, &length, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return failed == 0 && end == text.data() + text.size();
}

bool isCanonicalCompactForm(QByteArrayView token)
{
    const qsizetype first = token.indexOf('.');
    const qsizetype second = token.lastIndexOf('.');
    if (first < 0 || first == second)
        return false;
    const QByteArrayView claims = token.sliced(first + 1, second - first - 1); // a third dot fails as a digit
    return isCanonicalBase64Url(token.first(first)) && isCanonicalBase64Url(claims) &&
           isCanonicalBase64Url(token.sliced(second + 1));
}

/// Exactly the two fields that we write. So "kid", "jku", "jwk", "x5c", "crit" and whatever comes later can
/// ask for nothing (RFC 8725, 3.1 and 3.10).
core::Result<core::Done> checkHeader(QByteArrayView encoded)
{
    const QByteArray json = QByteArray::fromBase64(encoded.toByteArray(), QByteArray::Base64UrlEncoding);
    const auto header = nlohmann::json::parse(json.begin(), json.end(), nullptr, false);
    if (!header.is_object())
        return malformed();
    static const nlohmann::json ours = {{"alg", "HS256"}, {"typ", "JWT"}};
    if (header != ours)
        return wrongHeader();
    return core::Done{};
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
    const auto found = claims.find(name);
    if (found == claims.end() || !found->is_number_integer())
        return std::nullopt;
    const auto seconds = found->get<std::int64_t>();
    if (seconds < 0 || seconds > latestTime)
        return std::nullopt;
    return seconds;
}

core::Result<Claims> readClaims(jwt_t *token)
{
    const OwnedText text(jwt_get_grants_json(token, nullptr));
    const auto json = text ? nlohmann::json::parse(text.get(), nullptr, false) : nlohmann::json();
    if (!json.is_object())
        return wrongClaims();
    const auto subject = textClaim(json, "sub");
    const auto issuer = textClaim(json, "iss");
    const auto audience = textClaim(json, "aud");
    const auto id = textClaim(json, "jti");
    const auto session = textClaim(json, "sid");
    const auto issuedAt = timeClaim(json, "iat");
    const auto notBefore = timeClaim(json, "nbf");
    const auto expiresAt = timeClaim(json, "exp");
    if (!subject || !issuer || !audience || !id || !session || !issuedAt || !notBefore || !expiresAt)
        return wrongClaims();
    return Claims{*subject, *issuer, *audience, *id, *session, *issuedAt, *notBefore, *expiresAt};
}

OwnedToken newToken()
{
    jwt_t *token = nullptr;
    return OwnedToken(jwt_new(&token) == 0 ? token : nullptr);
}

} // namespace

TokenCodec::TokenCodec(QByteArray key)
    : m_key(std::move(key))
{
    Q_ASSERT(m_key.size() >= leastKeyBytes);
}

TokenCodec::~TokenCodec() = default;

core::Result<QByteArray> TokenCodec::sign(const Claims &claims) const
{
    const core::Error failure = refusal("token_nao_emitido", "The token could not be made.");
    const OwnedToken token = newToken();
    if (!token)
        return failure;
    const auto *key = reinterpret_cast<const unsigned char *>(m_key.constData());
    jwt_t *raw = token.get();
    const bool filled = jwt_add_grant(raw, "sub", claims.subject.constData()) == 0 &&
                        jwt_add_grant(raw, "iss", claims.issuer.constData()) == 0 &&
                        jwt_add_grant(raw, "aud", claims.audience.constData()) == 0 &&
                        jwt_add_grant(raw, "jti", claims.id.constData()) == 0 &&
                        jwt_add_grant(raw, "sid", claims.session.constData()) == 0 &&
                        jwt_add_grant_int(raw, "iat", claims.issuedAt) == 0 &&
                        jwt_add_grant_int(raw, "nbf", claims.notBefore) == 0 &&
                        jwt_add_grant_int(raw, "exp", claims.expiresAt) == 0 &&
                        jwt_set_alg(raw, JWT_ALG_HS256, key, static_cast<int>(m_key.size())) == 0;
    if (!filled)
        return failure;
    const OwnedText text(jwt_encode_str(raw));
    if (!text)
        return failure;
    return QByteArray(text.get());
}

core::Result<Claims> TokenCodec::open(const QByteArray &token) const
{
    if (token.size() > mostTokenBytes || !isCanonicalCompactForm(token))
        return malformed();

    // Before libjwt sees the token: no header may choose what is done with the key.
    if (const auto header = checkHeader(QByteArrayView(token).first(token.indexOf('.'))); !header)
        return header.error();

    jwt_t *verified = nullptr;
    const auto *key = reinterpret_cast<const unsigned char *>(m_key.constData());
    if (jwt_decode(&verified, token.constData(), key, static_cast<int>(m_key.size())) != 0)
        return wrongSignature();
    const OwnedToken owned(verified);
    if (jwt_get_alg(verified) != JWT_ALG_HS256) // what was checked is what was asked for
        return wrongHeader();
    return readClaims(verified);
}

} // namespace guarita::gateway

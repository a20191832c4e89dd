// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/keys/jwkset.h"

#include "gateway/keys/base64url.h"
#include "gateway/keys/publickey.h"
#include "gateway/keys/strictjson.h"

#include <nlohmann/json.hpp>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>

#include <algorithm>

namespace guarita::gateway {

namespace {

using crypto::Owned;

core::Error refusedSet(const char *why)
{
    return {"chaves_recusadas", QString::fromLatin1(why)};
}

QByteArray textIn(const nlohmann::json &object, const char *name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string()
               ? QByteArray::fromStdString(found->get_ref<const std::string &>())
               : QByteArray();
}

/// A member in base64url; empty if it is none.
QByteArray bytesIn(const nlohmann::json &jwk, const char *name)
{
    return fromBase64Url(textIn(jwk, name)).value_or(QByteArray());
}

PublicKey::Handle keyOf(const char *type, OSSL_PARAM_BLD *builder)
{
    const Owned<OSSL_PARAM, OSSL_PARAM_free> parameters(OSSL_PARAM_BLD_to_param(builder));
    const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY *key = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
        return nullptr;
    return PublicKey::Handle(key);
}

/// RFC 7518, 6.3.1.
PublicKey::Handle rsaKey(const nlohmann::json &jwk)
{
    const auto numberIn = [&](const char *name) {
        const QByteArray bytes = bytesIn(jwk, name);
        return Owned<BIGNUM, BN_free>(
            BN_bin2bn(crypto::bytesOf(bytes), static_cast<int>(bytes.size()), nullptr));
    };
    const auto modulus = numberIn("n");
    const auto exponent = numberIn("e");
    const Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> builder(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
    return keyOf("RSA", builder.get());
}

/// RFC 7518, 6.2.1. That the point is on the curve is OpenSSL's to see.
PublicKey::Handle ecKey(const nlohmann::json &jwk)
{
    const QByteArray point = '\x04' + bytesIn(jwk, "x") + bytesIn(jwk, "y");
    const Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> builder(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
    OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.constData(),
                                     static_cast<std::size_t>(point.size()));
    return keyOf("EC", builder.get());
}

/// RFC 8037, 2.
PublicKey::Handle ed25519Key(const nlohmann::json &jwk)
{
    const QByteArray point = bytesIn(jwk, "x");
    return PublicKey::Handle(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, crypto::bytesOf(point),
                                                         static_cast<std::size_t>(point.size())));
}

PublicKey::Handle handleOf(const nlohmann::json &jwk)
{
    const QByteArray type = textIn(jwk, "kty");
    const QByteArray curve = textIn(jwk, "crv");
    if (type == "RSA")
        return rsaKey(jwk);
    if (type == "EC" && curve == "P-256")
        return ecKey(jwk);
    if (type == "OKP" && curve == "Ed25519")
        return ed25519Key(jwk);
    return nullptr;
}

/// RFC 7517, 4.2 and 4.3: what it does not say is left open.
bool isForSignatures(const nlohmann::json &jwk)
{
    const auto operations = jwk.find("key_ops");
    const bool verifies =
        operations == jwk.end() ||
        (operations->is_array() &&
         std::find(operations->begin(), operations->end(), nlohmann::json("verify")) != operations->end());
    return verifies && (!jwk.contains("use") || textIn(jwk, "use") == "sig");
}

TokenKeyPtr usableKey(const nlohmann::json &jwk)
{
    if (!jwk.is_object() || textIn(jwk, "kid").isEmpty() || !isForSignatures(jwk))
        return nullptr;
    PublicKey::Handle handle = handleOf(jwk);
    if (!handle)
        return nullptr;
    const auto key = PublicKey::from(std::move(handle), PublicKey::Half::Public);
    if (!key || (jwk.contains("alg") && textIn(jwk, "alg") != nameOf(key.value()->algorithm())))
        return nullptr;
    return key.value();
}

} // namespace

core::Result<JwkSet> parseJwkSet(QByteArrayView text)
{
    const crypto::OwnErrors errors;
    const std::optional<nlohmann::json> document = parseStrictObject(text);
    if (!document || !document->contains("keys") || !document->at("keys").is_array())
        return refusedSet("it is no set of keys, or ambiguous");
    const nlohmann::json &keys = document->at("keys");
    if (keys.size() > mostJwks)
        return refusedSet("it has more than 32 keys");
    JwkSet set;
    for (const nlohmann::json &jwk : keys) {
        const TokenKeyPtr key = usableKey(jwk);
        if (!key)
            continue;
        const QByteArray name = textIn(jwk, "kid");
        if (set.contains(name))
            return refusedSet("two of its keys have one name");
        set.insert(name, key);
    }
    return set;
}

} // namespace guarita::gateway

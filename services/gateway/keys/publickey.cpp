// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/keys/publickey.h"

#include "gateway/keys/base64url.h"

#include <QtCore/QCryptographicHash>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#include <optional>

namespace guarita::gateway {

namespace {

using crypto::bytesOf;
using crypto::Owned;
using Context = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using Number = Owned<BIGNUM, BN_free>;
using EcSignature = Owned<ECDSA_SIG, ECDSA_SIG_free>;

constexpr int fewestRsaBits = 2048;  // RFC 7518, 3.3
constexpr int mostRsaBits = 4096;    // larger ones take too long on the event loop
constexpr int mostExponentBits = 33; // 65537 and all that are in use
constexpr int coordinateBytes = 32;

std::size_t sizeOf(QByteArrayView bytes)
{
    return static_cast<std::size_t>(bytes.size());
}

core::Error refusedKey(const char *why)
{
    return {"chave_recusada", QString::fromLatin1(why)};
}

Number numberIn(const EVP_PKEY *key, const char *name)
{
    BIGNUM *number = nullptr;
    EVP_PKEY_get_bn_param(key, name, &number);
    return Number(number);
}

/// Base64urlUInt (RFC 7518, 2), or of a fixed length (RFC 7518, 6.2.1.2).
QByteArray textOf(const Number &number, int bytes)
{
    QByteArray binary(bytes, Qt::Uninitialized);
    BN_bn2binpad(number.get(), reinterpret_cast<unsigned char *>(binary.data()), bytes);
    return toBase64Url(binary);
}

std::optional<QByteArray> rsaMembers(const EVP_PKEY *key)
{
    const Number modulus = numberIn(key, OSSL_PKEY_PARAM_RSA_N);
    const Number exponent = numberIn(key, OSSL_PKEY_PARAM_RSA_E);
    if (!modulus || !exponent || !BN_is_odd(exponent.get()) || BN_is_one(exponent.get()) ||
        BN_num_bits(exponent.get()) > mostExponentBits)
        return std::nullopt;
    return R"("e":")" + textOf(exponent, BN_num_bytes(exponent.get())) + R"(","kty":"RSA","n":")" +
           textOf(modulus, BN_num_bytes(modulus.get())) + '"';
}

std::optional<QByteArray> ecMembers(const EVP_PKEY *key)
{
    const Number x = numberIn(key, OSSL_PKEY_PARAM_EC_PUB_X);
    const Number y = numberIn(key, OSSL_PKEY_PARAM_EC_PUB_Y);
    if (!x || !y)
        return std::nullopt;
    return R"("crv":"P-256","kty":"EC","x":")" + textOf(x, coordinateBytes) + R"(","y":")" +
           textOf(y, coordinateBytes) + '"';
}

std::optional<QByteArray> ed25519Members(const EVP_PKEY *key)
{
    QByteArray point(coordinateBytes, Qt::Uninitialized);
    std::size_t size = sizeOf(point);
    if (EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char *>(point.data()), &size) != 1)
        return std::nullopt;
    return R"("crv":"Ed25519","kty":"OKP","x":")" + toBase64Url(point) + '"';
}

bool isP256(const EVP_PKEY *key)
{
    char name[32] = {};
    return EVP_PKEY_is_a(key, "EC") == 1 && EVP_PKEY_get_group_name(key, name, sizeof(name), nullptr) == 1 &&
           QByteArrayView(name) == QByteArrayView("prime256v1");
}

bool isRsaOfTheRightSize(const EVP_PKEY *key)
{
    const int bits = EVP_PKEY_get_bits(key);
    return EVP_PKEY_is_a(key, "RSA") == 1 && bits >= fewestRsaBits && bits <= mostRsaBits;
}

/// Ed25519 hashes by itself.
const EVP_MD *digestOf(Algorithm algorithm)
{
    return algorithm == Algorithm::EdDsa ? nullptr : EVP_sha256();
}

/// JWS has the two numbers side by side (RFC 7518, 3.4), OpenSSL in DER.
QByteArray joined(const QByteArray &der)
{
    const unsigned char *at = bytesOf(der);
    const EcSignature pair(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
    if (!pair)
        return {};
    QByteArray both(2 * coordinateBytes, Qt::Uninitialized);
    auto *out = reinterpret_cast<unsigned char *>(both.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), out, coordinateBytes);
    BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), out + coordinateBytes, coordinateBytes);
    return both;
}

QByteArray derOf(QByteArrayView both)
{
    if (both.size() != 2 * coordinateBytes)
        return {};
    const EcSignature pair(ECDSA_SIG_new());
    BIGNUM *r = BN_bin2bn(bytesOf(both), coordinateBytes, nullptr);
    BIGNUM *s = BN_bin2bn(bytesOf(both) + coordinateBytes, coordinateBytes, nullptr);
    if (!pair || ECDSA_SIG_set0(pair.get(), r, s) != 1) {
        BN_free(r);
        BN_free(s);
        return {};
    }
    unsigned char *bytes = nullptr;
    const int size = i2d_ECDSA_SIG(pair.get(), &bytes);
    const QByteArray der(reinterpret_cast<const char *>(bytes), size > 0 ? size : 0);
    OPENSSL_free(bytes);
    return der;
}

} // namespace

PublicKey::PublicKey(Handle handle, Half half, Algorithm algorithm, const QByteArray &members)
    : TokenKey(algorithm,
               toBase64Url(QCryptographicHash::hash('{' + members + '}', QCryptographicHash::Sha256)))
    , m_handle(std::move(handle))
    , m_half(half)
    , m_members(members)
{
}

core::Result<std::shared_ptr<const PublicKey>> PublicKey::from(Handle handle, Half half)
{
    const crypto::OwnErrors errors;
    const EVP_PKEY *key = handle.get();
    Algorithm algorithm{};
    std::optional<QByteArray> members;
    if (isP256(key)) {
        algorithm = Algorithm::Es256;
        members = ecMembers(key);
    } else if (isRsaOfTheRightSize(key)) {
        algorithm = Algorithm::Rs256;
        members = rsaMembers(key);
    } else if (EVP_PKEY_is_a(key, "ED25519") == 1) {
        algorithm = Algorithm::EdDsa;
        members = ed25519Members(key);
    }
    if (!members)
        return refusedKey("it must be of the curve P-256, Ed25519, or RSA with 2048 to 4096 bits");
    std::shared_ptr<const PublicKey> made(new PublicKey(std::move(handle), half, algorithm, *members));
    if (made->canSign() && !made->verifies("guarita", made->sign("guarita")))
        return refusedKey("its two halves do not belong together");
    return made;
}

QByteArray PublicKey::sign(QByteArrayView text) const
{
    if (!canSign())
        return {};
    const crypto::OwnErrors errors;
    const Context context(EVP_MD_CTX_new());
    std::size_t size = 0;
    if (EVP_DigestSignInit(context.get(), nullptr, digestOf(algorithm()), nullptr, m_handle.get()) != 1 ||
        EVP_DigestSign(context.get(), nullptr, &size, bytesOf(text), sizeOf(text)) != 1)
        return {};
    QByteArray signature(static_cast<qsizetype>(size), Qt::Uninitialized);
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char *>(signature.data()), &size,
                       bytesOf(text), sizeOf(text)) != 1)
        return {};
    signature.truncate(static_cast<qsizetype>(size));
    return algorithm() == Algorithm::Es256 ? joined(signature) : signature;
}

bool PublicKey::verifies(QByteArrayView text, QByteArrayView signature) const
{
    const crypto::OwnErrors errors;
    const QByteArray der = algorithm() == Algorithm::Es256 ? derOf(signature) : QByteArray();
    const QByteArrayView given = algorithm() == Algorithm::Es256 ? QByteArrayView(der) : signature;
    const Context context(EVP_MD_CTX_new());
    return !given.isEmpty() &&
           EVP_DigestVerifyInit(context.get(), nullptr, digestOf(algorithm()), nullptr, m_handle.get()) ==
               1 &&
           EVP_DigestVerify(context.get(), bytesOf(given), sizeOf(given), bytesOf(text), sizeOf(text)) == 1;
}

QByteArray PublicKey::publicJwk() const
{
    return R"({"alg":")" + nameOf(algorithm()).toByteArray() + R"(","kid":")" + id() + R"(","use":"sig",)" +
           m_members + '}';
}

} // namespace guarita::gateway

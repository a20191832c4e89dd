// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <memory>

namespace guarita::gateway {

/// The signatures of tokens that are made and believed here (RFC 7518, 3.1; RFC 8037, 3.1).
enum class Algorithm { Hs256, Rs256, Es256, EdDsa };

/// What "alg" calls it. Static.
QByteArrayView nameOf(Algorithm algorithm);

/// A key and the one algorithm that it is used with: no token chooses another (RFC 8725, 3.1). Used by one
/// thread at a time.
class TokenKey
{
public:
    virtual ~TokenKey() = default;
    TokenKey(const TokenKey &) = delete;
    TokenKey &operator=(const TokenKey &) = delete;

    Algorithm algorithm() const { return m_algorithm; }
    /// What tokens call the key ("kid"). It comes from the key itself, and tells nothing of a secret.
    const QByteArray &id() const { return m_id; }

    virtual bool canSign() const = 0;
    /// The signature's bytes (RFC 7518, 3; RFC 8037, 3.1); empty if it cannot be made.
    virtual QByteArray sign(QByteArrayView text) const = 0;
    virtual bool verifies(QByteArrayView text, QByteArrayView signature) const = 0;
    /// Others may check signatures with this: a JSON object (RFC 7517). Empty if the key is a secret.
    virtual QByteArray publicJwk() const = 0;

protected:
    TokenKey(Algorithm algorithm, QByteArray id)
        : m_algorithm(algorithm)
        , m_id(std::move(id))
    {
    }

private:
    Algorithm m_algorithm;
    QByteArray m_id;
};

using TokenKeyPtr = std::shared_ptr<const TokenKey>;

} // namespace guarita::gateway

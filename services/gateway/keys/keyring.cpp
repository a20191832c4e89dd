// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/keys/keyring.h"

#include "gateway/keys/base64url.h"

#include <QtCore/QByteArrayList>

#include <algorithm>

namespace guarita::gateway {

namespace {

QByteArray headerFor(const TokenKey &key)
{
    return toBase64Url(R"({"alg":")" + nameOf(key.algorithm()).toByteArray() + R"(","kid":")" + key.id() +
                       R"(","typ":"JWT"})");
}

} // namespace

KeyRing::KeyRing(const std::vector<TokenKeyPtr> &keys)
{
    Q_ASSERT(!keys.empty() && keys.front()->canSign());
    for (const TokenKeyPtr &key : keys)
        m_entries.push_back({key, headerFor(*key)});
}

const TokenKey *KeyRing::keyFor(QByteArrayView encodedHeader) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&](const Entry &entry) { return entry.header == encodedHeader; });
    return found == m_entries.end() ? nullptr : found->key.get();
}

QByteArray KeyRing::publicKeys() const
{
    QByteArrayList keys;
    for (const Entry &entry : m_entries) {
        if (const QByteArray jwk = entry.key->publicJwk(); !jwk.isEmpty())
            keys.append(jwk);
    }
    return "{\"keys\":[" + keys.join(',') + "]}";
}

} // namespace guarita::gateway

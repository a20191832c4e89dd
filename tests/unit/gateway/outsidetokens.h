// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/keys/pemkey.h"
#include "gateway/outside/outsidesettings.h"
#include "handmadetoken.h"
#include "testkeys.h"

namespace guarita::test {

inline gateway::OutsideSettings outsideSettings()
{
    gateway::OutsideSettings settings;
    settings.issuer = "https://id.example/realm";
    settings.audience = "guarita";
    settings.rolesClaim = "roles";
    settings.rolesOf = {{"staff", {gateway::Role::Reader}},
                        {"ops", {gateway::Role::Operator}},
                        {"boss", {gateway::Role::Editor, gateway::Role::Admin}}};
    return settings;
}

/// Accepted at FakeClock's beginning.
inline const QByteArray outsideClaims =
    R"({"iss":"https://id.example/realm","sub":"ana","aud":"guarita","exp":1000000300,"iat":1000000000,"roles":["staff"]})";

/// A key of the issuer's, and its tokens.
struct OutsideKey
{
    gateway::TokenKeyPtr key;
    QByteArray name;

    QByteArray header() const { return test::header(nameOf(key->algorithm()).toByteArray(), name); }
    QByteArray token(const QByteArray &header, const QByteArray &claims) const
    {
        const QByteArray text = base64Url(header) + '.' + base64Url(claims);
        return text + '.' + base64Url(key->sign(text));
    }
    QByteArray token(const QByteArray &claims = outsideClaims) const { return token(header(), claims); }
    QByteArray jwk() const { return key->publicJwk().replace(key->id(), name); }
};

inline OutsideKey newOutsideKey(const QByteArray &name)
{
    return {gateway::keyFromPem(newEcKey().privateKey).value(), name};
}

} // namespace guarita::test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tier/tiersettings.h"

#include "crypto/secretstrength.h"

namespace guarita::tier {

namespace {

const QString keyName = QStringLiteral("TIER_KEY");
const QString previousKeyName = QStringLiteral("TIER_KEY_PREVIOUS");
const QString leewayName = QStringLiteral("TIER_LEEWAY");

/// Empty if it is not set.
QByteArray readKey(config::Reader &reader, const QString &name, const QHostAddress &host)
{
    const QByteArray key = reader.text(name).toUtf8();
    if (!key.isEmpty() && key.size() < crypto::leastSecretBytes)
        reader.reject(name,
                      QStringLiteral("must have at least 32 bytes; make one with: openssl rand -hex 32"));
    else if (!key.isEmpty() && !host.isLoopback() && crypto::isGuessable(key))
        reader.reject(name, QStringLiteral("can be guessed, which only does where HOST is a loopback "
                                           "address; make one with: openssl rand -hex 32"));
    return key;
}

} // namespace

config::Key signingKey()
{
    return {keyName, QString(),
            QStringLiteral("Tells the balancer and the servers that a request has passed this gateway: the "
                           "TIER_KEY that they have, at least 32 bytes. Make one with: openssl rand -hex "
                           "32. Without it they are told nothing."),
            true};
}

QByteArray readSigningKey(config::Reader &reader, const QHostAddress &host)
{
    return readKey(reader, keyName, host);
}

std::vector<config::Key> verifyingKeys()
{
    return {
        {keyName, QString(),
         QStringLiteral("The gateway's TIER_KEY, at least 32 bytes: requests that do not come through it get "
                        "401. Without it whoever gets here is believed, so it must be set unless HOST is a "
                        "loopback address."),
         true},
        {previousKeyName, QString(),
         QStringLiteral("Another one that is accepted, too: the last, or the next."), true},
        {leewayName, QStringLiteral("30s"),
         QStringLiteral("For how long after the gateway let it pass a request is good, and how far the two "
                        "clocks may differ, 1s to 10min. More than the balancer's TOTAL_DEADLINE, or "
                        "repeated attempts are refused.")},
    };
}

TierSettings readTier(config::Reader &reader, const QHostAddress &host)
{
    using namespace std::chrono_literals;
    TierSettings settings;
    settings.key = readKey(reader, keyName, host);
    settings.previousKey = readKey(reader, previousKeyName, host);
    settings.leeway = reader.duration(leewayName, 1s, 10min);
    if (settings.key.isEmpty() && !host.isLoopback())
        reader.reject(keyName, QStringLiteral("must be set unless HOST is a loopback address; make one "
                                              "with: openssl rand -hex 32"));
    if (settings.key.isEmpty() && !settings.previousKey.isEmpty())
        reader.reject(previousKeyName, QStringLiteral("must not be set without TIER_KEY"));
    return settings;
}

} // namespace guarita::tier

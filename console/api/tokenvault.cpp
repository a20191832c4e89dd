// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/tokenvault.h"

#include "console/api/keychainpresence.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QTimer>

#include <qt6keychain/keychain.h>

namespace guarita::console {

namespace {

using JobDone = std::function<void(QKeychain::Job *)>; // null: it did not answer in time

/// The name that the keychain lists the entries under.
QString service()
{
    return QStringLiteral("Guarita");
}

QString keyOf(const Profile &profile)
{
    return profile.name + QStringLiteral(" · ") + profile.url.toString(QUrl::StripTrailingSlash);
}

QByteArray encoded(const Session::Token &token)
{
    const auto expires = std::chrono::floor<std::chrono::seconds>(token.expires.time_since_epoch());
    QJsonObject object{{QStringLiteral("user"), token.user},
                       {QStringLiteral("token"), QString::fromLatin1(token.value)},
                       {QStringLiteral("expires"), static_cast<qint64>(expires.count())},
                       {QStringLiteral("refresh"), QString::fromLatin1(token.refresh)}};
    if (token.roles)
        object.insert(QStringLiteral("roles"), QJsonArray::fromStringList(roleNames(*token.roles)));
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

std::optional<Session::Token> decoded(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    Session::Token token;
    token.value = object.value(QLatin1String("token")).toString().toLatin1();
    token.user = object.value(QLatin1String("user")).toString();
    token.refresh = object.value(QLatin1String("refresh")).toString().toLatin1();
    if (object.contains(QLatin1String("roles")))
        token.roles = rolesNamed(object.value(QLatin1String("roles")).toVariant().toStringList());
    token.expires = core::WallTime(std::chrono::seconds(object.value(QLatin1String("expires")).toInteger(0)));
    return token.value.isEmpty() || token.user.isEmpty() ? std::nullopt : std::optional(std::move(token));
}

/// Waits for a job no longer than it has patience. QtKeychain runs one job at a time and has no timeout: a
/// keychain that asks to be unlocked and is not answered would hold all of them for ever.
class JobWait final : public QObject
{
public:
    JobWait(QKeychain::Job *job, std::chrono::milliseconds patience, JobDone done, QObject *parent)
        : QObject(parent)
        , m_done(std::move(done))
    {
        connect(job, &QKeychain::Job::finished, this, &JobWait::end);
        QTimer::singleShot(patience, this, [this] { end(nullptr); });
        job->setInsecureFallback(false); // its plain-text file
        job->setAutoDelete(true);
        job->start();
    }

private:
    void end(QKeychain::Job *job)
    {
        if (const JobDone done = std::exchange(m_done, nullptr)) {
            deleteLater();
            done(job);
        }
    }

    JobDone m_done;
};

class KeychainVault final : public QObject, public TokenVault
{
public:
    explicit KeychainVault(std::chrono::milliseconds patience)
        : m_patience(patience)
    {
    }

    bool available() const override { return m_presence.state() == KeychainPresence::State::Present; }

    void read(const Profile &profile, std::function<void(std::optional<Session::Token>)> done) override
    {
        whenKnown([this, key = keyOf(profile), done = std::move(done)](bool present) {
            if (!present)
                return done(std::nullopt);
            auto *job = new QKeychain::ReadPasswordJob(service());
            run(job, key, [job, done](bool good) { done(good ? decoded(job->binaryData()) : std::nullopt); });
        });
    }

    void write(const Profile &profile, const Session::Token &token, std::function<void(bool)> done) override
    {
        whenKnown(
            [this, key = keyOf(profile), secret = encoded(token), done = std::move(done)](bool present) {
                if (!present)
                    return done(false);
                auto *job = new QKeychain::WritePasswordJob(service());
                job->setBinaryData(secret);
                run(job, key, done);
            });
    }

    void remove(const Profile &profile) override
    {
        whenKnown([this, key = keyOf(profile)](bool present) {
            if (present)
                run(new QKeychain::DeletePasswordJob(service()), key, [](bool) {});
        });
    }

private:
    void whenKnown(std::function<void(bool)> then) { m_presence.whenKnown(this, std::move(then)); }

    void run(QKeychain::Job *job, const QString &key, std::function<void(bool)> done)
    {
        job->setKey(key);
        new JobWait(
            job, m_patience,
            [this, done = std::move(done)](QKeychain::Job *finished) {
                if (finished && finished->error() == QKeychain::NoBackendAvailable)
                    m_presence.deny();
                done(finished && finished->error() == QKeychain::NoError);
            },
            this);
    }

    const std::chrono::milliseconds m_patience;
    KeychainPresence m_presence;
};

} // namespace

std::unique_ptr<TokenVault> systemTokenVault(std::chrono::milliseconds patience)
{
    return std::make_unique<KeychainVault>(patience);
}

} // namespace guarita::console

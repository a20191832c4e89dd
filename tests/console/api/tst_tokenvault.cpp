// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/tokenvault.h"

#include <QtCore/QProcess>
#include <QtCore/QStandardPaths>
#include <QtCore/QTemporaryDir>
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMessage>
#include <QtDBus/QDBusVirtualObject>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::console;
using namespace std::chrono_literals;

namespace {

const QString secretService = QStringLiteral("org.freedesktop.secrets");

/// Stands where a keychain would be and never answers: it may be asking the user to unlock it.
class SilentService final : public QDBusVirtualObject
{
public:
    int asked = 0;

    QString introspect(const QString &) const override { return {}; }
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &) override
    {
        message.setDelayedReply(true);
        ++asked;
        return true;
    }
};

Profile profileOf(const QString &url = QStringLiteral("http://localhost:8000"))
{
    Profile profile;
    profile.name = QStringLiteral("Local");
    profile.url = QUrl(url);
    return profile;
}

const Session::Token token{"abc.def-ghi_jkl", core::WallTime(2'000'000'000s), QStringLiteral("usuário")};

} // namespace

/// Each function runs against a session bus that this test started. Which keychain is on it differs.
class TestTokenVault : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void vault_noBus_hasNothing();
    void vault_noKeychain_hasNothing();
    void vault_silentKeychain_givesUp();
    void vault_destroyed_isSilent();
    void vault_keychain_keepsTokens();

private:
    /// A session's message bus without a keychain; the same one for all who ask.
    bool startBus();
    static std::optional<Session::Token> read(TokenVault &vault, const Profile &profile);
    static bool write(TokenVault &vault, const Profile &profile);

    QTemporaryDir m_home;
    QProcess m_bus;
    QProcess m_keyring;
};

void TestTokenVault::initTestCase()
{
    qputenv("HOME", m_home.path().toUtf8());
    qputenv("XDG_RUNTIME_DIR", m_home.path().toUtf8());
    qputenv("XDG_DATA_HOME", m_home.path().toUtf8());
    qputenv("XDG_CURRENT_DESKTOP", "GNOME");
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
}

void TestTokenVault::cleanupTestCase()
{
    for (QProcess *process : {&m_keyring, &m_bus}) {
        process->terminate();
        process->waitForFinished();
    }
}

std::optional<Session::Token> TestTokenVault::read(TokenVault &vault, const Profile &profile)
{
    std::optional<Session::Token> found;
    bool done = false;
    vault.read(profile, [&](const std::optional<Session::Token> &result) {
        found = result;
        done = true;
    });
    Q_ASSERT(!done); // never from within
    [&] { QTRY_VERIFY(done); }();
    return found;
}

bool TestTokenVault::write(TokenVault &vault, const Profile &profile)
{
    bool good = false;
    bool done = false;
    vault.write(profile, token, [&](bool result) {
        good = result;
        done = true;
    });
    Q_ASSERT(!done);
    [&] { QTRY_VERIFY(done); }();
    return good;
}

void TestTokenVault::vault_noBus_hasNothing()
{
    const auto vault = systemTokenVault();
    QVERIFY(!vault->available());
    QVERIFY(!read(*vault, profileOf()));
    QVERIFY(!write(*vault, profileOf()));
    vault->remove(profileOf());
    QVERIFY(!vault->available());
}

bool TestTokenVault::startBus()
{
    if (m_bus.state() == QProcess::Running)
        return true;
    // A configuration of its own: the system's may know how to start a keychain.
    QFile configuration(m_home.filePath(QStringLiteral("bus.conf")));
    if (!configuration.open(QIODevice::WriteOnly))
        return false;
    configuration.write("<busconfig><type>session</type><listen>unix:tmpdir=" + m_home.path().toUtf8() +
                        "</listen><policy context=\"default\">"
                        "<allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/>"
                        "<allow own=\"*\"/></policy></busconfig>");
    configuration.close();
    m_bus.start(QStringLiteral("dbus-daemon"),
                {QStringLiteral("--config-file=") + configuration.fileName(), QStringLiteral("--nofork"),
                 QStringLiteral("--print-address")});
    if (!m_bus.waitForReadyRead())
        return false;
    return qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.readLine().trimmed());
}

void TestTokenVault::vault_noKeychain_hasNothing()
{
    QVERIFY2(startBus(), "scripts/install-deps test installs dbus-daemon");
    const auto vault = systemTokenVault();
    QVERIFY(!read(*vault, profileOf()));
    QVERIFY(!vault->available());
    QVERIFY(!write(*vault, profileOf()));
}

void TestTokenVault::vault_silentKeychain_givesUp()
{
    QVERIFY2(startBus(), "scripts/install-deps test installs dbus-daemon");
    const QString name = QStringLiteral("silent");
    {
        SilentService service;
        QDBusConnection bus =
            QDBusConnection::connectToBus(QString::fromUtf8(qgetenv("DBUS_SESSION_BUS_ADDRESS")), name);
        QVERIFY(bus.registerVirtualObject(QStringLiteral("/"), &service, QDBusConnection::SubPath));
        QVERIFY(bus.registerService(secretService));

        const auto vault = systemTokenVault(200ms);
        QTRY_VERIFY(vault->available());
        QVERIFY(!read(*vault, profileOf()));
        QVERIFY(!write(*vault, profileOf()));
        QVERIFY(service.asked > 0);
        bus.unregisterService(secretService);
    }
    QDBusConnection::disconnectFromBus(name);
}

void TestTokenVault::vault_destroyed_isSilent()
{
    bool told = false;
    systemTokenVault(50ms)->read(profileOf(),
                                 [&told](const std::optional<Session::Token> &) { told = true; });
    QTest::qWait(100);
    QVERIFY(!told);
}

void TestTokenVault::vault_keychain_keepsTokens()
{
    QVERIFY2(startBus(), "scripts/install-deps test installs dbus-daemon");
    m_keyring.start(
        QStringLiteral("gnome-keyring-daemon"),
        {QStringLiteral("--foreground"), QStringLiteral("--components=secrets"), QStringLiteral("--unlock")});
    QVERIFY2(m_keyring.waitForStarted(), "scripts/install-deps test installs gnome-keyring");
    m_keyring.write("password");
    m_keyring.closeWriteChannel();

    std::unique_ptr<TokenVault> vault;
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            if (!vault || !vault->available())
                vault = systemTokenVault(5s);
            QTest::qWait(100);
            return vault->available();
        }(),
        10'000);
    QVERIFY(!read(*vault, profileOf()));
    QVERIFY(write(*vault, profileOf()));
    const auto found = read(*vault, profileOf());
    QVERIFY(found);
    QCOMPARE(found->value, token.value);
    QCOMPARE(found->user, token.user);
    QVERIFY(found->expires == token.expires);
    QVERIFY(!read(*vault, profileOf(QStringLiteral("http://elsewhere:8000"))));
    vault->remove(profileOf());
    QTRY_VERIFY(!read(*vault, profileOf()));
}

QTEST_GUILESS_MAIN(TestTokenVault)
#include "tst_tokenvault.moc"

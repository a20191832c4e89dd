// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/notifier.h"
#include "console/core/settings.h"
#include "console/widgets/banner.h"
#include "support/fakeclock.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::console;

/// Where the desktop has no notifications.
class TestNotifier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void alarm_isInTheBanner();
    void switchedOff_isSilent();
    void switchedOff_takesItBack();
    void withdrawn_isGone();

private:
    void down(const char *id)
    {
        m_backend.id = QString::fromLatin1(id);
        m_backend.state = BackendState::Up;
        m_events->observe({m_backend}, false);
        m_backend.state = BackendState::Down;
        m_events->observe({m_backend}, false);
    }

    support::FakeClock m_clock;
    Backend m_backend;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<EventLogModel> m_events;
    std::unique_ptr<Alarms> m_alarms;
    std::unique_ptr<Banner> m_banner;
    std::unique_ptr<Notifier> m_notifier;
};

void TestNotifier::init()
{
    if (QSystemTrayIcon::isSystemTrayAvailable())
        QSKIP("this desktop has notifications");
    m_notifier.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<Settings>(m_folder->filePath(QStringLiteral("settings.json")));
    m_events = std::make_unique<EventLogModel>(m_clock);
    m_alarms = std::make_unique<Alarms>(*m_events, m_clock);
    m_banner = std::make_unique<Banner>();
    m_notifier = std::make_unique<Notifier>(*m_settings, *m_alarms, *m_banner);
}

void TestNotifier::alarm_isInTheBanner()
{
    QVERIFY(!m_banner->isVisible());
    down("a");
    QVERIFY(m_banner->isVisible());
    QCOMPARE(m_banner->text(), QStringLiteral("a is down"));
}

void TestNotifier::switchedOff_isSilent()
{
    m_settings->setNotifies(false);
    down("a");
    QVERIFY(!m_banner->isVisible());
}

void TestNotifier::switchedOff_takesItBack()
{
    down("a");
    m_settings->setNotifies(false);
    QVERIFY(!m_banner->isVisible());
}

void TestNotifier::withdrawn_isGone()
{
    down("a");
    m_notifier->withdraw();
    QVERIFY(!m_banner->isVisible());
}

QTEST_MAIN(TestNotifier)
#include "tst_notifier.moc"

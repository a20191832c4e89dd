// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/accessible.h"
#include "console/traffic/trafficrig.h"
#include "console/views/traffic/backendspage.h"
#include "console/views/traffic/sharepreview.h"
#include "console/widgets/banner.h"
#include "console/widgets/theme.h"

#include <QtGui/QAction>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QTableView>

using namespace guarita;
using namespace guarita::console;
using namespace std::chrono_literals;
using support::FakeAnswer;
using support::makeBackend;
using support::TrafficRig;

class TestBackendSteering : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp, ColourScheme::Light); }
    void init();
    void cleanup();
    void actions_followTheSelection();
    void actions_olderBalancer_areOff();
    void actions_readOnlyProfile_areOff();
    void drain_dialog_showsWhatWouldBe();
    void drain_confirmed_isDoneAndWatched();
    void drain_cancelled_doesNothing();
    void drain_notWatched_canBeUndone();
    void drain_last_isNamed();
    void drain_othersChange_isShownAndTriedAgain();
    void drain_refused_saysWhy();
    void enable_isDoneAtOnce();
    void enable_othersChange_offersToTryAgain();
    void weight_isSet();
    void guard_errorsRise_saysThatItTookItBack();
    void remove_isDone_andCanBeAddedAgain();
    void add_sendsWhatWasTyped();
    void add_badAddress_isRefusedHere();
    void add_known_isSaidAtTheField();
    void columns_menu_showsAndHides();
    void clusters_panic_isSaid();
    void dialogs_haveNames();

private:
    void poll(std::chrono::milliseconds after = 1s);
    void select(int row) { view()->selectRow(row); }
    QAction *action(const char *name) const { return find<QAction>(name); }
    template <typename T>
    T *find(const char *name) const
    {
        T *found = m_window->findChild<T *>(QString::fromLatin1(name));
        if (!found)
            qFatal("there is no %s", name);
        return found;
    }
    /// The dialog is deleted later: what was just closed does not count.
    QDialog *dialog(const char *name = "changeDialog") const
    {
        for (auto *found : m_window->findChildren<QDialog *>(QString::fromLatin1(name))) {
            if (found->isVisible())
                return found;
        }
        return nullptr;
    }
    template <typename T>
    T *in(QDialog *dialog, const char *name) const
    {
        T *found = dialog ? dialog->findChild<T *>(QString::fromLatin1(name)) : nullptr;
        if (!found)
            qFatal("there is no %s", name);
        return found;
    }
    void submit() { QTest::mouseClick(in<QPushButton>(dialog(), "changeSubmit"), Qt::LeftButton); }
    QTableView *view() const { return find<QTableView>("backendsView"); }
    QString text(const char *label) const { return find<QLabel>(label)->text(); }
    QString stateOf(int row) const
    {
        return view()->model()->index(row, BackendsModel::State).data().toString();
    }
    const support::FakeRequest &lastSteered() const { return m_rig->steered.back(); }

    std::unique_ptr<TrafficRig> m_rig;
    std::unique_ptr<QWidget> m_window;
    BackendsPage *m_page = nullptr;
};

void TestBackendSteering::init()
{
    m_rig = std::make_unique<TrafficRig>();
    m_rig->backends = {makeBackend(QStringLiteral("localhost:8002")),
                       makeBackend(QStringLiteral("localhost:8003"))};
    m_rig->backends[0].inFlight = 3;
    m_rig->makeSteerable();
    m_window = std::make_unique<QWidget>();
    m_window->setLocale(QLocale(QLocale::English, QLocale::UnitedStates));
    m_window->resize(860, 640);
    m_page = new BackendsPage(
        PageContext{*m_rig->api, *m_rig->session, *m_rig->connectivity, *m_rig->settings, m_rig->clock},
        *m_rig->balancer, m_rig->random, m_window.get());
    m_page->resize(860, 640);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    m_rig->logIn();
    QTRY_COMPARE(view()->model()->rowCount(), 2);
    m_window->activateWindow(); // for shortcuts
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_page->focusStart();
}

void TestBackendSteering::cleanup()
{
    m_window.reset();
    m_rig.reset();
}

void TestBackendSteering::poll(std::chrono::milliseconds after)
{
    m_rig->clock.advance(after);
    const int before = m_rig->polls();
    QSignalSpy status(m_page, &Page::statusChanged);
    m_page->activated();
    QTRY_VERIFY(m_rig->polls() > before);
    QTRY_VERIFY(!status.isEmpty());
}

void TestBackendSteering::actions_followTheSelection()
{
    QVERIFY(!action("drainBackendAction")->isEnabled());
    QVERIFY(action("addBackendAction")->isEnabled());
    select(0);
    for (const char *name :
         {"drainBackendAction", "maintainBackendAction", "weighBackendAction", "removeBackendAction"})
        QVERIFY2(action(name)->isEnabled(), name);
    QVERIFY(!action("enableBackendAction")->isEnabled());
    TrafficRig::setState(m_rig->backends[0], QStringLiteral("drain"));
    poll();
    QTRY_VERIFY(action("enableBackendAction")->isEnabled());
    QVERIFY(!action("drainBackendAction")->isEnabled());
    view()->selectAll();
    QVERIFY(!action("enableBackendAction")->isEnabled());
}

void TestBackendSteering::actions_olderBalancer_areOff()
{
    for (Backend &backend : m_rig->backends)
        backend.version.reset();
    m_rig->clusters = {};
    poll();
    select(0);
    QVERIFY(!action("drainBackendAction")->isEnabled());
    QVERIFY(!action("addBackendAction")->isEnabled());
}

void TestBackendSteering::actions_readOnlyProfile_areOff()
{
    select(0);
    m_page->setReadOnly(true);
    for (const char *name :
         {"drainBackendAction", "weighBackendAction", "addBackendAction", "removeBackendAction"})
        QVERIFY2(!action(name)->isEnabled(), name);
    m_page->setReadOnly(false);
    QVERIFY(action("drainBackendAction")->isEnabled());
}

void TestBackendSteering::drain_dialog_showsWhatWouldBe()
{
    m_rig->backends[0].requests += 30;
    m_rig->backends[1].requests += 10;
    poll();
    select(0);
    action("drainBackendAction")->trigger();
    QVERIFY(dialog());
    QCOMPARE(in<QLabel>(dialog(), "changeQuestion")->text(), QStringLiteral("Drain localhost:8002?"));
    const auto &entries = in<SharePreview>(dialog(), "changeShares")->entries();
    QCOMPARE(entries.size(), 2U);
    QCOMPARE(entries[0].now, 750);
    QCOMPARE(entries[0].after, 0);
    QCOMPARE(entries[1].after, 1000);
    const QString facts = in<QLabel>(dialog(), "changeFacts")->text();
    QVERIFY2(facts.contains(QStringLiteral("3 request")), qPrintable(facts));
    QVERIFY2(facts.contains(QStringLiteral("At most 1,024 requests at once instead of 2,048.")),
             qPrintable(facts));
    QVERIFY(!in<QLabel>(dialog(), "changeWarning")->isVisible());
    m_rig->backends[0].inFlight = 1;
    poll();
    QTRY_VERIFY(in<QLabel>(dialog(), "changeFacts")->text().contains(QStringLiteral("1 request")));
}

void TestBackendSteering::drain_confirmed_isDoneAndWatched()
{
    select(0);
    QTest::keyClick(view(), Qt::Key_D, Qt::ControlModifier);
    QVERIFY(dialog());
    submit();
    QTRY_COMPARE(m_rig->steered.size(), 1U);
    QCOMPARE(lastSteered().method, QByteArray("PATCH"));
    QCOMPARE(lastSteered().target, QByteArray("/admin/backends/localhost:8002"));
    QCOMPARE(lastSteered().request.rawHeader("If-Match"), QByteArray("\"1\""));
    QCOMPARE(lastSteered().body, QByteArray(R"({"state":"drain"})"));
    QTRY_COMPARE(stateOf(0), QStringLiteral("Draining")); // before the next report
    QVERIFY(!dialog());
    QVERIFY(find<QWidget>("guardStrip")->isVisible());
    QVERIFY2(text("guardFigures").startsWith(QStringLiteral("60 s · errors 0.0/s")),
             qPrintable(text("guardFigures")));
    QCOMPARE(view()->model()->index(0, BackendsModel::State).data(BackendsModel::DetailRole).toString(),
             QStringLiteral("3 in flight"));
    QTest::mouseClick(find<QPushButton>("guardKeep"), Qt::LeftButton);
    QVERIFY(!find<QWidget>("guardStrip")->isVisible());
}

void TestBackendSteering::drain_cancelled_doesNothing()
{
    select(0);
    action("drainBackendAction")->trigger();
    QTest::keyClick(dialog(), Qt::Key_Escape);
    QVERIFY(!dialog());
    QVERIFY(m_rig->steered.empty());
}

void TestBackendSteering::drain_notWatched_canBeUndone()
{
    select(0);
    action("drainBackendAction")->trigger();
    in<QCheckBox>(dialog(), "watchErrors")->setChecked(false);
    submit();
    QTRY_VERIFY(find<QWidget>("guardStrip")->isVisible());
    QVERIFY(!find<QPushButton>("guardKeep")->isVisible());
    QTest::mouseClick(find<QPushButton>("guardRevert"), Qt::LeftButton);
    QTRY_COMPARE(m_rig->backends[0].state, BackendState::Up);
    QTRY_COMPARE(stateOf(0), QStringLiteral("Up"));
}

void TestBackendSteering::drain_last_isNamed()
{
    TrafficRig::setState(m_rig->backends[1], QStringLiteral("down"));
    poll();
    select(0);
    action("drainBackendAction")->trigger();
    QVERIFY(in<QLabel>(dialog(), "changeWarning")->isVisible());
    QVERIFY(in<QLabel>(dialog(), "changeWarning")->text().contains(QStringLiteral("503")));
    QCOMPARE(in<QPushButton>(dialog(), "changeSubmit")->text(), QStringLiteral("&Drain anyway"));
}

void TestBackendSteering::drain_othersChange_isShownAndTriedAgain()
{
    select(0);
    action("drainBackendAction")->trigger();
    m_rig->backends[0].version = 5;
    m_rig->backends[0].weight = 7;
    submit();
    QTRY_VERIFY(in<QLabel>(dialog(), "changeError")->isVisible());
    QVERIFY(in<QLabel>(dialog(), "changeError")->text().contains(QStringLiteral("Up, weight 7")));
    QCOMPARE(in<QPushButton>(dialog(), "changeSubmit")->text(), QStringLiteral("&Try again"));
    submit();
    QTRY_COMPARE(m_rig->backends[0].state, BackendState::Drain);
    QCOMPARE(lastSteered().request.rawHeader("If-Match"), QByteArray("\"5\""));
}

void TestBackendSteering::drain_refused_saysWhy()
{
    select(0);
    action("drainBackendAction")->trigger();
    m_rig->refusal = FakeAnswer::problem(422, "estado_invalido");
    submit();
    QTRY_VERIFY(in<QLabel>(dialog(), "changeError")->isVisible());
    QVERIFY(in<QPushButton>(dialog(), "changeSubmit")->isEnabled());
    QVERIFY(!find<QWidget>("guardStrip")->isVisible());
}

void TestBackendSteering::enable_isDoneAtOnce()
{
    TrafficRig::setState(m_rig->backends[0], QStringLiteral("maint"));
    poll();
    select(0);
    QTest::keyClick(view(), Qt::Key_E, Qt::ControlModifier);
    QTRY_COMPARE(m_rig->backends[0].state, BackendState::Up);
    QTRY_VERIFY(find<QWidget>("guardStrip")->isVisible());
    QTest::mouseClick(find<QPushButton>("guardRevert"), Qt::LeftButton);
    QTRY_COMPARE(m_rig->backends[0].state, BackendState::Maint);
}

void TestBackendSteering::enable_othersChange_offersToTryAgain()
{
    TrafficRig::setState(m_rig->backends[0], QStringLiteral("drain"));
    poll();
    select(0);
    m_rig->backends[0].version = 9;
    action("enableBackendAction")->trigger();
    auto *banner = find<Banner>("backendsBanner");
    QTRY_VERIFY(banner->isVisible());
    QVERIFY(banner->text().startsWith(QStringLiteral("Somebody else changed localhost:8002")));
    QTest::mouseClick(find<QPushButton>("enableAgain"), Qt::LeftButton);
    QTRY_COMPARE(m_rig->backends[0].state, BackendState::Up);
    QVERIFY(!banner->isVisible());
}

void TestBackendSteering::weight_isSet()
{
    select(1);
    QTest::keyClick(view(), Qt::Key_F2);
    auto *spin = in<QSpinBox>(dialog(), "weightSpin");
    QCOMPARE(spin->value(), 1);
    QCOMPARE(spin->maximum(), 256);
    spin->setValue(3);
    QCOMPARE(in<SharePreview>(dialog(), "changeShares")->entries()[1].after, 750);
    QTest::keyClick(spin, Qt::Key_Return);
    QTRY_COMPARE(m_rig->backends[1].weight, 3);
    QCOMPARE(lastSteered().body, QByteArray(R"({"weight":3})"));
    QTRY_COMPARE(view()->model()->index(1, BackendsModel::Weight).data().toString(), QStringLiteral("3"));
}

void TestBackendSteering::guard_errorsRise_saysThatItTookItBack()
{
    select(0);
    action("drainBackendAction")->trigger();
    submit();
    QTRY_VERIFY(find<QWidget>("guardStrip")->isVisible());
    m_rig->backends[1].requests += 100;
    m_rig->backends[1].responses[3] += 50;
    poll();
    QTRY_COMPARE(m_rig->backends[0].state, BackendState::Up);
    QTRY_VERIFY(text("guardText").contains(QStringLiteral("errors rose to 50.0/s (before: 0.0/s)")));
    QVERIFY(find<QAbstractButton>("guardClose")->isVisible());
}

void TestBackendSteering::remove_isDone_andCanBeAddedAgain()
{
    select(0);
    m_page->focusStart();
    QTest::keyClick(view(), Qt::Key_Delete);
    QVERIFY(dialog());
    QVERIFY(!in<QCheckBox>(dialog(), "watchErrors")->isVisible());
    submit();
    QTRY_COMPARE(m_rig->backends.size(), 1U);
    QCOMPARE(lastSteered().method, QByteArray("DELETE"));
    QTRY_VERIFY(find<Banner>("backendsBanner")->isVisible());
    QTest::mouseClick(find<QPushButton>("addBackendAgain"), Qt::LeftButton);
    QCOMPARE(in<QLineEdit>(dialog("addBackendDialog"), "backendUrl")->text(),
             QStringLiteral("http://localhost:8002"));
    poll();
    QTRY_COMPARE(view()->model()->rowCount(), 1);
}

void TestBackendSteering::add_sendsWhatWasTyped()
{
    action("addBackendAction")->trigger();
    QDialog *add = dialog("addBackendDialog");
    auto *url = in<QLineEdit>(add, "backendUrl");
    url->setText(QStringLiteral(" http://localhost:8004 "));
    in<QSpinBox>(add, "backendWeight")->setValue(2);
    QTest::keyClick(url, Qt::Key_Return);
    QTRY_COMPARE(m_rig->steered.size(), 1U);
    QCOMPARE(lastSteered().method, QByteArray("POST"));
    const QByteArray sent = R"({"cluster":"padrao","url":"http://localhost:8004","weight":2})";
    QCOMPARE(lastSteered().body, sent);
    QTRY_VERIFY(!dialog("addBackendDialog"));
}

void TestBackendSteering::add_badAddress_isRefusedHere()
{
    action("addBackendAction")->trigger();
    QDialog *add = dialog("addBackendDialog");
    for (const char *text : {"http://", "localhost:8004", "ftp://x", ""}) {
        in<QLineEdit>(add, "backendUrl")->setText(QString::fromLatin1(text));
        QTest::mouseClick(in<QPushButton>(add, "addBackendSubmit"), Qt::LeftButton);
        QVERIFY2(dialog("addBackendDialog"), text);
    }
    QVERIFY(m_rig->steered.empty());
}

void TestBackendSteering::add_known_isSaidAtTheField()
{
    m_rig->refusal = FakeAnswer::problem(409, "servidor_existe");
    action("addBackendAction")->trigger();
    QDialog *add = dialog("addBackendDialog");
    in<QLineEdit>(add, "backendUrl")->setText(QStringLiteral("http://localhost:8002"));
    QTest::mouseClick(in<QPushButton>(add, "addBackendSubmit"), Qt::LeftButton);
    QTRY_VERIFY(
        in<QLineEdit>(add, "backendUrl")->accessibleDescription().contains(QStringLiteral("already")));
    QVERIFY(in<QPushButton>(add, "addBackendSubmit")->isEnabled());
}

void TestBackendSteering::columns_menu_showsAndHides()
{
    QVERIFY(view()->isColumnHidden(BackendsModel::P50));
    auto *menu = m_page->findChild<QMenu *>(QStringLiteral("backendsColumnMenu"));
    Q_EMIT menu->aboutToShow();
    for (QAction *column : menu->actions()) {
        QVERIFY(column->text() != QStringLiteral("Backend"));
        if (column->text() == QStringLiteral("p50 ms"))
            column->trigger();
    }
    QVERIFY(!view()->isColumnHidden(BackendsModel::P50));
}

void TestBackendSteering::clusters_panic_isSaid()
{
    auto *banner = find<Banner>("clustersBanner");
    QVERIFY(!banner->isVisible());
    m_rig->clusters = {QJsonObject{{QStringLiteral("nome"), QStringLiteral("padrao")},
                                   {QStringLiteral("panico"), true},
                                   {QStringLiteral("fila"), 4}}};
    poll();
    QTRY_VERIFY(banner->isVisible());
    QVERIFY(banner->text().startsWith(QStringLiteral("Panic in padrao")));
    QVERIFY(banner->accessibleDescription().contains(QStringLiteral("4 request")));
    m_rig->clusters = {QJsonObject{{QStringLiteral("nome"), QStringLiteral("padrao")}}};
    poll();
    QTRY_VERIFY(!banner->isVisible());
}

void TestBackendSteering::dialogs_haveNames()
{
    select(0);
    action("weighBackendAction")->trigger();
    QCOMPARE(support::namelessOf(dialog()), QStringList());
    dialog()->reject();
    action("addBackendAction")->trigger();
    QCOMPARE(support::namelessOf(dialog("addBackendDialog")), QStringList());
}

QTEST_MAIN(TestBackendSteering)
#include "tst_backendsteering.moc"

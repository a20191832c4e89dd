// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/emptystate.h"
#include "console/widgets/spinner.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>

using namespace guarita::console;

class TestEmptyState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp, ColourScheme::Light); }

    void showLoading_waits_beforeItIsSeen()
    {
        EmptyState state;
        state.resize(600, 400);
        state.show();
        state.showLoading(QStringLiteral("Loading"));
        const auto *spinner = state.findChild<Spinner *>();
        QVERIFY(!spinner->isVisible());
        QTRY_VERIFY(spinner->isVisible());
    }

    void show_afterLoading_replacesItForGood()
    {
        EmptyState state;
        state.show();
        state.showLoading(QStringLiteral("Loading"));
        state.show(theme::Icon::Empty, QStringLiteral("Nothing"), QStringLiteral("There is nothing."));
        state.setActions(QStringLiteral("New"), {});
        QTest::qWait(EmptyState::loadingDelay.count() + 50); // shows that the delayed spinner does not come
        QVERIFY(!state.findChild<Spinner *>()->isVisible());
        QVERIFY(state.findChild<QLabel *>(QStringLiteral("emptyTitle"))->isVisible());
        QVERIFY(state.findChild<QPushButton *>(QStringLiteral("emptyPrimary"))->isVisible());
        QVERIFY(!state.findChild<QPushButton *>(QStringLiteral("emptySecondary"))->isVisible());
    }

    void show_hidden_staysHidden()
    {
        EmptyState state;
        state.show(theme::Icon::Empty, QStringLiteral("Nothing"), {});
        QVERIFY(!state.isVisible());
    }

    void setActions_pressed_tells()
    {
        EmptyState state;
        state.show();
        state.show(theme::Icon::Empty, QStringLiteral("Nothing"), {});
        state.setActions(QStringLiteral("New"), QStringLiteral("Import"));
        QSignalSpy first(&state, &EmptyState::primaryTriggered);
        QSignalSpy second(&state, &EmptyState::secondaryTriggered);
        QTest::mouseClick(state.findChild<QPushButton *>(QStringLiteral("emptyPrimary")), Qt::LeftButton);
        QTest::mouseClick(state.findChild<QPushButton *>(QStringLiteral("emptySecondary")), Qt::LeftButton);
        QCOMPARE(first.size(), 1);
        QCOMPARE(second.size(), 1);
    }
};

QTEST_MAIN(TestEmptyState)
#include "tst_emptystate.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/banner.h"
#include "console/widgets/theme.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

using namespace guarita::console;

class TestBanner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp, ColourScheme::Light); }

    void setText_withMarkup_showsItAsItIs()
    {
        Banner banner;
        banner.setText(QStringLiteral("<b>x</b>"), QStringLiteral("<i>y</i>"));
        const auto *text = banner.findChild<QLabel *>(QStringLiteral("bannerText"));
        QCOMPARE(text->text(), QStringLiteral("<b>x</b>"));
        QCOMPARE(text->textFormat(), Qt::PlainText);
        QCOMPARE(banner.findChild<QLabel *>(QStringLiteral("bannerDetail"))->textFormat(), Qt::PlainText);
        QCOMPARE(banner.accessibleName(), QStringLiteral("<b>x</b>"));
        QCOMPARE(banner.accessibleDescription(), QStringLiteral("<i>y</i>"));
    }

    void addButton_pressed_actsAndMayClearButtons()
    {
        Banner banner;
        int pressed = 0;
        QPushButton *button = banner.addButton(QStringLiteral("Retry"), [&] {
            ++pressed;
            banner.clearButtons();
        });
        banner.show();
        QTest::keyClick(button, Qt::Key_Space);
        QCOMPARE(pressed, 1);
        QTRY_COMPARE(banner.findChildren<QPushButton *>().size(), 0);
    }

    void setClosable_crossPressed_hidesAndTells()
    {
        Banner banner;
        banner.setClosable(true);
        banner.show();
        QSignalSpy closed(&banner, &Banner::closed);
        QTest::mouseClick(banner.findChild<QToolButton *>(QStringLiteral("bannerClose")), Qt::LeftButton);
        QCOMPARE(closed.size(), 1);
        QVERIFY(!banner.isVisible());
    }
};

QTEST_MAIN(TestBanner)
#include "tst_banner.moc"

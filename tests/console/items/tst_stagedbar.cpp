// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/stagedbar.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QTest>
#include <QtWidgets/QLabel>

#include <set>

using namespace guarita::console;

class TestStagedBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changes_withoutEnd_areCountedNowAndThen();

private:
    static Draft draft(qint64 key)
    {
        Draft draft;
        draft.key = ItemKey{key};
        return draft;
    }
};

void TestStagedBar::changes_withoutEnd_areCountedNowAndThen()
{
    DraftStore store;
    StagedBar bar(store);
    const auto *text = bar.findChild<QLabel *>(QStringLiteral("stagedText"));
    store.put(draft(-1));
    QTRY_VERIFY(!bar.isHidden());
    std::set<QString> seen;
    qint64 key = -1;
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 450) {
        store.put(draft(--key));
        QCoreApplication::processEvents();
        seen.insert(text->text());
    }
    QVERIFY2(seen.size() >= 2 && seen.size() <= 6, qPrintable(QString::number(seen.size())));
    QTRY_VERIFY(text->text().remove(QLatin1Char(',')).contains(QString::number(-key)));
}

QTEST_MAIN(TestStagedBar)
#include "tst_stagedbar.moc"

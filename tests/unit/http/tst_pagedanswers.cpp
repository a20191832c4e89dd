// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/pagedanswers.h"

#include <QtTest/QTest>

using namespace guarita;

/// How answers flow is export's to show, at both services; here is how many there may be.
class TestPagedAnswers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takePlace_untilThereAreTooMany_thenWaitsForOneToEnd();
    void places_mayOutliveTheAnswers();
};

void TestPagedAnswers::takePlace_untilThereAreTooMany_thenWaitsForOneToEnd()
{
    http::PagedAnswers answers(2);
    const auto first = answers.takePlace();
    auto second = answers.takePlace();
    QVERIFY(first && second);
    QVERIFY(!answers.takePlace());
    const http::PagedAnswers::Place copy = *second;
    second.reset();
    QVERIFY(!answers.takePlace()); // somebody has it still
}

void TestPagedAnswers::places_mayOutliveTheAnswers()
{
    http::PagedAnswers::Place kept;
    {
        http::PagedAnswers answers(1);
        {
            const auto place = answers.takePlace();
            QVERIFY(place);
        }
        const auto again = answers.takePlace(); // the first one was given back
        QVERIFY(again);
        kept = *again;
    }
    kept.reset();
}

QTEST_GUILESS_MAIN(TestPagedAnswers)
#include "tst_pagedanswers.moc"

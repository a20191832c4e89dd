// SPDX-License-Identifier: GPL-3.0-or-later
#include "itemrig.h"

#include <QtTest/QSignalSpy>

using namespace guarita;
using namespace guarita::console;
using support::FakeAnswer;
using support::FakeRequest;

using State = ItemsModel::State;

/// What the table asks the service for, and when.
class TestItemsLoading : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void data_anyRow_asksForNothing();
    void scroll_dragOf200Steps_asksForFewPages();
    void scroll_toTheEnd_asksForTwoPagesAtMost();
    void scroll_withinAPage_doesNotPutItOff();
    void scroll_nearTheBound_asksForOnePageAhead();
    void scroll_away_cancels();
    void scroll_visited_isNotAskedForAgain();
    void scroll_everywhere_keepsAFewPages();
    void total_firstPageOnly_isAskedFor();
    void total_shorterElsewhere_heals();
    void total_farShorterElsewhere_showsTheNewEnd();
    void total_longerElsewhere_heals();
    void search_nineLetters_isOneRequest();
    void search_enter_isAtOnce();
    void query_changed_dropsLateAnswers();
    void failed_page_isLeftAloneUntilRefresh();
    void failed_inAnOutage_isAskedForAfterItsEnd();
    void failed_inAnOutage_anotherSuccessEndsIt();
    void visible_behindNewDrafts_countsFromTheList();
    void latency_answer_isKnown();

private:
    static QByteArray offset(qint64 rows) { return "offset=" + QByteArray::number(rows); }
    static int asked(const ItemRig &rig, const QByteArray &what)
    {
        return static_cast<int>(std::count_if(
            rig.manager->seen.begin(), rig.manager->seen.end(),
            [&](const FakeRequest &request) { return (request.target + '&').contains(what + '&'); }));
    }
    static bool isLoaded(const ItemRig &rig, int row)
    {
        return rig.model.index(row, 0).data(ItemsModel::LoadedRole).toBool();
    }
    static void wait() { QTest::qWait(3 * int(ItemsModel::scrollDebounce.count())); } // that nothing happens
};

void TestItemsLoading::data_anyRow_asksForNothing()
{
    ItemRig rig(100'000);
    QVERIFY(rig.load());
    for (int row = 0; row < 100'000; row += 77) {
        for (int role : {int(Qt::DisplayRole), int(Qt::EditRole), int(ItemsModel::LoadedRole)})
            rig.model.index(row, ItemsModel::NomeColumn).data(role);
    }
    wait();
    QCOMPARE(rig.lists(), 1);
}

void TestItemsLoading::scroll_dragOf200Steps_asksForFewPages()
{
    ItemRig rig(1'000'000);
    QVERIFY(rig.load());
    for (int step = 1; step <= 200; ++step) {
        const int first = step * 4'999;
        rig.model.setVisibleRows(first, first + 40);
        QTest::qWait(5);
    }
    QTRY_VERIFY(isLoaded(rig, 200 * 4'999));
    wait();
    QVERIFY2(rig.model.requestsSent() <= 15, QByteArray::number(rig.model.requestsSent()));
    QCOMPARE(rig.model.requestsSent(), rig.lists());
}

void TestItemsLoading::scroll_toTheEnd_asksForTwoPagesAtMost()
{
    ItemRig rig(1'000'000);
    QVERIFY(rig.load());
    rig.model.setVisibleRows(0, 40);
    wait();
    const int before = rig.lists();
    rig.model.setVisibleRows(999'780, 999'999); // high enough to see two pages
    QTRY_VERIFY(isLoaded(rig, 999'999) && isLoaded(rig, 999'780));
    wait();
    QVERIFY(rig.lists() - before <= 2);
}

void TestItemsLoading::scroll_withinAPage_doesNotPutItOff()
{
    ItemRig rig(10'000);
    QVERIFY(rig.load());
    // By the wheel, without a pause as long as the debounce.
    for (int first = 4'000; first < 4'060 && !isLoaded(rig, 4'000); ++first) {
        rig.model.setVisibleRows(first, first + 30);
        QTest::qWait(10);
    }
    QVERIFY(isLoaded(rig, 4'000));
}

void TestItemsLoading::scroll_nearTheBound_asksForOnePageAhead()
{
    ItemRig rig(10'000);
    QVERIFY(rig.load());
    rig.model.setVisibleRows(150, 180);
    QTRY_VERIFY(isLoaded(rig, 200));
    wait();
    QCOMPARE(rig.lists(), 2);
    QCOMPARE(rig.model.state(), State::Ready);
}

void TestItemsLoading::scroll_away_cancels()
{
    ItemRig rig(10'000);
    QVERIFY(rig.load());
    rig.service.before = [](const FakeRequest &request) -> std::optional<FakeAnswer> {
        return request.target.contains("offset=5000") ? std::optional(FakeAnswer::silence()) : std::nullopt;
    };
    rig.model.setVisibleRows(5'010, 5'040);
    QTRY_COMPARE(asked(rig, offset(5'000)), 1);
    QCOMPARE(rig.model.state(), State::Loading);
    const QPointer<support::FakeReply> hanging = rig.manager->replies.back();
    rig.model.setVisibleRows(7'010, 7'040);
    QTRY_VERIFY(isLoaded(rig, 7'010));
    QVERIFY(!hanging || hanging->aborted);
    QTRY_COMPARE(rig.model.state(), State::Ready);
    rig.model.setVisibleRows(5'010, 5'040);
    QTRY_COMPARE(asked(rig, offset(5'000)), 2);
}

void TestItemsLoading::scroll_visited_isNotAskedForAgain()
{
    ItemRig rig(10'000);
    QVERIFY(rig.load());
    rig.model.setVisibleRows(4'010, 4'040);
    QTRY_VERIFY(isLoaded(rig, 4'010));
    rig.model.setVisibleRows(0, 40);
    wait();
    rig.model.setVisibleRows(4'010, 4'040);
    wait();
    QCOMPARE(asked(rig, offset(0)), 1);
    QCOMPARE(asked(rig, offset(4'000)), 1);
}

void TestItemsLoading::scroll_everywhere_keepsAFewPages()
{
    constexpr int pages = ItemsModel::maxPages + 5;
    ItemRig rig(pages * ItemsModel::pageSize);
    QVERIFY(rig.load());
    const auto middle = [](int page) { return page * int(ItemsModel::pageSize) + 60; };
    for (int page = 0; page < pages; ++page) {
        rig.model.setVisibleRows(middle(page), middle(page) + 20);
        QTRY_VERIFY(isLoaded(rig, middle(page)));
    }
    int loaded = 0;
    for (int page = 0; page < pages; ++page)
        loaded += isLoaded(rig, middle(page)) ? 1 : 0;
    QCOMPARE(loaded, ItemsModel::maxPages);
    QVERIFY(!isLoaded(rig, middle(0)));
}

void TestItemsLoading::total_firstPageOnly_isAskedFor()
{
    ItemRig rig(10'000);
    QVERIFY(rig.load());
    QVERIFY(!rig.manager->seen.back().target.contains("total"));
    rig.model.setVisibleRows(4'190, 4'230);
    QTRY_VERIFY(isLoaded(rig, 4'230));
    QCOMPARE(asked(rig, "total=false"), 2);
    rig.model.refresh();
    QTRY_COMPARE(rig.model.state(), State::Ready);
    QCOMPARE(rig.lists(), 5);
    QCOMPARE(asked(rig, "total=false"), 3);
}

void TestItemsLoading::total_shorterElsewhere_heals()
{
    ItemRig rig(1'000);
    QVERIFY(rig.load());
    rig.service.removed = {1, 2, 3};
    rig.model.setVisibleRows(960, 999);
    QTRY_COMPARE(rig.model.rowCount(), 997);
    QCOMPARE(rig.name(996), QStringLiteral("Item 1000"));
    wait();
    QCOMPARE(rig.lists(), 3); // the page, and once more with the total
}

void TestItemsLoading::total_farShorterElsewhere_showsTheNewEnd()
{
    ItemRig rig(10'000);
    QVERIFY(rig.load());
    rig.service.size = 500;
    rig.model.setVisibleRows(9'960, 9'999);
    QTRY_COMPARE(rig.model.rowCount(), 500);
    QTRY_COMPARE(rig.name(499), QStringLiteral("Item 500"));
    QCOMPARE(rig.model.state(), State::Ready);
}

void TestItemsLoading::total_longerElsewhere_heals()
{
    ItemRig rig(950);
    QVERIFY(rig.load());
    rig.service.size = 1'100;
    rig.model.setVisibleRows(920, 949);
    QTRY_COMPARE(rig.model.rowCount(), 1'100);
    QCOMPARE(rig.name(999), QStringLiteral("Item 1000"));
}

void TestItemsLoading::search_nineLetters_isOneRequest()
{
    ItemRig rig(10'000);
    rig.service.hits = 5'000;
    QVERIFY(rig.load());
    const QString word = QStringLiteral("guaritas9");
    for (qsizetype letters = 1; letters <= word.size(); ++letters) {
        rig.model.setSearch(word.left(letters), false);
        QTest::qWait(30);
    }
    QTRY_COMPARE(rig.model.total(), 5'000);
    wait();
    QCOMPARE(asked(rig, "q=guaritas9"), 1);
    QCOMPARE(rig.lists(), 2);
}

void TestItemsLoading::search_enter_isAtOnce()
{
    ItemRig rig(1'000);
    QVERIFY(rig.load());
    rig.model.setSearch(QStringLiteral("caf"), false);
    rig.model.setSearch(QStringLiteral("café"), true);
    QCOMPARE(rig.lists(), 2);
    QTest::qWait(2 * int(ItemsModel::searchDebounce.count())); // the waiting one does not follow
    QCOMPARE(rig.lists(), 2);
    QCOMPARE(asked(rig, "q=caf%C3%A9"), 1);
    rig.model.setSearch(QStringLiteral("café "), true);
    QCOMPARE(rig.lists(), 2);
}

void TestItemsLoading::query_changed_dropsLateAnswers()
{
    ItemRig rig(1'000);
    rig.service.hits = 7;
    rig.service.before = [](const FakeRequest &request) -> std::optional<FakeAnswer> {
        if (!request.target.contains("q=slow"))
            return std::nullopt;
        FakeAnswer late = FakeAnswer::json("[]");
        late.headers.emplace_back("X-Total-Count", "0");
        late.delay = std::chrono::milliseconds(30);
        return late;
    };
    QVERIFY(rig.load());
    QSignalSpy reset(&rig.model, &ItemsModel::modelReset);
    rig.model.setSearch(QStringLiteral("slow"), true);
    rig.model.setSearch(QStringLiteral("quick"), true);
    QTRY_COMPARE(rig.model.total(), 7);
    wait();
    QCOMPARE(rig.model.total(), 7);
    QCOMPARE(reset.size(), 1);
}

void TestItemsLoading::failed_page_isLeftAloneUntilRefresh()
{
    ItemRig rig(10'000);
    QVERIFY(rig.load());
    bool broken = true;
    rig.service.before = [&broken](const FakeRequest &request) -> std::optional<FakeAnswer> {
        if (broken && request.target.contains("offset=4000"))
            return FakeAnswer::problem(500, "erro_interno");
        return std::nullopt;
    };
    rig.model.setVisibleRows(4'010, 4'040);
    QTRY_COMPARE(rig.model.state(), State::Failed);
    QCOMPARE(rig.model.error()->kind, ApiError::Kind::Failed);
    for (int first : {4'020, 4'000, 4'030}) {
        rig.model.setVisibleRows(first, first + 20);
        wait();
    }
    QCOMPARE(asked(rig, offset(4'000)), 1);
    rig.model.setVisibleRows(0, 40);
    QCOMPARE(rig.model.state(), State::Ready);
    rig.model.setVisibleRows(4'010, 4'040);
    QCOMPARE(rig.model.state(), State::Failed);
    broken = false;
    rig.model.refresh();
    QTRY_COMPARE(rig.model.state(), State::Ready);
    QVERIFY(isLoaded(rig, 4'010));
}

void TestItemsLoading::failed_inAnOutage_isAskedForAfterItsEnd()
{
    ItemRig rig(10'000);
    QVERIFY(rig.load());
    rig.service.outage = true;
    rig.model.setVisibleRows(4'010, 4'040);
    QTRY_COMPARE(rig.model.state(), State::Failed);
    rig.model.setVisibleRows(8'010, 8'040);
    QTRY_COMPARE(asked(rig, offset(8'000)), 1);
    wait();
    QCOMPARE(rig.lists(), 3);
    rig.service.outage = false;
    rig.model.refresh(); // as when the connection comes back
    QTRY_VERIFY(isLoaded(rig, 8'010));
    rig.model.setVisibleRows(4'010, 4'040);
    QTRY_VERIFY(isLoaded(rig, 4'010));
}

void TestItemsLoading::failed_inAnOutage_anotherSuccessEndsIt()
{
    ItemRig rig(10'000);
    QVERIFY(rig.load());
    rig.service.outage = true;
    rig.model.setVisibleRows(4'010, 4'040);
    QTRY_COMPARE(rig.model.state(), State::Failed);
    rig.service.outage = false;
    rig.model.setVisibleRows(8'010, 8'040);
    QTRY_VERIFY(isLoaded(rig, 8'010));
    rig.model.setVisibleRows(4'010, 4'040);
    QTRY_VERIFY(isLoaded(rig, 4'010));
    QCOMPARE(asked(rig, offset(4'000)), 2);
}

void TestItemsLoading::visible_behindNewDrafts_countsFromTheList()
{
    ItemRig rig(1'000);
    QVERIFY(rig.load());
    rig.workspace.createDrafts(std::vector<ItemFields>(300, ItemRig::fields("New")));
    rig.model.setVisibleRows(100, 140); // nothing but drafts
    wait();
    QCOMPARE(rig.lists(), 1);
    rig.model.setVisibleRows(720, 760); // rows 420 to 460 of the list
    QTRY_VERIFY(isLoaded(rig, 720));
    QCOMPARE(asked(rig, offset(400)), 1);
}

void TestItemsLoading::latency_answer_isKnown()
{
    ItemRig rig(10);
    rig.service.delay = std::chrono::milliseconds(20);
    QVERIFY(rig.load());
    QVERIFY(rig.model.lastLatency() >= std::chrono::milliseconds(19));
}

QTEST_GUILESS_MAIN(TestItemsLoading)
#include "tst_itemsloading.moc"

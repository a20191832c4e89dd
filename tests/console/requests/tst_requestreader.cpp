// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/requestreader.h"
#include "requestservice.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::console;
using namespace std::chrono_literals;
using support::FakeAnswer;
using support::RequestService;
using Phase = RequestReader::Phase;

class TestRequestReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void read_newestFirst_pagesBack();
    void read_query_isSent();
    void read_failure_isTold();
    void follow_newOnes_comeAtTheTop();
    void follow_stopped_asksNoMore();
    void follow_moreThanAPage_saysSo();
    void follow_balancerRestarted_beginsAnew();
    void follow_failure_goesOn();
    void model_full_dropsTheOldest();
    void model_cells_haveTexts();

private:
    QString cell(int row, int column) const { return m_model->index(row, column).data().toString(); }
    void read(const RequestQuery &query = {})
    {
        m_reader->read(query);
        QTRY_COMPARE(m_reader->phase(), Phase::Ready);
    }

    std::unique_ptr<RequestService> m_service;
    std::unique_ptr<RequestsModel> m_model;
    std::unique_ptr<RequestReader> m_reader;
};

void TestRequestReader::init()
{
    m_service = std::make_unique<RequestService>();
    m_service->logIn();
    m_model = std::make_unique<RequestsModel>();
    m_model->setLocale(QLocale::c());
    new QAbstractItemModelTester(m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest,
                                 m_model.get());
    m_reader = std::make_unique<RequestReader>(*m_service->balancer, *m_model, 1ms);
}

void TestRequestReader::cleanup()
{
    m_reader.reset();
    m_model.reset();
    m_service.reset();
}

void TestRequestReader::read_newestFirst_pagesBack()
{
    m_service->add(250);
    read();
    QCOMPARE(m_model->rowCount(), RequestReader::pageSize);
    QCOMPARE(m_model->at(0).seq, 250);
    QVERIFY(m_model->canFetchMore({}));
    m_model->fetchMore({});
    QTRY_COMPARE(m_model->rowCount(), 200);
    m_model->fetchMore({});
    QTRY_COMPARE(m_model->rowCount(), 250);
    QCOMPARE(m_model->at(249).seq, 1);
    QVERIFY(!m_model->canFetchMore({}));
}

void TestRequestReader::read_query_isSent()
{
    m_service->add(3);
    m_service->add(1, 503, 80, QStringLiteral("localhost:8003"));
    read({QStringLiteral("localhost:8003"), 50, true});
    QCOMPARE(m_model->rowCount(), 1);
    QCOMPARE(m_model->at(0).seq, 4);
}

void TestRequestReader::read_failure_isTold()
{
    m_service->instead = FakeAnswer::problem(404, "caminho_desconhecido");
    m_reader->read({});
    QTRY_COMPARE(m_reader->phase(), Phase::Failed);
    QCOMPARE(m_reader->error()->kind, ApiError::Kind::NotFound);
}

void TestRequestReader::follow_newOnes_comeAtTheTop()
{
    m_service->add(5);
    read();
    m_reader->setFollowing(true);
    m_service->add(3);
    QTRY_COMPARE(m_model->rowCount(), 8);
    QCOMPARE(m_model->at(0).seq, 8);
    QCOMPARE(m_model->at(3).seq, 5);
    QVERIFY(!m_reader->hasGaps());
}

void TestRequestReader::follow_stopped_asksNoMore()
{
    m_service->add(5);
    read();
    m_reader->setFollowing(true);
    QTRY_VERIFY(m_service->pages() > 2);
    m_reader->setFollowing(false);
    QTRY_VERIFY(m_service->manager->replies.empty() || !m_service->manager->replies.back());
    const int asked = m_service->pages();
    QVERIFY(!QTest::qWaitFor([&] { return m_service->pages() > asked + 1; }, 50));
}

void TestRequestReader::follow_moreThanAPage_saysSo()
{
    m_service->add(5);
    read();
    m_service->add(RequestReader::newerAtOnce + 50);
    m_reader->setFollowing(true);
    QTRY_COMPARE(m_model->rowCount(), 5 + RequestReader::newerAtOnce);
    QVERIFY(m_reader->hasGaps());
    QCOMPARE(m_model->at(RequestReader::newerAtOnce).seq, 5);
}

void TestRequestReader::follow_balancerRestarted_beginsAnew()
{
    m_service->add(50);
    read();
    m_service->requests.clear();
    m_service->last = 0;
    m_service->add(2);
    m_reader->setFollowing(true);
    QTRY_COMPARE(m_model->rowCount(), 2);
    QCOMPARE(m_model->at(0).seq, 2);
}

void TestRequestReader::follow_failure_goesOn()
{
    m_service->add(5);
    read();
    QSignalSpy failed(m_reader.get(), &RequestReader::failed);
    m_service->instead = FakeAnswer::problem(503, "sem_servidor");
    m_reader->setFollowing(true);
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(m_reader->error());
    QCOMPARE(m_model->rowCount(), 5);
    m_service->instead.reset();
    m_service->add(1);
    m_reader->followNow();
    QTRY_COMPARE(m_model->rowCount(), 6);
    QVERIFY(!m_reader->error());
}

void TestRequestReader::model_full_dropsTheOldest()
{
    m_service->add(1);
    read();
    const RequestTrace trace = m_model->at(0);
    m_model->addNewer(std::vector<RequestTrace>(RequestsModel::most, trace));
    QCOMPARE(m_model->rowCount(), int(RequestsModel::most));
    QVERIFY(m_model->isFull());
    QVERIFY(!m_model->canFetchMore({}));
}

void TestRequestReader::model_cells_haveTexts()
{
    m_service->add(1, 503, 12.345);
    m_service->requests[0].insert(QStringLiteral("razao"), QStringLiteral("sem_servidor"));
    read();
    QVERIFY(cell(0, RequestsModel::When).endsWith(QStringLiteral("05.678")));
    QCOMPARE(cell(0, RequestsModel::Request), QStringLiteral("GET /itens/1"));
    QCOMPARE(cell(0, RequestsModel::Status), QStringLiteral("503"));
    QCOMPARE(m_model->index(0, RequestsModel::Status).data(RequestsModel::DetailRole).toString(),
             QStringLiteral("No backend takes requests"));
    QCOMPARE(cell(0, RequestsModel::Time), QStringLiteral("13.3 ms"));
    QCOMPARE(cell(0, RequestsModel::Backends), QStringLiteral("localhost:8002"));
    QCOMPARE(cell(0, RequestsModel::User), QStringLiteral("ana"));
}

QTEST_GUILESS_MAIN(TestRequestReader)
#include "tst_requestreader.moc"

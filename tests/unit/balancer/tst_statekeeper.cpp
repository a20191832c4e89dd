// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/admin/statekeeper.h"

#include "support/fakeowner.h"
#include "unit/balancer/clustersbench.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace guarita;
using namespace guarita::balancer;
using test::clusterSettings;

/// What operators set, from one process to the next.
class TestStateKeeper : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void restart_afterChanges_hasThem();
    void restart_withAnotherWeightConfigured_hasThatOne();
    void restart_removedAndThenNotConfigured_isForgotten();
    void restart_addedAndThenConfigured_keepsItsState();
    void restart_unknownBackends_areIgnoredAndTold();
    void restart_brokenFile_isSetAsideAndWhatIsGoodCounts();
    void restart_withoutAFile_isAsConfigured();
    void changes_inOneTurn_areWrittenOnce();
    void answer_comesOnceItIsKept();
    void answer_withoutAPath_comesAtOnce();
    void answer_ifItCannotBeKept_comesAllTheSame();
    void letGo_waitingIsRefusedAndNothingIsWritten();
    void successor_ownsWhatWasWrittenMeanwhile();
    void successor_beforeItOwns_writesNothing();

private:
    QString path() const { return m_folder->filePath(QStringLiteral("backends.json")); }
    QByteArray written() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void write(const QByteArray &text)
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

const std::vector<ClusterSettings> usual{clusterSettings("padrao", {}, {1, 2, 3}),
                                         clusterSettings("b", "/b", {1})};

/// A process: clusters, and who keeps their state.
struct Process : test::ClustersBench
{
    explicit Process(const QString &path, const std::vector<ClusterSettings> &settings = usual)
        : ClustersBench(settings)
        , keeper(path, clusters)
    {
        keeper.restore();
    }

    Endpoint &backend(const QByteArray &id) { return *clusters.find(id).endpoint; }
    void administer(const QByteArray &id, Administration administration, int weight)
    {
        clusters.find(id).cluster->administer(backend(id), administration, weight);
        keeper.changed();
    }

    StateKeeper keeper;
};

EndpointConfig serverAt(int port, const QByteArray &cluster = defaultCluster)
{
    return endpointConfigFor(QUrl(QStringLiteral("http://localhost:%1").arg(port)), cluster);
}

/// A process that owns the port, lets `change` happen, keeps it and is killed.
void runOnce(const QString &path, const std::function<void(Process &)> &change)
{
    Process process(path);
    process.keeper.own();
    change(process);
    process.keeper.changed();
    QCoreApplication::processEvents();
}

http::Response answer(int status)
{
    http::Response response;
    response.status = status;
    return response;
}

} // namespace

void TestStateKeeper::restart_afterChanges_hasThem()
{
    runOnce(path(), [](Process &process) {
        process.administer("localhost:1", Administration::Drain, 1);
        process.administer("localhost:2", Administration::Ready, 5);
        process.administer("localhost:2", Administration::Maint, 6);
        process.clusters.named("padrao")->remove(process.clusters.find("localhost:3").endpoint);
        EndpointConfig added = serverAt(9, "b");
        added.weight = 4;
        process.clusters.named("b")->add(added);
    });
    Process next(path());
    QCOMPARE(next.backend("localhost:1").administration(), Administration::Drain);
    QCOMPARE(next.backend("localhost:1").state(), EndpointState::Drain);
    QCOMPARE(next.backend("localhost:1").version(), qint64(2));
    QCOMPARE(next.backend("localhost:2").administration(), Administration::Maint);
    QCOMPARE(next.backend("localhost:2").weight(), 6);
    QCOMPARE(next.backend("localhost:2").version(), qint64(3));
    QVERIFY(!next.clusters.find("localhost:3").endpoint);
    QCOMPARE(next.backend("b~localhost:9").weight(), 4);
    QCOMPARE(next.backend("b~localhost:1").version(), qint64(1));
    QCOMPARE(next.clusters.size(), std::size_t(4));
    // and the next one after that
    next.keeper.own();
    next.administer("localhost:1", Administration::Ready, 1);
    QCoreApplication::processEvents();
    Process third(path());
    QCOMPARE(third.backend("localhost:1").administration(), Administration::Ready);
    QCOMPARE(third.backend("localhost:1").version(), qint64(3)); // no ETag comes twice
    QVERIFY(!third.clusters.find("localhost:3").endpoint);
    QCOMPARE(third.backend("b~localhost:9").weight(), 4);
}

void TestStateKeeper::restart_withAnotherWeightConfigured_hasThatOne()
{
    runOnce(path(), [](Process &process) {
        process.administer("localhost:1", Administration::Drain, 5);
        process.administer("localhost:2", Administration::Drain, 5);
    });
    std::vector<ClusterSettings> heavier = usual;
    heavier[0].endpoints[0].weight = 7;
    Process next(path(), heavier);
    QCOMPARE(next.backend("localhost:1").weight(), 7);
    QCOMPARE(next.backend("localhost:1").administration(), Administration::Drain);
    QCOMPARE(next.backend("localhost:2").weight(), 5);
}

void TestStateKeeper::restart_removedAndThenNotConfigured_isForgotten()
{
    const auto remove = [](Process &process) {
        process.clusters.named("padrao")->remove(process.clusters.find("localhost:3").endpoint);
    };
    runOnce(path(), remove);
    {
        Process without(path(), {clusterSettings("padrao", {}, {1, 2})});
        without.keeper.own();
        without.administer("localhost:1", Administration::Drain, 1);
        QCoreApplication::processEvents();
    }
    Process next(path()); // which names it anew
    QVERIFY(next.clusters.find("localhost:3").endpoint);
}

void TestStateKeeper::restart_addedAndThenConfigured_keepsItsState()
{
    runOnce(path(), [](Process &process) {
        process.clusters.named("padrao")->add(serverAt(4));
        process.administer("localhost:4", Administration::Drain, 3);
    });
    Process next(path(), {clusterSettings("padrao", {}, {1, 4})});
    QCOMPARE(next.clusters.size(), std::size_t(2));
    QCOMPARE(next.backend("localhost:4").administration(), Administration::Drain);
    QCOMPARE(next.backend("localhost:4").weight(), 3);
}

void TestStateKeeper::restart_unknownBackends_areIgnoredAndTold()
{
    runOnce(path(), [](Process &process) {
        process.administer("localhost:1", Administration::Drain, 1);
        process.administer("localhost:2", Administration::Drain, 1);
        process.administer("b~localhost:1", Administration::Drain, 1);
    });
    QTest::ignoreMessage(
        QtWarningMsg,
        "what operators set of http://localhost:1 in cluster padrao is ignored: it is not there");
    QTest::ignoreMessage(QtWarningMsg,
                         "what operators set of http://localhost:1 in cluster b is ignored: it is not there");
    Process next(path(), {clusterSettings("padrao", {}, {2})});
    QCOMPARE(next.clusters.size(), std::size_t(1));
    QCOMPARE(next.backend("localhost:2").administration(), Administration::Drain);
}

void TestStateKeeper::restart_brokenFile_isSetAsideAndWhatIsGoodCounts()
{
    runOnce(path(), [](Process &process) {
        process.administer("localhost:1", Administration::Drain, 1);
        process.administer("localhost:2", Administration::Drain, 1);
    });
    const QByteArray broken = written().replace("http://localhost:1", "x");
    write(broken);
    Process next(path());
    QCOMPARE(next.backend("localhost:1").administration(), Administration::Ready);
    QCOMPARE(next.backend("localhost:2").administration(), Administration::Drain);
    QCOMPARE(written(), broken); // it does not own it yet
    next.keeper.own();
    QVERIFY(written().contains("localhost:2") && !written().contains("\"x\""));
    QFile aside(path() + QStringLiteral(".refused"));
    QVERIFY(aside.open(QIODevice::ReadOnly));
    QCOMPARE(aside.readAll(), broken);
}

void TestStateKeeper::restart_withoutAFile_isAsConfigured()
{
    Process process(path());
    process.keeper.own();
    process.keeper.changed(); // a reload
    QCoreApplication::processEvents();
    QCOMPARE(process.clusters.size(), std::size_t(4));
    QVERIFY(!QFile::exists(path()));
}

void TestStateKeeper::changes_inOneTurn_areWrittenOnce()
{
    Process process(path());
    process.keeper.own();
    process.administer("localhost:1", Administration::Drain, 1);
    QVERIFY(!QFile::exists(path()));
    QCoreApplication::processEvents();
    struct stat before = {};
    QCOMPARE(stat(QFile::encodeName(path()).constData(), &before), 0);
    // Held open, so that its number is not used again.
    const int held = open(QFile::encodeName(path()).constData(), O_RDONLY);
    process.administer("localhost:2", Administration::Drain, 1);
    process.administer("localhost:3", Administration::Drain, 1);
    struct stat now = {};
    QCOMPARE(stat(QFile::encodeName(path()).constData(), &now), 0);
    QCOMPARE(now.st_ino, before.st_ino);
    QCoreApplication::processEvents();
    QCOMPARE(stat(QFile::encodeName(path()).constData(), &now), 0);
    QVERIFY(now.st_ino != before.st_ino); // another file in its place, never half a one
    close(held);
    QVERIFY(written().contains("localhost:2") && written().contains("localhost:3"));
}

void TestStateKeeper::answer_comesOnceItIsKept()
{
    Process process(path());
    process.keeper.own();
    support::FakeOwner owner;
    process.clusters.find("localhost:1")
        .cluster->administer(process.backend("localhost:1"), Administration::Drain, 1);
    process.keeper.answerOnceKept({}, owner.handle(), answer(200));
    process.keeper.answerOnceKept({}, owner.handle(), answer(201));
    QVERIFY(owner.answers.empty());
    QCoreApplication::processEvents();
    QVERIFY(written().contains("drain"));
    QCOMPARE(owner.answers.size(), std::size_t(2));
    QCOMPARE(owner.answers[1].status, 201);
}

void TestStateKeeper::answer_withoutAPath_comesAtOnce()
{
    Process process({});
    process.keeper.own();
    support::FakeOwner owner;
    process.keeper.answerOnceKept({}, owner.handle(), answer(200));
    QCOMPARE(owner.answers.size(), std::size_t(1));
}

void TestStateKeeper::answer_ifItCannotBeKept_comesAllTheSame()
{
    Process process(path());
    process.keeper.own();
    QVERIFY(m_folder->remove());
    support::FakeOwner owner;
    process.administer("localhost:1", Administration::Drain, 1);
    process.keeper.answerOnceKept({}, owner.handle(), answer(200));
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(QStringLiteral("^what operators set of backends is not "
                                                           "kept: ")));
    QCoreApplication::processEvents();
    QCOMPARE(owner.answers.front().status, 200);
}

void TestStateKeeper::letGo_waitingIsRefusedAndNothingIsWritten()
{
    Process process(path());
    process.keeper.own();
    support::FakeOwner owner;
    process.administer("localhost:1", Administration::Drain, 1);
    process.keeper.answerOnceKept({}, owner.handle(), answer(200));
    process.keeper.letGo();
    QVERIFY(process.keeper.hasLetGo());
    QCOMPARE(owner.answers.front().status, 503);
    QCOMPARE(owner.answers.front().reason, QByteArray("encerrando"));
    process.administer("localhost:2", Administration::Drain, 1);
    QCoreApplication::processEvents();
    QVERIFY(!QFile::exists(path()));
}

void TestStateKeeper::successor_ownsWhatWasWrittenMeanwhile()
{
    Process old(path());
    old.keeper.own();
    old.administer("localhost:1", Administration::Drain, 1);
    old.administer("localhost:2", Administration::Drain, 1);
    QCoreApplication::processEvents();
    Process next(path());
    const EndpointPtr stays = next.clusters.find("localhost:1").endpoint;
    old.administer("localhost:1", Administration::Maint, 3);
    old.administer("localhost:2", Administration::Ready, 1);
    old.clusters.named("padrao")->add(serverAt(4));
    old.clusters.named("padrao")->remove(old.clusters.find("localhost:3").endpoint);
    QCoreApplication::processEvents();
    old.keeper.letGo();
    next.keeper.own();
    QCOMPARE(next.clusters.find("localhost:1").endpoint, stays); // with what was found out of it
    QCOMPARE(stays->administration(), Administration::Maint);
    QCOMPARE(stays->weight(), 3);
    QCOMPARE(next.backend("localhost:2").administration(), Administration::Ready);
    QVERIFY(next.clusters.find("localhost:4").endpoint);
    QVERIFY(!next.clusters.find("localhost:3").endpoint);
}

void TestStateKeeper::successor_beforeItOwns_writesNothing()
{
    Process next(path());
    next.administer("localhost:1", Administration::Drain, 1);
    QCoreApplication::processEvents();
    QVERIFY(!QFile::exists(path()));
}

QTEST_GUILESS_MAIN(TestStateKeeper)
#include "tst_statekeeper.moc"

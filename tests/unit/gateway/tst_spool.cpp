// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/spool/spooledbody.h"
#include "openfiles.h"
#include "runtime/log.h"
#include "runtime/logsink.h"
#include "support/content.h"
#include "support/descriptorlimit.h"
#include "support/fakeclock.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTemporaryFile>
#include <QtTest/QTest>

#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

using namespace guarita;
using namespace guarita::gateway;
using net::IncomingBody;
using support::contentOf;
using test::openFilesIn;

namespace {

constexpr qint64 megabyte = 1024 * 1024;
constexpr qint64 mostHeld = IncomingBody::capacity + 64 * 1024; // and what one read brings

/// A spool in a folder of the test's, and a body on its way through it.
struct Bench
{
    explicit Bench(qint64 most = 1024 * megabyte)
        : spool({folder.path(), most}, registry, log)
    {
    }
    void begin()
    {
        incoming = std::make_shared<IncomingBody>(std::nullopt);
        incoming->onRoom([this] {
            if (onRoom)
                onRoom();
        });
        body = std::make_shared<SpooledBody>(spool, incoming, [this](auto wholeOne) {
            ++ends;
            if (wholeOne)
                whole = std::move(wholeOne).value();
            else
                failure = wholeOne.error();
            if (onEnd)
                onEnd();
        });
        body->begin();
    }
    void feedAsThereIsRoom()
    {
        while (fed < content.size() && !incoming->full()) {
            const qint64 count = std::min<qint64>(64 * 1024, content.size() - fed);
            fed += count;
            incoming->put(QByteArrayView(content).sliced(fed - count, count));
        }
        if (fed == content.size())
            incoming->finish();
    }
    /// Feeds a body at its pace until it ends.
    bool take(QByteArray bytes)
    {
        content = std::move(bytes);
        fed = 0;
        begin();
        onRoom = [this] { feedAsThereIsRoom(); };
        feedAsThereIsRoom();
        return QTest::qWaitFor([this] { return ends > 0; }, 30'000);
    }
    /// What comes out, taken at an uneven pace.
    bool drain()
    {
        whole->onProgress([this] { drainSome(); });
        drainSome();
        return QTest::qWaitFor(
            [this] {
                drainSome();
                return whole->state() != IncomingBody::State::Coming && whole->available() == 0;
            },
            30'000);
    }
    void drainSome()
    {
        held = std::max(held, whole->available());
        if (whole->available() < 100'000 && whole->state() == IncomingBody::State::Coming)
            return;
        drained += whole->take(70'001);
    }
    QByteArray metrics() const
    {
        return QByteArray::fromStdString(prometheus::TextSerializer().Serialize(registry.Collect()));
    }

    QTemporaryDir folder;
    support::FakeClock clock;
    prometheus::Registry registry;
    runtime::LogSink sink{-1, 0, [](qint64) { return QByteArray(); }};
    runtime::Log log{sink, clock, "gateway", runtime::LogLevel::Error};
    Spool spool;
    QByteArray content;
    qint64 fed = 0;
    qint64 held = 0;
    QByteArray drained;
    std::function<void()> onRoom;
    std::function<void()> onEnd;
    std::shared_ptr<IncomingBody> incoming;
    std::shared_ptr<IncomingBody> whole;
    std::optional<SpoolFailure> failure;
    int ends = 0;
    std::shared_ptr<SpooledBody> body;
};

/// No file grows beyond so many bytes while it lives.
struct FileLimit
{
    explicit FileLimit(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before);
        const rlimit now{bytes, before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &now);
    }
    ~FileLimit() { ::setrlimit(RLIMIT_FSIZE, &before); }

    rlimit before{};
};

} // namespace

class TestSpool : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void file_hasNoNameAndIsNobodyElses_data();
    void file_hasNoNameAndIsNobodyElses();
    void body_passing_comesOutAsItWentIn_data();
    void body_passing_comesOutAsItWentIn();
    void body_whole_isToldOnlyThen();
    void body_notWrittenYet_holdsTheClientBack();
    void body_notTaken_isReadNoFurther();
    void limit_reached_isFull();
    void limit_isOfAllTogether();
    void limit_zero_takesNone();
    void folder_gone_isAFailure();
    void descriptors_exhausted_isAFailure();
    void disk_full_isAFailure();
    void failure_namesTheFolderOfItsTime();
    void file_unreadable_breaksTheNewBodyOff();
    void body_brokenOff_isToldAndGone();
    void body_destroyed_isGone_data();
    void body_destroyed_isGone();
    void body_destroyedWhileItIsTaken_isSafe();
    void body_destroyedAtItsEnd_isSafe();
    void spool_destroyed_waitsForNobody();
};

void TestSpool::file_hasNoNameAndIsNobodyElses_data()
{
    QTest::addColumn<bool>("named");
    QTest::newRow("never named") << false;
    QTest::newRow("unlinked") << true;
}

void TestSpool::file_hasNoNameAndIsNobodyElses()
{
    QFETCH(bool, named);
    const QTemporaryDir folder;
    const QByteArray path = QFile::encodeName(folder.path());
    const net::FileDescriptor file = named ? unlinkedFile(path) : namelessFile(path);
    QVERIFY(file.valid());
    QVERIFY(QDir(folder.path()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
    struct stat status
    {
    };
    QCOMPARE(::fstat(file.get(), &status), 0);
    QCOMPARE(status.st_mode & 07777, mode_t(0600));
    QCOMPARE(status.st_nlink, nlink_t(0));
    QVERIFY(!unlinkedFile(path + "/none").valid());
    QVERIFY(!namelessFile(path + "/none").valid());
}

void TestSpool::body_passing_comesOutAsItWentIn_data()
{
    QTest::addColumn<qint64>("size");
    for (const qint64 size : {qint64(1), qint64(65'536), qint64(65'537), qint64(300'000), 20 * megabyte})
        QTest::addRow("%lld", size) << size;
}

void TestSpool::body_passing_comesOutAsItWentIn()
{
    QFETCH(qint64, size);
    Bench bench;
    QVERIFY(bench.take(contentOf(size)));
    QVERIFY(bench.whole);
    QCOMPARE(bench.whole->length(), std::optional<qint64>(size));
    QVERIFY(bench.metrics().contains("\nguarita_spooled_bytes " + QByteArray::number(size) + '\n'));
    QVERIFY(bench.drain());
    QCOMPARE(bench.whole->state(), IncomingBody::State::Whole);
    QCOMPARE(bench.drained.size(), size);
    const auto hash = QCryptographicHash::Sha256;
    QCOMPARE(QCryptographicHash::hash(bench.drained, hash), QCryptographicHash::hash(bench.content, hash));
    QVERIFY(bench.held <= mostHeld);
    QCOMPARE(bench.ends, 1);
    QCOMPARE(bench.spool.reserved(), 0); // it need not be destroyed for that
    QTRY_VERIFY(openFilesIn(bench.folder.path()).isEmpty());
    QVERIFY(bench.metrics().contains("\nguarita_spooled_bytes 0\n"));
    QVERIFY(bench.metrics().contains("\nguarita_spooled_bodies_total 1\n"));
}

void TestSpool::body_whole_isToldOnlyThen()
{
    Bench bench;
    bench.begin();
    bench.incoming->put("abc");
    QTRY_COMPARE(openFilesIn(bench.folder.path()).size(), 1);
    QCOMPARE(bench.spool.reserved(), 3);
    QCOMPARE(bench.ends, 0);
    bench.incoming->put("def");
    bench.incoming->finish();
    QTRY_COMPARE(bench.ends, 1);
    QTRY_COMPARE(bench.whole->available(), 6);
    QCOMPARE(bench.whole->take(10), QByteArray("abcdef"));
}

void TestSpool::body_notWrittenYet_holdsTheClientBack()
{
    Bench bench;
    bench.content = contentOf(20 * megabyte);
    bench.begin();
    bench.feedAsThereIsRoom(); // the event loop does not run, so nothing is known to be written
    // The first piece was taken at once; all that came since waits for it.
    QVERIFY(bench.incoming->full());
    QVERIFY(bench.incoming->available() <= mostHeld);
    QVERIFY(bench.fed <= 2 * mostHeld);
}

void TestSpool::body_notTaken_isReadNoFurther()
{
    Bench bench;
    QVERIFY(bench.take(contentOf(2 * megabyte)));
    QTRY_VERIFY(bench.whole->full());
    Bench other;
    QVERIFY(other.take(contentOf(2 * megabyte))); // time enough to read it all
    QVERIFY(bench.whole->available() <= mostHeld);
    QVERIFY(bench.drain());
    QVERIFY(bench.drained == bench.content);
}

void TestSpool::limit_reached_isFull()
{
    Bench bench(megabyte);
    QVERIFY(bench.take(contentOf(2 * megabyte)));
    QCOMPARE(bench.failure, std::optional(SpoolFailure::Full));
    QVERIFY(bench.incoming->received() <= megabyte + 2 * mostHeld); // the rest is not taken
    QCOMPARE(bench.spool.reserved(), 0);
    QTRY_VERIFY(openFilesIn(bench.folder.path()).isEmpty());
    bench.ends = 0;
    QVERIFY(bench.take(contentOf(megabyte)));
    QVERIFY(bench.whole);
}

void TestSpool::limit_isOfAllTogether()
{
    Bench bench(megabyte);
    QVERIFY(bench.take(contentOf(megabyte)));
    QVERIFY(bench.whole);
    const auto first = bench.body;
    bench.ends = 0;
    QVERIFY(bench.take("a"));
    QCOMPARE(bench.failure, std::optional(SpoolFailure::Full));
    bench.spool.apply({bench.folder.path(), 2 * megabyte});
    bench.failure.reset();
    bench.ends = 0;
    QVERIFY(bench.take("a"));
    QVERIFY(!bench.failure);
}

void TestSpool::limit_zero_takesNone()
{
    const Bench bench(0);
    QVERIFY(!bench.spool.takesAny());
    QVERIFY(Bench(1).spool.takesAny());
}

void TestSpool::folder_gone_isAFailure()
{
    Bench bench;
    bench.spool.apply({bench.folder.filePath(QStringLiteral("none")), megabyte});
    QVERIFY(bench.take("abc"));
    QCOMPARE(bench.failure, std::optional(SpoolFailure::Failed));
    QCOMPARE(bench.spool.reserved(), 0);
}

/// The first body, too: there is no thread to be started for it.
void TestSpool::descriptors_exhausted_isAFailure()
{
    Bench bench;
    {
        const support::DescriptorLimit none(0);
        QVERIFY(bench.take("abc"));
    }
    QCOMPARE(bench.failure, std::optional(SpoolFailure::Failed));
    QCOMPARE(bench.spool.reserved(), 0);
    bench.ends = 0;
    QVERIFY(bench.take("abc"));
    QVERIFY(bench.whole);
}

void TestSpool::disk_full_isAFailure()
{
    Bench bench;
    const FileLimit limit(megabyte);
    QVERIFY(bench.take(contentOf(3 * megabyte)));
    QCOMPARE(bench.failure, std::optional(SpoolFailure::Failed));
    QVERIFY(bench.incoming->received() < 3 * megabyte);
    QCOMPARE(bench.spool.reserved(), 0);
    QTRY_VERIFY(openFilesIn(bench.folder.path()).isEmpty());
}

void TestSpool::failure_namesTheFolderOfItsTime()
{
    QTemporaryFile written;
    QVERIFY(written.open());
    Bench bench;
    {
        runtime::LogSink sink(written.handle(), megabyte, [](qint64) { return QByteArray(); });
        runtime::Log log(sink, bench.clock, "gateway", runtime::LogLevel::Error);
        Spool spool({QStringLiteral("/nowhere/at/all"), megabyte}, bench.registry, log);
        const auto incoming = std::make_shared<IncomingBody>(std::nullopt);
        bool failed = false;
        const auto body = std::make_shared<SpooledBody>(
            spool, incoming, [&failed](const auto &wholeOne) { failed = !wholeOne; });
        body->begin();
        spool.apply({bench.folder.path(), megabyte});
        incoming->put("abc");
        QTRY_VERIFY(failed);
    }
    QVERIFY(written.seek(0));
    const QByteArray line = written.readAll();
    QVERIFY2(line.contains(R"("event":"spool_failed","folder":"/nowhere/at/all")"), line.constData());
}

void TestSpool::file_unreadable_breaksTheNewBodyOff()
{
    Bench bench;
    QVERIFY(bench.take(contentOf(2 * megabyte)));
    QVERIFY(!bench.body->unreadable());
    QTRY_VERIFY(bench.whole->full());
    const QList<int> files = openFilesIn(bench.folder.path());
    QCOMPARE(files.size(), 1);
    QCOMPARE(::ftruncate(files.front(), megabyte), 0);
    QVERIFY(bench.drain());
    QCOMPARE(bench.whole->state(), IncomingBody::State::Broken);
    QVERIFY(bench.body->unreadable());
    QCOMPARE(bench.spool.reserved(), 0);
    QTRY_VERIFY(openFilesIn(bench.folder.path()).isEmpty());
}

void TestSpool::body_brokenOff_isToldAndGone()
{
    Bench bench;
    bench.begin();
    bench.incoming->put(contentOf(100'000));
    QTRY_COMPARE(openFilesIn(bench.folder.path()).size(), 1);
    bench.incoming->breakOff();
    QTRY_COMPARE(bench.failure, std::optional(SpoolFailure::Broken));
    QCOMPARE(bench.spool.reserved(), 0);
    QTRY_VERIFY(openFilesIn(bench.folder.path()).isEmpty());
}

void TestSpool::body_destroyed_isGone_data()
{
    QTest::addColumn<bool>("atOnce");
    QTest::newRow("while it is written") << true;
    QTest::newRow("once it was written") << false;
}

void TestSpool::body_destroyed_isGone()
{
    QFETCH(bool, atOnce);
    Bench bench;
    bench.begin();
    bench.incoming->put(contentOf(100'000));
    if (!atOnce)
        QTRY_COMPARE(openFilesIn(bench.folder.path()).size(), 1);
    bench.body.reset();
    bench.incoming->put("more"); // to nobody
    bench.incoming->finish();
    QCOMPARE(bench.spool.reserved(), 0);
    Bench other;
    QVERIFY(other.take(contentOf(megabyte)));
    QTRY_VERIFY(openFilesIn(bench.folder.path()).isEmpty());
    QCOMPARE(bench.ends, 0);
}

void TestSpool::body_destroyedWhileItIsTaken_isSafe()
{
    Bench bench;
    bench.begin();
    bench.onRoom = [&] { bench.body.reset(); };
    bench.incoming->put(contentOf(IncomingBody::capacity));
    QVERIFY(!bench.body);
    QCOMPARE(bench.spool.reserved(), 0);
    QTRY_VERIFY(openFilesIn(bench.folder.path()).isEmpty());
    QCOMPARE(bench.ends, 0);
}

void TestSpool::body_destroyedAtItsEnd_isSafe()
{
    Bench bench;
    bench.onEnd = [&] { bench.body.reset(); };
    QVERIFY(bench.take("abc"));
    QVERIFY(bench.whole);
    QCOMPARE(bench.spool.reserved(), 0);
    QCOMPARE(bench.whole->available(), 0);
}

void TestSpool::spool_destroyed_waitsForNobody()
{
    auto bench = std::make_unique<Bench>();
    bench->begin();
    bench->incoming->put(contentOf(megabyte));
    const QString folder = bench->folder.path();
    bench.reset();
    QVERIFY(openFilesIn(folder).isEmpty());
}

QTEST_GUILESS_MAIN(TestSpool)
#include "tst_spool.moc"

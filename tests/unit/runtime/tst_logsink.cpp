// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/logsink.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QTemporaryFile>
#include <QtTest/QTest>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

using namespace guarita::runtime;
using namespace std::chrono_literals;

class TestLogSink : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void lines_manyThreads_allArriveWhole();
    void flush_fewLines_areInTheFile();
    void destructor_linesWaiting_areWritten();
    void reader_slow_linesAreDroppedAndReported();
    void reader_stuck_writeAndDestructorReturn();
    void reader_gone_linesAreCounted();
    void disk_full_linesAreCountedAndReportedLater();

private:
    QByteArray readUntilEmpty() const;

    int m_reader = -1;
    int m_writer = -1;
};

namespace {

constexpr qsizetype roomy = 1024 * 1024;

QByteArray lossLine(qint64 count)
{
    return "lost " + QByteArray::number(count);
}

} // namespace

void TestLogSink::initTestCase()
{
    signal(SIGPIPE, SIG_IGN);
}

void TestLogSink::init()
{
    std::array<int, 2> ends{};
    QCOMPARE(pipe2(ends.data(), O_CLOEXEC), 0);
    m_reader = ends[0];
    m_writer = ends[1];
}

void TestLogSink::cleanup()
{
    close(m_writer);
    if (m_reader >= 0)
        close(m_reader);
}

/// Reads until nothing has come for 200 ms.
QByteArray TestLogSink::readUntilEmpty() const
{
    QByteArray all;
    std::array<char, 8192> chunk;
    pollfd ready{m_reader, POLLIN, 0};
    while (poll(&ready, 1, 200) > 0) {
        const ssize_t size = read(m_reader, chunk.data(), chunk.size());
        if (size <= 0)
            break;
        all.append(chunk.data(), size);
    }
    return all;
}

void TestLogSink::lines_manyThreads_allArriveWhole()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    {
        LogSink sink(file.handle(), roomy, lossLine);
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&sink, t] {
                for (int i = 0; i < 1000; ++i)
                    sink.write(QByteArray::number(t) + ' ' + QByteArray::number(i));
            });
        }
        for (std::thread &thread : threads)
            thread.join();
    }
    file.seek(0);
    std::array<int, 4> next{};
    for (const QByteArray &line : file.readAll().trimmed().split('\n')) {
        const QByteArrayList parts = line.split(' ');
        QCOMPARE(parts.size(), 2);
        QCOMPARE(parts[1].toInt(), next[parts[0].toUInt()]++); // in each thread's order
    }
    QCOMPARE(next, (std::array{1000, 1000, 1000, 1000}));
}

void TestLogSink::flush_fewLines_areInTheFile()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    LogSink sink(file.handle(), roomy, lossLine);
    QVERIFY(sink.flush(1s)); // nothing to do
    sink.write("a");
    sink.write("b");
    QVERIFY(sink.flush(5s));
    file.seek(0);
    QCOMPARE(file.readAll(), QByteArray("a\nb\n"));
    QCOMPARE(sink.dropped(), 0);
}

void TestLogSink::destructor_linesWaiting_areWritten()
{
    {
        LogSink sink(m_writer, roomy, lossLine);
        sink.write("last words");
    }
    QCOMPARE(readUntilEmpty(), QByteArray("last words\n"));
}

void TestLogSink::reader_slow_linesAreDroppedAndReported()
{
    constexpr int lines = 3000; // of 100 bytes: more than the pipe (64 KiB) and the buffer hold together
    LogSink sink(m_writer, 32 * 1024, lossLine);
    const QByteArray line(99, 'x');
    for (int i = 0; i < lines; ++i)
        sink.write(line);
    QVERIFY(sink.dropped() > 0);

    qint64 arrived = 0;
    qint64 reported = 0;
    for (const QByteArray &read : readUntilEmpty().trimmed().split('\n')) {
        if (read.startsWith("lost "))
            reported += read.sliced(5).toLongLong();
        else if (read == line)
            ++arrived;
        else
            QFAIL("a line is torn");
    }
    QCOMPARE(arrived + reported, lines);
    QCOMPARE(reported, sink.dropped());
}

void TestLogSink::reader_stuck_writeAndDestructorReturn()
{
    QElapsedTimer timer;
    timer.start();
    {
        LogSink sink(m_writer, 64 * 1024, lossLine);
        for (int i = 0; i < 10'000; ++i)
            sink.write(QByteArrayView("a line that nobody reads, as long as lines are that say something"));
        QVERIFY2(timer.elapsed() < 1000, "writing must not wait for the reader");
    }
    QVERIFY2(timer.elapsed() < 4000, "neither must ending");
}

void TestLogSink::reader_gone_linesAreCounted()
{
    close(m_reader);
    m_reader = -1;
    LogSink sink(m_writer, roomy, lossLine);
    sink.write("a");
    sink.write("b");
    QVERIFY(sink.flush(5s));
    QCOMPARE(sink.dropped(), 2);
    sink.write("c");
    QVERIFY(sink.flush(5s));
    QCOMPARE(sink.dropped(), 3); // the report of the loss is no line of the caller's
}

void TestLogSink::disk_full_linesAreCountedAndReportedLater()
{
    const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    QVERIFY(full >= 0);
    LogSink sink(full, roomy, lossLine);
    sink.write("a");
    QVERIFY(sink.flush(5s));
    QCOMPARE(sink.dropped(), 1);
    QCOMPARE(dup2(m_writer, full), full); // there is room again
    sink.write("b");
    QVERIFY(sink.flush(5s));
    QCOMPARE(readUntilEmpty(), QByteArray("b\nlost 1\n"));
    close(full);
}

QTEST_APPLESS_MAIN(TestLogSink)
#include "tst_logsink.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "files.h"

#include "console/core/draftjournal.h"

#include <QtCore/QDir>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <csignal>
#include <limits>
#include <random>
#include <sys/resource.h>

using namespace guarita::console;
using namespace guarita::support;

namespace {

Draft newDraft(qint64 key, const QString &nome, DraftState state = DraftState::Staged)
{
    Draft draft;
    draft.key = {key};
    draft.fields = {nome, {}, 1990};
    draft.state = state;
    return draft;
}

Draft editOf(qint64 id, const QString &nome, DraftState state = DraftState::Staged)
{
    Draft draft = newDraft(id, nome, state);
    draft.fields.descricao = QStringLiteral("a\nb");
    Item base;
    base.id = id;
    base.fields = {QStringLiteral("before"), QString(), std::numeric_limits<qint64>::max()};
    base.versao = 7;
    base.atualizadoEm = guarita::contract::Timestamp(std::chrono::milliseconds(1'767'225'600'123));
    draft.base = base;
    return draft;
}

/// For its lifetime no file may grow beyond some bytes: what a full disk feels like.
class FullDisk
{
public:
    explicit FullDisk(rlim_t bytes)
    {
        m_handler = std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk()
    {
        setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }

private:
    rlimit m_before{};
    void (*m_handler)(int) = nullptr;
};

} // namespace

class TestDraftJournal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void read_nothing_isEmpty();
    void flush_drafts_areReadBack();
    void read_states_becomeStagedOrUnknown();
    void flush_noDrafts_removesTheFile();
    void touch_manyTimes_writesOnceAndWhileIdle();
    void touch_whileWriting_writesAgain();
    void destructor_unwritten_isWritten();
    void sending_untilItIsWritten_isUnknown();
    void sending_whileWriting_isNotForgotten();
    void sending_halfALine_isLeftOut();
    void sending_batch_isReadBackAsItWasSent();
    void sending_manyTimes_takesMicroseconds();
    void read_broken_isSetAsideAndReported_data();
    void read_broken_isSetAsideAndReported();
    void read_truncated_isNeverHalfRead();
    void read_garbage_neverBreaks();
    void flush_diskFull_isReportedAndKeepsTheOldFile();
    void flush_folderUnwritable_isReported();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
    std::vector<Draft> m_drafts;
};

void TestDraftJournal::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_file = m_folder->filePath(QStringLiteral("drafts.json"));
    m_drafts.clear();
}

void TestDraftJournal::read_nothing_isEmpty()
{
    const auto drafts = DraftJournal::read(m_file);
    QVERIFY(drafts);
    QVERIFY(drafts.value().empty());
}

void TestDraftJournal::flush_drafts_areReadBack()
{
    m_drafts = {newDraft(-2, QStringLiteral(u"Lápis \U0001F600 \"\\")),
                editOf(9'007'199'254'740'993, QStringLiteral("x"))};
    DraftJournal journal(m_file, [this] { return m_drafts; });
    journal.touch();
    journal.flush();
    const auto drafts = DraftJournal::read(m_file);
    QVERIFY(drafts);
    QCOMPARE(drafts.value().size(), 2u);
    for (std::size_t i = 0; i < m_drafts.size(); ++i) {
        const Draft &before = m_drafts[i];
        const Draft &after = drafts.value()[i];
        QCOMPARE(after.key, before.key);
        QCOMPARE(after.fields, before.fields);
        QCOMPARE(after.base.has_value(), before.base.has_value());
        if (!before.base)
            continue;
        QCOMPARE(after.base->id, before.base->id);
        QCOMPARE(after.base->fields, before.base->fields);
        QCOMPARE(after.base->versao, before.base->versao);
        QCOMPARE(after.base->atualizadoEm, before.base->atualizadoEm);
    }
}

void TestDraftJournal::read_states_becomeStagedOrUnknown()
{
    const QString nome = QStringLiteral("x");
    m_drafts = {editOf(1, nome, DraftState::Staged), editOf(2, nome, DraftState::Saving),
                editOf(3, nome, DraftState::Refused), editOf(4, nome, DraftState::Conflict),
                editOf(5, nome, DraftState::Unknown)};
    m_drafts[3].theirs = m_drafts[3].base;
    m_drafts[2].errors = {{QStringLiteral("nome"), QStringLiteral("bad")}};
    {
        DraftJournal journal(m_file, [this] { return m_drafts; });
        journal.touch();
    }
    const auto drafts = DraftJournal::read(m_file);
    QVERIFY(drafts);
    const std::vector<DraftState> expected{DraftState::Staged, DraftState::Unknown, DraftState::Staged,
                                           DraftState::Staged, DraftState::Unknown};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        QCOMPARE(drafts.value()[i].state, expected[i]);
        QVERIFY(drafts.value()[i].errors.empty());
        QVERIFY(!drafts.value()[i].theirs);
    }
}

void TestDraftJournal::flush_noDrafts_removesTheFile()
{
    m_drafts = {newDraft(-1, QStringLiteral("x"))};
    DraftJournal journal(m_file, [this] { return m_drafts; });
    journal.touch();
    journal.flush();
    QVERIFY(QFile::exists(m_file));
    QSignalSpy failures(&journal, &DraftJournal::failed);
    m_drafts.clear();
    journal.touch();
    journal.flush();
    QVERIFY(!QFile::exists(m_file));
    journal.touch();
    journal.flush();
    QCOMPARE(failures.count(), 0);
}

void TestDraftJournal::touch_manyTimes_writesOnceAndWhileIdle()
{
    int asked = 0;
    m_drafts = {newDraft(-1, QStringLiteral("x"))};
    DraftJournal journal(m_file, [&] {
        ++asked;
        return m_drafts;
    });
    for (int i = 0; i < 100; ++i)
        journal.touch();
    QCOMPARE(asked, 0);
    QTRY_VERIFY(QFile::exists(m_file));
    QCOMPARE(asked, 1);
    journal.flush(); // nothing new
    QCOMPARE(asked, 1);
}

void TestDraftJournal::touch_whileWriting_writesAgain()
{
    m_drafts.assign(20'000, newDraft(-1, QStringLiteral("first")));
    for (std::size_t i = 0; i < m_drafts.size(); ++i)
        m_drafts[i].key.value = -qint64(i) - 1;
    bool again = false;
    DraftJournal *self = nullptr;
    DraftJournal journal(m_file, [&] {
        auto drafts = m_drafts;
        if (!std::exchange(again, true)) {
            m_drafts = {newDraft(-1, QStringLiteral("second"))};
            QMetaObject::invokeMethod(
                self, [&] { self->touch(); }, Qt::QueuedConnection);
        }
        return drafts;
    });
    self = &journal;
    journal.touch();
    QTRY_VERIFY(contentOf(m_file).contains("second"));
    const auto drafts = DraftJournal::read(m_file);
    QVERIFY(drafts);
    QCOMPARE(drafts.value().size(), 1u);
}

void TestDraftJournal::destructor_unwritten_isWritten()
{
    m_drafts = {newDraft(-1, QStringLiteral("x"))};
    {
        DraftJournal journal(m_file, [this] { return m_drafts; });
        journal.touch();
    }
    QVERIFY(QFile::exists(m_file));
}

void TestDraftJournal::sending_untilItIsWritten_isUnknown()
{
    m_drafts = {newDraft(-1, QStringLiteral("x"))};
    DraftJournal journal(m_file, [this] { return m_drafts; });
    journal.touch();
    journal.flush();
    journal.sending({m_drafts[0]});
    QCOMPARE(DraftJournal::read(m_file).value()[0].state, DraftState::Unknown);
    m_drafts[0].state = DraftState::Refused;
    journal.touch();
    journal.flush();
    QCOMPARE(DraftJournal::read(m_file).value()[0].state, DraftState::Staged);
    journal.sending({m_drafts[0]});
    m_drafts.clear(); // saved
    journal.touch();
    journal.flush();
    QVERIFY(DraftJournal::read(m_file).value().empty());
    QVERIFY(QDir(m_folder->path()).isEmpty());
}

void TestDraftJournal::sending_whileWriting_isNotForgotten()
{
    m_drafts = {newDraft(-1, QStringLiteral("x")), newDraft(-2, QStringLiteral("y"))};
    DraftJournal *self = nullptr;
    DraftJournal journal(m_file, [&] {
        QMetaObject::invokeMethod(
            self, [&] { self->sending({m_drafts[1]}); }, Qt::QueuedConnection);
        return m_drafts;
    });
    self = &journal;
    journal.sending({m_drafts[0]});
    journal.touch();
    journal.flush();
    QCoreApplication::processEvents();
    const auto sent = [this] {
        const auto drafts = DraftJournal::read(m_file);
        return drafts.value()[0].state == DraftState::Staged &&
               drafts.value()[1].state == DraftState::Unknown;
    };
    QVERIFY(sent());
    journal.touch();
    QTest::qWait(0);
    m_drafts[0].fields.nome = QStringLiteral("z");
    QTRY_VERIFY(contentOf(m_file).contains('z') && sent());
}

void TestDraftJournal::sending_halfALine_isLeftOut()
{
    const QString log = m_file + QStringLiteral(".sent");
    {
        DraftJournal journal(m_file, [this] { return m_drafts; });
        journal.sending({newDraft(-1, QStringLiteral("x"))});
    }
    const QByteArray whole = contentOf(log);
    QVERIFY(whole.endsWith('\n'));
    for (qsizetype length = 0; length <= whole.size(); ++length) {
        put(log, whole.first(length));
        QCOMPARE(DraftJournal::read(m_file).value().size(), length >= whole.size() - 1 ? 1U : 0U);
    }
}

void TestDraftJournal::sending_batch_isReadBackAsItWasSent()
{
    std::vector<Draft> batch{newDraft(-1, QStringLiteral("x")), newDraft(-2, QStringLiteral("y"))};
    for (int i = 0; i < 2; ++i) {
        Draft &draft = batch[static_cast<std::size_t>(i)];
        draft.state = DraftState::Saving;
        draft.sent = {"a-key", 1'700'000'000'000, i, 2, draft.fields, 0};
    }
    const auto hasBatch = [this] {
        const std::vector<Draft> read = DraftJournal::read(m_file).value();
        return read.size() == 2 && std::all_of(read.begin(), read.end(), [](const Draft &draft) {
                   return draft.state == DraftState::Unknown && draft.sent && draft.sent->key == "a-key" &&
                          draft.sent->at == 1'700'000'000'000 && draft.sent->together == 2 &&
                          draft.sent->place == -draft.key.value - 1;
               });
    };
    DraftJournal journal(m_file, [&] { return batch; });
    journal.sending(batch);
    QVERIFY(!QFile::exists(m_file) && hasBatch()); // from the log alone
    batch[0].fields.nome = QStringLiteral("edited since");
    journal.touch();
    journal.flush();
    QVERIFY(QFile::exists(m_file) && hasBatch());
    const auto read = DraftJournal::read(m_file).value();
    QCOMPARE(std::count_if(read.begin(), read.end(),
                           [](const Draft &draft) { return draft.fields.nome == draft.sent->fields.nome; }),
             1);
}

void TestDraftJournal::sending_manyTimes_takesMicroseconds()
{
    constexpr int times = 20'000;
    DraftJournal journal(m_file, [this] { return m_drafts; });
    QElapsedTimer timer;
    timer.start();
    for (int i = 1; i <= times; ++i)
        journal.sending({newDraft(-i, QStringLiteral("a name of usual length"))});
    QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed()))); // 500 µs each
    QCOMPARE(DraftJournal::read(m_file).value().size(), std::size_t(times));
    journal.touch();
    journal.flush();
    QVERIFY(DraftJournal::read(m_file).value().empty());
}

void TestDraftJournal::read_broken_isSetAsideAndReported_data()
{
    QTest::addColumn<QByteArray>("content");
    const QByteArray fields = R"("fields":{"nome":"a","descricao":null,"preco_centavos":1})";
    const auto journal = [](const QByteArray &drafts) {
        return R"({"version":1,"drafts":[)" + drafts + "]}";
    };
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("no JSON") << QByteArray("drafts");
    QTest::newRow("another version") << QByteArray(R"({"version":2,"drafts":[]})");
    QTest::newRow("no list") << QByteArray(R"({"version":1,"drafts":{}})");
    QTest::newRow("no object") << journal("7");
    QTest::newRow("no key") << journal(R"({"sent":0,"base":null,)" + fields + "}");
    QTest::newRow("key 0") << journal(R"({"key":0,"sent":0,"base":null,)" + fields + "}");
    QTest::newRow("an edit of nothing") << journal(R"({"key":5,"sent":0,"base":null,)" + fields + "}");
    QTest::newRow("a price of text") << journal(
        R"({"key":-1,"sent":0,"base":null,"fields":{"nome":"a","descricao":null,"preco_centavos":"1"}})");
    QTest::newRow("half a cent") << journal(
        R"({"key":-1,"sent":0,"base":null,"fields":{"nome":"a","descricao":null,"preco_centavos":1.5}})");
    QTest::newRow("no fields") << journal(R"({"key":-1,"sent":0,"base":null})");
    const QByteArray good = R"({"key":-1,"sent":0,"base":null,)" + fields + "}";
    QTest::newRow("a key twice") << journal(good + "," + good);
}

void TestDraftJournal::read_broken_isSetAsideAndReported()
{
    QFETCH(QByteArray, content);
    put(m_file, content);
    const auto drafts = DraftJournal::read(m_file);
    QVERIFY(!drafts);
    QCOMPARE(drafts.error().code, QByteArray("journal_broken"));
    QVERIFY(!QFile::exists(m_file));
    QCOMPARE(contentOf(m_file + QStringLiteral(".broken")), content);
    QVERIFY(DraftJournal::read(m_file));
}

void TestDraftJournal::read_truncated_isNeverHalfRead()
{
    m_drafts = {newDraft(-1, QStringLiteral("x")), editOf(3, QStringLiteral("y"))};
    {
        DraftJournal journal(m_file, [this] { return m_drafts; });
        journal.touch();
    }
    const QByteArray whole = contentOf(m_file);
    for (qsizetype length = 0; length < whole.size(); ++length) {
        put(m_file, whole.first(length));
        QVERIFY(!DraftJournal::read(m_file));
    }
}

void TestDraftJournal::read_garbage_neverBreaks()
{
    std::mt19937 random(13);
    for (int i = 0; i < 1000; ++i) {
        QByteArray content = i % 2 ? R"({"version":1,"drafts":[{"key":)" : "";
        for (unsigned length = random() % 60; length > 0; --length)
            content += i % 4 < 2 ? R"({}[]":,01-.null)"[random() % 15] : char(random());
        put(m_file, content);
        const auto drafts = DraftJournal::read(m_file);
        QVERIFY(!drafts || drafts.value().empty());
    }
}

void TestDraftJournal::flush_diskFull_isReportedAndKeepsTheOldFile()
{
    m_drafts = {newDraft(-1, QStringLiteral("old"))};
    DraftJournal journal(m_file, [this] { return m_drafts; });
    journal.touch();
    journal.flush();
    QSignalSpy failures(&journal, &DraftJournal::failed);
    m_drafts.clear();
    for (qint64 key = 1; key <= 2000; ++key)
        m_drafts.push_back(newDraft(-key, QStringLiteral("new")));
    {
        const FullDisk full(50'000);
        journal.touch();
        journal.flush();
    }
    QCOMPARE(failures.count(), 1);
    QVERIFY(!failures.front().front().toString().isEmpty());
    QCOMPARE(DraftJournal::read(m_file).value().size(), 1u);
    journal.touch();
    journal.flush();
    QCOMPARE(DraftJournal::read(m_file).value().size(), 2000u);
    QCOMPARE(failures.count(), 1);
}

void TestDraftJournal::flush_folderUnwritable_isReported()
{
    put(m_file, "a file");
    m_drafts = {newDraft(-1, QStringLiteral("x"))};
    DraftJournal journal(m_file + QStringLiteral("/drafts.json"), [this] { return m_drafts; });
    QSignalSpy failures(&journal, &DraftJournal::failed);
    journal.touch();
    QTRY_COMPARE(failures.count(), 1);
}

QTEST_GUILESS_MAIN(TestDraftJournal)
#include "tst_draftjournal.moc"

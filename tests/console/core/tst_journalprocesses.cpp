// SPDX-License-Identifier: GPL-3.0-or-later
#include "files.h"

#include "console/core/draftjournal.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <csignal>
#include <random>
#include <unistd.h>

using namespace guarita::console;
using namespace guarita::support;

namespace {

/// What this program does as another console: writes one of two journals, again and again.
[[noreturn]] void writeForEver(const QString &file)
{
    std::vector<Draft> drafts;
    DraftJournal journal(file, [&] { return drafts; });
    for (int round = 0;; ++round) {
        drafts.assign(round % 2 ? 400 : 200, Draft{});
        for (std::size_t i = 0; i < drafts.size(); ++i) {
            drafts[i].key = {-static_cast<qint64>(i) - 1};
            drafts[i].fields.nome = QStringLiteral("x");
        }
        journal.touch();
        journal.flush();
    }
}

/// Or: has two new drafts in the journal, sends the first one and a third that is newer than the journal, and
/// is killed before it writes again.
[[noreturn]] void sendAndDie(const QString &file)
{
    std::vector<Draft> drafts(2);
    for (std::size_t i = 0; i < drafts.size(); ++i)
        drafts[i].key = {-static_cast<qint64>(i) - 1};
    DraftJournal journal(file, [&] { return drafts; });
    journal.touch();
    journal.flush();
    Draft newest;
    newest.key = {-3};
    newest.fields.nome = QStringLiteral("a\nb");
    journal.sending({drafts[0]});
    journal.sending({newest});
    journal.touch();
    raise(SIGKILL);
    _exit(1);
}

/// Or: takes a journal for itself, and dies with it.
[[noreturn]] void claimAndDie(const QString &file)
{
    const auto claim = DraftJournal::claim(file);
    if (claim.lock && claim.file == file)
        raise(SIGKILL);
    _exit(1);
}

} // namespace

class TestJournalProcesses : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void kill_whileWriting_leavesAWholeJournal();
    void kill_afterSending_doesNotForgetThat();
    void claim_secondConsole_getsAnotherFile();
    void claim_killedConsole_holdsNothing();
    void claim_draftsOfASecondConsole_comeFirst();

private:
    void startAs(QProcess &process, const char *role)
    {
        process.start(QCoreApplication::applicationFilePath(), {QString::fromLatin1(role), m_file});
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

void TestJournalProcesses::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_file = m_folder->filePath(QStringLiteral("drafts.json"));
}

void TestJournalProcesses::kill_whileWriting_leavesAWholeJournal()
{
    std::mt19937 random(17);
    for (int i = 0; i < 20; ++i) {
        QProcess other;
        startAs(other, "--write");
        QTRY_VERIFY(QFile::exists(m_file));
        for (unsigned reads = random() % 300; reads > 0; --reads) // any moment will do
            QVERIFY(contentOf(m_file).endsWith("\"version\":1}"));
        other.kill();
        QVERIFY(other.waitForFinished());
        const auto drafts = DraftJournal::read(m_file);
        QVERIFY(drafts);
        QVERIFY(drafts.value().size() == 200 || drafts.value().size() == 400);
    }
}

void TestJournalProcesses::kill_afterSending_doesNotForgetThat()
{
    QProcess other;
    startAs(other, "--send");
    QVERIFY(other.waitForFinished());
    QCOMPARE(other.exitStatus(), QProcess::CrashExit);
    const auto drafts = DraftJournal::read(m_file);
    QVERIFY(drafts);
    QCOMPARE(drafts.value().size(), 3U);
    QCOMPARE(drafts.value()[0].state, DraftState::Unknown);
    QCOMPARE(drafts.value()[1].state, DraftState::Staged);
    QCOMPARE(drafts.value()[2].state, DraftState::Unknown);
    QCOMPARE(drafts.value()[2].fields.nome, QStringLiteral("a\nb"));
}

void TestJournalProcesses::claim_secondConsole_getsAnotherFile()
{
    auto first = DraftJournal::claim(m_file);
    QCOMPARE(first.file, m_file);
    QVERIFY(first.lock);
    const auto second = DraftJournal::claim(m_file);
    QCOMPARE(second.file, m_file + QStringLiteral("-2"));
    first.lock.reset();
    QCOMPARE(DraftJournal::claim(m_file).file, m_file);
}

void TestJournalProcesses::claim_killedConsole_holdsNothing()
{
    QProcess other;
    startAs(other, "--claim");
    QVERIFY(other.waitForFinished());
    QCOMPARE(other.exitStatus(), QProcess::CrashExit);
    QVERIFY(QFile::exists(m_file + QStringLiteral(".lock")));
    QCOMPARE(DraftJournal::claim(m_file).file, m_file);
}

/// Two consoles ran, the second one died with drafts, and from then on there is only one.
void TestJournalProcesses::claim_draftsOfASecondConsole_comeFirst()
{
    const QString left = m_file + QStringLiteral("-2");
    QFile drafts(left);
    QVERIFY(drafts.open(QIODevice::WriteOnly) && drafts.write("[]") == 2);
    drafts.close();
    const auto first = DraftJournal::claim(m_file);
    QCOMPARE(first.file, left);
    QVERIFY(first.lock);
    QCOMPARE(DraftJournal::claim(m_file).file, m_file); // the claimed one is another's now
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.value(1) == QStringLiteral("--write"))
        writeForEver(arguments.value(2));
    if (arguments.value(1) == QStringLiteral("--send"))
        sendAndDie(arguments.value(2));
    if (arguments.value(1) == QStringLiteral("--claim"))
        claimAndDie(arguments.value(2));
    TestJournalProcesses test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_journalprocesses.moc"

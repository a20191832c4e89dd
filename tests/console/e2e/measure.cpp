// SPDX-License-Identifier: GPL-3.0-or-later
// guarita-console-measure URL: works the console on a long list of items and prints the figures of
// docs/benchmarks.md as a table. Run by scripts/bench.
#include "console/e2e/consoledriver.h"
#include "console/models/items/itemsmodel.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTimer>
#include <QtGui/QClipboard>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>

#include <algorithm>
#include <cstdio>
#include <functional>

using namespace guarita;
using namespace guarita::support;

namespace {

double residentMiB()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').first().toDouble() / 1024;
    }
    return 0;
}

/// The longest time for which the event loop did not come back.
class LoopWatch
{
public:
    LoopWatch()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(1);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            if (m_since.nsecsElapsed() > 15000000)
                fprintf(stderr, "X gap %lld at %lld\n", (long long)m_since.nsecsElapsed() / 1000,
                        (long long)std::chrono::duration_cast<std::chrono::microseconds>(
                            std::chrono::steady_clock::now().time_since_epoch())
                                .count() %
                            100000000);
            m_longest = std::max(m_longest, m_since.nsecsElapsed());
            m_since.restart();
        });
        reset();
        m_timer.start();
    }
    void reset()
    {
        m_since.restart();
        m_longest = 0;
    }
    double longestMs() const { return static_cast<double>(m_longest) / 1e6; }

private:
    QTimer m_timer;
    QElapsedTimer m_since;
    qint64 m_longest = 0;
};

class Measurement
{
public:
    explicit Measurement(QApplication &application)
        : m_driver(application, m_folder.path())
    {
    }

    bool run(const QUrl &service);

private:
    bool settled();
    bool firstRows(double before);
    void jumpToEnd();
    void drag();
    void type();
    void importMany();
    void gap(const char *what, const std::function<bool()> &done);
    void row(const char *what, const QString &value)
    {
        std::printf("| %s | %s |\n", what, qPrintable(value));
    }

    QTemporaryDir m_folder;
    ConsoleDriver m_driver;
    LoopWatch m_watch;
    console::ItemsModel *m_items = nullptr;
};

/// Whether everything that can be seen is there and nothing is asked any more.
bool Measurement::settled()
{
    QTableView *grid = m_driver.grid();
    return QTest::qWaitFor(
        [&] {
            const int first = std::max(0, grid->rowAt(1));
            const int last = std::max(first, grid->rowAt(grid->viewport()->height() - 2));
            for (int row = first; row <= last; ++row) {
                if (!m_items->index(row, 0).data(console::ItemsModel::LoadedRole).toBool())
                    return false;
            }
            return m_items->state() == console::ItemsModel::State::Ready;
        },
        30'000);
}

bool Measurement::firstRows(double before)
{
    QElapsedTimer sinceLogIn;
    sinceLogIn.start();
    if (!m_driver.logIn(QStringLiteral("usuario"), QStringLiteral("senha123")))
        return false;
    m_items = qobject_cast<console::ItemsModel *>(m_driver.grid()->model());
    QElapsedTimer sinceReply;
    QObject::connect(
        m_items, &console::ItemsModel::totalChanged, m_items, [&] { sinceReply.start(); },
        Qt::SingleShotConnection);
    if (!settled())
        return false;
    m_driver.grid()->viewport()->repaint();
    row("items", QLocale::c().toString(m_items->total()));
    if (sinceReply.isValid())
        row("first rows painted after the reply", QStringLiteral("%1 ms").arg(sinceReply.elapsed()));
    row("first rows after the log-in key", QStringLiteral("%1 ms").arg(sinceLogIn.elapsed()));
    row("longest gap in the event loop so far", QStringLiteral("%1 ms").arg(m_watch.longestMs(), 0, 'f', 1));
    row("memory grown by the list", QStringLiteral("%1 MiB").arg(residentMiB() - before, 0, 'f', 1));
    return true;
}

void Measurement::jumpToEnd()
{
    m_watch.reset();
    const int before = m_items->requestsSent();
    QElapsedTimer timer;
    timer.start();
    m_driver.grid()->setFocus();
    m_driver.press(Qt::Key_End, Qt::ControlModifier);
    settled();
    row("Ctrl+End: page requests", QString::number(m_items->requestsSent() - before));
    row("Ctrl+End: last rows shown after", QStringLiteral("%1 ms").arg(timer.elapsed()));
    row("Ctrl+End: longest gap", QStringLiteral("%1 ms").arg(m_watch.longestMs(), 0, 'f', 1));
}

void Measurement::drag()
{
    m_watch.reset();
    const int before = m_items->requestsSent();
    QScrollBar *bar = m_driver.grid()->verticalScrollBar();
    bar->setSliderDown(true);
    // From the end to the middle of the list, so that it stops where nothing is held yet.
    constexpr int steps = 200;
    for (int step = 0; step <= steps; ++step) {
        bar->setSliderPosition(static_cast<int>(qint64(bar->maximum()) * (2 * steps - step) / (2 * steps)));
        QTest::qWait(10);
    }
    bar->setSliderDown(false);
    settled();
    row("drag in 200 steps: page requests", QString::number(m_items->requestsSent() - before));
    row("drag in 200 steps: longest gap", QStringLiteral("%1 ms").arg(m_watch.longestMs(), 0, 'f', 1));
}

void Measurement::type()
{
    m_driver.press(Qt::Key_F, Qt::ControlModifier);
    const int before = m_items->requestsSent();
    QElapsedTimer timer;
    for (const QChar letter : QStringLiteral("cafe torr")) {
        m_driver.type(QString(letter));
        QTest::qWait(30);
    }
    timer.start();
    if (!QTest::qWaitFor([&] { return m_items->requestsSent() > before; }) || !settled())
        row("search", QStringLiteral("no answer"));
    row("nine letters at 30 ms each: requests", QString::number(m_items->requestsSent() - before));
    row("search: rows shown after the last letter", QStringLiteral("%1 ms").arg(timer.elapsed()));
}

/// How long the event loop was away between the last reset and `done`.
void Measurement::gap(const char *what, const std::function<bool()> &done)
{
    const bool came = QTest::qWaitFor(done, 60'000);
    QTest::qWait(500); // the journal is written, bars and counts are painted
    row(what,
        came ? QStringLiteral("%1 ms").arg(m_watch.longestMs(), 0, 'f', 1) : QStringLiteral("did not come"));
    m_watch.reset();
}

/// As many rows as an import takes, staged, discarded, and brought back.
void Measurement::importMany()
{
    constexpr int rows = 100'000;
    QString table = QStringLiteral("nome\tdescrição\tpreço\n");
    for (int number = 1; number < rows; ++number)
        table += QStringLiteral("Café especial %1\tMicrolote %1\t%2\n").arg(number).arg(number % 900);
    QTableView *grid = m_driver.grid();
    const auto drafts = [&] { return grid->model()->rowCount() - static_cast<int>(m_items->total()); };
    const int none = drafts();
    QApplication::clipboard()->setText(table);
    grid->setFocus();
    m_watch.reset();
    m_driver.press(Qt::Key_V, Qt::ControlModifier);
    gap("100,000 rows pasted and checked: longest gap", [&] {
        const auto *button = m_driver.find<QPushButton>("importButton");
        return button && button->isEnabled();
    });
    m_driver.find("importButton")->setFocus();
    m_driver.press(Qt::Key_Space);
    gap("100,000 rows staged: longest gap", [&] { return drafts() == none + rows - 1; });
    m_driver.click("stagedDiscard");
    gap("asked before it: longest gap", [&] { return m_driver.find("discardConfirmButton") != nullptr; });
    m_driver.click("discardConfirmButton");
    gap("100,000 drafts discarded: longest gap", [&] { return drafts() == none; });
    m_driver.trigger("undoAction");
    gap("100,000 drafts brought back by undo: longest gap", [&] { return drafts() == none + rows - 1; });
    m_driver.trigger("redoAction");
    gap("100,000 drafts discarded again: longest gap", [&] { return drafts() == none; });
}

bool Measurement::run(const QUrl &service)
{
    QElapsedTimer starting;
    starting.start();
    m_driver.start(service);
    m_driver.resize({1280, 800});
    std::printf("| console | figure |\n|---|---|\n");
    row("window shown after", QStringLiteral("%1 ms").arg(starting.elapsed()));
    const double before = residentMiB();
    if (!firstRows(before))
        return false;
    jumpToEnd();
    drag();
    type();
    row("memory grown after all of it", QStringLiteral("%1 MiB").arg(residentMiB() - before, 0, 'f', 1));
    importMany();
    return true;
}

} // namespace

int main(int count, char **values)
{
    QApplication application(count, values);
    if (count != 2) {
        std::fputs("usage: guarita-console-measure URL\n", stderr);
        return 64;
    }
    Measurement measurement(application);
    return measurement.run(QUrl(QString::fromLocal8Bit(values[1]))) ? 0 : 1;
}

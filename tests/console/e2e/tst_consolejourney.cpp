// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/e2e/consoledriver.h"
#include "console/models/items/itemsmodel.h"
#include "console/models/traffic/backendsmodel.h"
#include "support/load.h"
#include "support/stack.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtWidgets/QLabel>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QPushButton>

using namespace guarita;
using namespace guarita::support;

namespace {

const QString user = QStringLiteral("usuario");
const QString password = QStringLiteral("senha123");

QUrl originOf(const DaemonProcess &daemon)
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(daemon.port()));
}

qint64 totalOf(Stack &stack)
{
    return stack.ask("GET", "/itens?limit=1").header("x-total-count").toLongLong();
}

QJsonObject itemOf(Stack &stack, qint64 id)
{
    return QJsonDocument::fromJson(stack.ask("GET", "/itens/" + QByteArray::number(id)).body).object();
}

} // namespace

/// What a new user does on the first day, against real daemons, in a real window.
class ConsoleJourneyTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_stack = std::make_unique<Stack>();
        QVERIFY(m_stack->start());
        open();
        QVERIFY(m_console->logIn(user, password));
    }
    void cleanup()
    {
        m_console.reset();
        m_stack.reset();
    }

    void keyboard_createFindChangeDelete_allUndone()
    {
        createTenByKeys();
        QCOMPARE(totalOf(*m_stack), 10);

        // Find one.
        key(Qt::Key_F, Qt::ControlModifier);
        m_console->type(QStringLiteral("cafe 7"));
        key(Qt::Key_Return);
        QVERIFY(m_console->waitForItems(1));
        QCOMPARE(m_console->cell(0, NomeColumn), QStringLiteral("Café 7"));

        // Change it, and undo that before it is saved, and after.
        changePriceByKeys(QStringLiteral("99,90"));
        QTRY_VERIFY(m_console->find("stagedBar"));
        key(Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(!m_console->find("stagedBar"));
        changePriceByKeys(QStringLiteral("99,90"));
        key(Qt::Key_S, Qt::ControlModifier);
        const qint64 id = m_console->cell(0, IdColumn).toLongLong();
        QTRY_COMPARE(itemOf(*m_stack, id).value(QStringLiteral("preco")).toDouble(), 99.9);
        key(Qt::Key_Z, Qt::ControlModifier);
        key(Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE(itemOf(*m_stack, id).value(QStringLiteral("preco")).toDouble(), 7.0);

        // Delete three, and undo.
        key(Qt::Key_F, Qt::ControlModifier);
        key(Qt::Key_Escape);
        QVERIFY(m_console->waitForItems(10));
        m_console->grid()->setFocus();
        key(Qt::Key_Home, Qt::ControlModifier);
        key(Qt::Key_Down, Qt::ShiftModifier);
        key(Qt::Key_Down, Qt::ShiftModifier);
        key(Qt::Key_Delete);
        QTRY_COMPARE(totalOf(*m_stack), 7);
        QTRY_VERIFY(m_console->find("undoBar"));
        key(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(totalOf(*m_stack), 10);
        QVERIFY(m_console->waitForItems(10));
    }

    void keyboard_pasteTwentyOfWhichTwoAreWrong_eighteenAreStagedAndSaved()
    {
        QString table = QStringLiteral("nome\tpreco\n");
        for (int row = 1; row <= 20; ++row)
            table += QStringLiteral("Chá %1\t%2\n")
                         .arg(row)
                         .arg(row == 5   ? QStringLiteral("19.9")
                              : row == 9 ? QStringLiteral("caro")
                                         : QStringLiteral("%1,50").arg(row));
        QVERIFY(m_console->waitForItems(0));
        m_console->paste(table);
        QTRY_VERIFY(m_console->find<QPushButton>("importButton"));
        QTRY_VERIFY(m_console->find<QPushButton>("importButton")->isEnabled());
        m_console->find("importButton")->setFocus();
        key(Qt::Key_Space);
        QTRY_VERIFY(!m_console->find("importDialog"));
        QTRY_VERIFY(m_console->find("stagedBar"));
        key(Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE(totalOf(*m_stack), 18);
        QVERIFY(m_console->waitForItems(18));
    }

    void keyboard_pasteTwoThousand_areSavedTogetherDeletedAndRestored()
    {
        QString table = QStringLiteral("nome\tpreco\n");
        for (int row = 1; row <= 2000; ++row)
            table += QStringLiteral("Chá %1\t%1,50\n").arg(row);
        QVERIFY(m_console->waitForItems(0));
        m_console->paste(table);
        QTRY_VERIFY(m_console->find<QPushButton>("importButton"));
        QTRY_VERIFY(m_console->find<QPushButton>("importButton")->isEnabled());
        m_console->find("importButton")->setFocus();
        key(Qt::Key_Space);
        QTRY_VERIFY(!m_console->find("importDialog"));
        QTRY_VERIFY(m_console->find("stagedBar"));
        key(Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(totalOf(*m_stack), 2000, 30'000);
        QVERIFY(m_console->waitForItems(2000));
        QTRY_VERIFY(!m_console->find("stagedBar"));
        QCOMPARE(itemOf(*m_stack, 1).value(QStringLiteral("nome")).toString(), QStringLiteral("Chá 1"));
        QCOMPARE(itemOf(*m_stack, 2000).value(QStringLiteral("nome")).toString(), QStringLiteral("Chá 2000"));

        m_console->goTo(0, NomeColumn);
        for (int row = 1; row < 40; ++row)
            key(Qt::Key_Down, Qt::ShiftModifier);
        key(Qt::Key_Delete);
        QTRY_COMPARE(totalOf(*m_stack), 1960);
        QTRY_VERIFY(m_console->find("undoBar"));
        key(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(totalOf(*m_stack), 2000, 20'000);
    }

    void mouse_createDeleteUndo_works()
    {
        QVERIFY(m_console->waitForItems(0));
        m_console->click("emptyPrimary");
        QTRY_VERIFY(m_console->find("nomeEdit"));
        QTest::mouseClick(m_console->find("nomeEdit"), Qt::LeftButton);
        m_console->type(QStringLiteral("Moedor"));
        m_console->click("precoEdit");
        key(Qt::Key_A, Qt::ControlModifier);
        m_console->type(QStringLiteral("189,00"));
        m_console->click("inspectorSave");
        QVERIFY(m_console->waitForItems(1));
        m_console->clickCell(m_console->grid(), 0, NomeColumn);
        m_console->trigger("deleteItemAction");
        QTRY_COMPARE(totalOf(*m_stack), 0);
        m_console->click("undoBarButton");
        QTRY_COMPARE(totalOf(*m_stack), 1);
    }

    void gateway_goneInTheMiddleOfAnEdit_draftIsKeptAndSentOnce()
    {
        m_stack->ask("POST", "/itens", R"({"nome": "Chaleira", "preco": 99.00})");
        key(Qt::Key_F5);
        QVERIFY(m_console->waitForItems(1));
        m_stack->gateway().kill();
        QTRY_VERIFY_WITH_TIMEOUT(m_console->find("offlineBanner"), 10'000);
        changePriceByKeys(QStringLiteral("79,90"));
        key(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(m_console->find("stagedBar"));
        QVERIFY(m_stack->gateway().start());
        // Without a click. The token is still good: the gateway's key is the same.
        QTRY_VERIFY_WITH_TIMEOUT(!m_console->find("offlineBanner"), 40'000);
        QTRY_COMPARE_WITH_TIMEOUT(itemOf(*m_stack, 1).value(QStringLiteral("preco")).toDouble(), 79.9,
                                  20'000);
        QCOMPARE(itemOf(*m_stack, 1).value(QStringLiteral("versao")).toInt(), 2);
        QTRY_VERIFY(!m_console->find("stagedBar"));
    }

    void conflict_editedElsewhere_disjointFieldsMerge()
    {
        m_stack->ask("POST", "/itens", R"({"nome": "Chaleira", "preco": 99.00})");
        key(Qt::Key_F5);
        QVERIFY(m_console->waitForItems(1));
        changePriceByKeys(QStringLiteral("79,90"));
        QCOMPARE(m_stack->ask("PUT", "/itens/1", R"({"nome": "Chaleira azul", "preco": 99.00})").status, 200);
        key(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(m_console->find("conflictDialog"), 10'000);
        m_console->click("mergeButton");
        QTRY_COMPARE(itemOf(*m_stack, 1).value(QStringLiteral("preco")).toDouble(), 79.9);
        QCOMPARE(itemOf(*m_stack, 1).value(QStringLiteral("nome")).toString(),
                 QStringLiteral("Chaleira azul"));
    }

    void others_changeCreateAndDelete_appearByThemselves()
    {
        for (int number = 1; number <= 3; ++number)
            QCOMPARE(m_stack->ask("POST", "/itens", R"({"nome": "Chaleira", "preco": 99.00})").status, 201);
        QVERIFY(m_console->waitForItems(3)); // nobody asked for it
        QCOMPARE(m_stack->ask("PUT", "/itens/2", R"({"nome": "Chaleira azul", "preco": 99.00})").status, 200);
        QTRY_COMPARE(m_console->cell(1, NomeColumn), QStringLiteral("Chaleira azul"));
        QCOMPARE(m_stack->ask("DELETE", "/itens/1").status, 204);
        QVERIFY(m_console->waitForItems(2));
        QCOMPARE(m_console->cell(0, NomeColumn), QStringLiteral("Chaleira azul"));
        QVERIFY(!m_console->find("stagedBar"));
    }

    void backends_underLoad_countsEqualTheBalancersAndADeadServerShows()
    {
        key(Qt::Key_2, Qt::ControlModifier);
        QTRY_VERIFY(m_console->find<QTableView>("backendsView"));
        auto *view = m_console->find<QTableView>("backendsView");
        QTRY_COMPARE(view->model()->rowCount(), 2);
        for (int i = 0; i < 200; ++i)
            QCOMPARE(m_stack->ask("GET", "/itens?limit=1").status, 200);
        // Equal while nothing else comes: the console's own polls go on, and count too. Once is enough, and
        // QTRY_VERIFY looks again at what was true.
        bool wereEqual = false;
        QTRY_VERIFY(wereEqual = wereEqual || countsEqual(view));

        m_stack->server(0).kill();
        QTRY_VERIFY_WITH_TIMEOUT(anyDown(view), 20'000);
        QVERIFY(m_stack->server(0).start());
        QTRY_VERIFY_WITH_TIMEOUT(!anyDown(view), 20'000);
    }

private:
    enum { IdColumn = console::ItemsModel::IdColumn, NomeColumn = console::ItemsModel::NomeColumn };

    void open()
    {
        m_console = std::make_unique<ConsoleDriver>(*qApp, m_folder->path());
        m_console->start(originOf(m_stack->gateway()));
        m_console->resize({1280, 800});
    }

    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        m_console->press(key, modifiers);
    }

    void createTenByKeys()
    {
        QVERIFY(m_console->waitForItems(0));
        key(Qt::Key_N, Qt::ControlModifier);
        for (int number = 1; number <= 10; ++number) {
            QTRY_VERIFY(m_console->find("nomeEdit") && m_console->find("nomeEdit")->hasFocus());
            m_console->type(QStringLiteral("Café %1").arg(number));
            key(Qt::Key_Return);
            key(Qt::Key_Tab);
            m_console->type(QStringLiteral("%1,00").arg(number));
            key(Qt::Key_Return, Qt::ControlModifier);
            QTRY_COMPARE(totalOf(*m_stack), number);
        }
        key(Qt::Key_Escape);
        QVERIFY(m_console->waitForItems(10));
    }

    void changePriceByKeys(const QString &price)
    {
        m_console->goTo(0, console::ItemsModel::PrecoColumn);
        key(Qt::Key_F2);
        QTRY_VERIFY(m_console->find("cellEditor"));
        key(Qt::Key_A, Qt::ControlModifier);
        m_console->type(price);
        key(Qt::Key_Return);
    }

    bool countsEqual(QTableView *view)
    {
        const QJsonArray backends = m_stack->backends();
        for (int row = 0; row < view->model()->rowCount(); ++row) {
            const QModelIndex index = view->model()->index(row, 0);
            const QString id = index.data(console::BackendsModel::IdRole).toString();
            for (const QJsonValue &backend : backends) {
                const QJsonObject object = backend.toObject();
                if (object.value(QStringLiteral("id")).toString() == id &&
                    object.value(QStringLiteral("requests_total")).toInteger() !=
                        index.siblingAtColumn(console::BackendsModel::Requests)
                            .data(console::BackendsModel::SortRole)
                            .toLongLong())
                    return false;
            }
        }
        return true;
    }

    bool anyDown(QTableView *view)
    {
        for (int row = 0; row < view->model()->rowCount(); ++row) {
            const QVariant state = view->model()->index(row, 0).data(console::BackendsModel::StateRole);
            if (state.toInt() == static_cast<int>(console::BackendState::Down))
                return true;
        }
        return false;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Stack> m_stack;
    std::unique_ptr<ConsoleDriver> m_console;
};

QTEST_MAIN(ConsoleJourneyTest)
#include "tst_consolejourney.moc"

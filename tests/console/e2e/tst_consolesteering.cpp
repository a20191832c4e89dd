// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/e2e/consoledriver.h"
#include "console/models/traffic/backendsmodel.h"
#include "console/models/traffic/requestsmodel.h"
#include "console/views/page.h"
#include "console/views/requests/waterfallview.h"
#include "console/views/shell/mainwindow.h"
#include "support/stack.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtWidgets/QLabel>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QTableView>

using namespace guarita;
using namespace guarita::support;

/// An operator before real daemons, in a real window: what the console asks for is what the balancer does.
class ConsoleSteeringTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup()
    {
        m_console.reset();
        m_stack.reset();
    }
    void drain_isDoneAndTakenBack();
    void weight_isSet();
    void othersChange_isShownAtOnce();
    void request_isShownThroughAllTiers();

private:
    QJsonObject backend(int index) const
    {
        return QJsonDocument::fromJson(m_stack->ask("GET", "/admin/backends").body)
            .object()
            .value(u"backends")[index]
            .toObject();
    }
    QString cell(int column) const
    {
        const auto *view = m_console->find<QTableView>("backendsView");
        return view ? view->model()->index(0, column).data().toString() : QString();
    }
    /// Of the selected backend, which stands first.
    QJsonObject selected() const
    {
        const QString id = cell(console::BackendsModel::Name);
        return backend(0).value(u"id").toString() == id ? backend(0) : backend(1);
    }
    void select()
    {
        m_console->press(Qt::Key_2, Qt::ControlModifier);
        QTRY_VERIFY(m_console->find<QTableView>("backendsView"));
        QTRY_COMPARE(m_console->find<QTableView>("backendsView")->model()->rowCount(), 2);
        m_console->find<QTableView>("backendsView")->selectRow(0);
        m_console->find("backendsView")->setFocus();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Stack> m_stack;
    std::unique_ptr<ConsoleDriver> m_console;
};

void ConsoleSteeringTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_stack = std::make_unique<Stack>(StackOptions());
    QVERIFY(m_stack->start());
    QCOMPARE(m_stack
                 ->ask("POST", "/admin/usuarios",
                       R"({"nome":"bia","senha":"uma senha longa","papeis":["leitor","operador"]})")
                 .status,
             201);
    m_console = std::make_unique<ConsoleDriver>(*qApp, m_folder->path());
    m_console->start(QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_stack->gateway().port())),
                     QStringLiteral("en"));
    m_console->resize({1280, 800});
    QVERIFY(m_console->logIn(QStringLiteral("bia"), QStringLiteral("uma senha longa")));
}

void ConsoleSteeringTest::drain_isDoneAndTakenBack()
{
    select();
    QTRY_VERIFY(m_console->window().currentPage()->status().startsWith(QStringLiteral("live")));
    m_console->press(Qt::Key_D, Qt::ControlModifier);
    QTRY_VERIFY(m_console->find("changeDialog"));
    m_console->click("changeSubmit");
    QTRY_COMPARE(selected().value(u"state").toString(), QStringLiteral("drain"));
    QTRY_COMPARE(cell(console::BackendsModel::State), QStringLiteral("Draining"));
    QTRY_VERIFY(m_console->find("guardRevert"));
    m_console->click("guardRevert");
    QTRY_COMPARE(selected().value(u"state").toString(), QStringLiteral("up"));
    QTRY_COMPARE(cell(console::BackendsModel::State), QStringLiteral("Up"));
}

void ConsoleSteeringTest::weight_isSet()
{
    select();
    m_console->press(Qt::Key_F2);
    QTRY_VERIFY(m_console->find("changeDialog"));
    m_console->find<QSpinBox>("weightSpin")->setValue(7);
    m_console->press(Qt::Key_Return);
    QTRY_COMPARE(selected().value(u"weight").toInt(), 7);
    QTRY_COMPARE(cell(console::BackendsModel::Weight), QStringLiteral("7"));
}

void ConsoleSteeringTest::othersChange_isShownAtOnce()
{
    select();
    const QByteArray path = "/admin/backends/" + cell(console::BackendsModel::Name).toLatin1();
    QCOMPARE(m_stack->ask("PATCH", path, R"({"state":"maint"})", "If-Match: *\r\n").status, 200);
    QTRY_COMPARE(cell(console::BackendsModel::State), QStringLiteral("Maintenance"));
    const auto *events = m_console->find<QAbstractItemView>("eventsView");
    QTRY_VERIFY(events->model()->index(0, 0).data().toString().endsWith(QStringLiteral("Maintenance")));
}

void ConsoleSteeringTest::request_isShownThroughAllTiers()
{
    QCOMPARE(m_stack->ask("POST", "/itens", R"({"nome": "Chaleira", "preco": 99.00})").status, 201);
    m_console->press(Qt::Key_5, Qt::ControlModifier);
    QTRY_VERIFY(m_console->find<QTableView>("requestsView"));
    auto *view = m_console->find<QTableView>("requestsView");
    const auto rowOfPost = [view] {
        for (int row = 0; row < view->model()->rowCount(); ++row) {
            if (view->model()->index(row, console::RequestsModel::Request).data() ==
                QStringLiteral("POST /itens"))
                return row;
        }
        return -1;
    };
    QTRY_VERIFY(rowOfPost() >= 0);
    view->selectRow(rowOfPost());
    QTRY_VERIFY(m_console->find<console::WaterfallView>("waterfall"));
    std::vector<console::WaterfallSpan::Part> parts;
    for (const auto &span : m_console->find<console::WaterfallView>("waterfall")->spans())
        parts.push_back(span.part);
    using Part = console::WaterfallSpan::Part;
    for (const Part part : {Part::Gateway, Part::Balancer, Part::Attempt, Part::Server, Part::Sql})
        QVERIFY2(std::find(parts.begin(), parts.end(), part) != parts.end(),
                 qPrintable(QString::number(int(part))));
}

QTEST_MAIN(ConsoleSteeringTest)
#include "tst_consolesteering.moc"

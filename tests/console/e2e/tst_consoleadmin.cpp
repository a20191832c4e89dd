// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/e2e/consoledriver.h"
#include "support/stack.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListWidget>

using namespace guarita;
using namespace guarita::support;

namespace {

QJsonObject userOf(Stack &stack, const QByteArray &name)
{
    return QJsonDocument::fromJson(stack.ask("GET", "/admin/usuarios/" + name).body).object();
}

StackOptions with(const QString &name, const QString &value)
{
    StackOptions options;
    options.environment[name] = value;
    return options;
}

} // namespace

/// What an administrator does, and how a session goes on, against real daemons, in a real window.
class ConsoleAdminTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup()
    {
        m_console.reset();
        m_stack.reset();
    }

    void user_addedChangedAndDisabled_isInTheRecord()
    {
        QVERIFY(open({}));
        QVERIFY(m_console->logIn(QStringLiteral("usuario"), QStringLiteral("senha123")));
        m_console->press(Qt::Key_3, Qt::ControlModifier);
        QTRY_VERIFY(m_console->find<QTableView>("usersView"));
        m_console->press(Qt::Key_N, Qt::ControlModifier);
        QTRY_VERIFY(m_console->find("userDialog"));
        m_console->find("newUserName")->setFocus();
        m_console->type(QStringLiteral("bia"));
        const QByteArray password = m_console->find<QLineEdit>("madePassword")->text().toUtf8();
        m_console->press(Qt::Key_Return);
        QTRY_COMPARE(userOf(*m_stack, "bia").value(u"papeis").toArray(),
                     QJsonArray{QStringLiteral("leitor")});
        QTRY_VERIFY(!m_stack->logIn("bia", password).isEmpty());
        m_console->click("userDialogSubmit");
        QTRY_VERIFY(!m_console->find("userDialog"));

        QCOMPARE(m_console->find<QLabel>("userTitle")->text(), QStringLiteral("bia"));
        m_console->find<QCheckBox>("role_editor")->click();
        m_console->press(Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE(userOf(*m_stack, "bia").value(u"papeis").toArray().size(), 2);
        m_console->click("enableUserButton");
        m_console->click("userQuestionYes");
        QTRY_VERIFY(!userOf(*m_stack, "bia").value(u"ativo").toBool(true));
        QVERIFY(m_stack->logIn("bia", password).isEmpty());

        m_console->press(Qt::Key_4, Qt::ControlModifier);
        QTRY_VERIFY(m_console->find<QTableView>("activityView"));
        QTRY_VERIFY(isRecorded(QStringLiteral("Usuário criado")) &&
                    isRecorded(QStringLiteral("Usuário alterado")));
        QCOMPARE(m_stack->ask("POST", "/itens", R"({"nome": "Chaleira", "preco": 99.00})").status, 201);
        QTRY_VERIFY(isRecorded(QStringLiteral("Item criado"))); // nobody asked for it
    }

    void session_outlivesItsTokens()
    {
        QVERIFY(open(with(QStringLiteral("TOKEN_LIFETIME"), QStringLiteral("3s"))));
        QVERIFY(m_console->logIn(QStringLiteral("usuario"), QStringLiteral("senha123")));
        QTest::qWait(8'000);
        QVERIFY(!m_console->find("expiredBanner"));
        m_console->press(Qt::Key_N, Qt::ControlModifier);
        QTRY_VERIFY(m_console->find("nomeEdit") && m_console->find("nomeEdit")->hasFocus());
        m_console->type(QStringLiteral("Café"));
        m_console->find("precoEdit")->setFocus();
        m_console->type(QStringLiteral("1,00"));
        m_console->press(Qt::Key_S, Qt::ControlModifier);
        QVERIFY(m_console->waitForItems(1));
        QVERIFY(!m_console->find("expiredBanner"));
    }

    void roleTakenAway_isSeenAtWork()
    {
        QVERIFY(open({}));
        QCOMPARE(m_stack
                     ->ask("POST", "/admin/usuarios",
                           R"({"nome":"bia","senha":"uma senha longa","papeis":["editor","operador"]})")
                     .status,
                 201);
        QVERIFY(m_console->logIn(QStringLiteral("bia"), QStringLiteral("uma senha longa")));
        auto *nav = m_console->window().findChild<QListWidget *>(QStringLiteral("navList"));
        QVERIFY(!nav->item(1)->isHidden() && nav->item(2)->isHidden());
        QCOMPARE(m_stack->ask("PATCH", "/admin/usuarios/bia", R"({"papeis":["leitor"]})").status, 200);
        QTRY_VERIFY_WITH_TIMEOUT(m_console->find("roleBanner"), 10'000);
        QTRY_VERIFY(nav->item(1)->isHidden());
        auto *create = m_console->window().findChild<QAction *>(QStringLiteral("newItemAction"));
        QTRY_VERIFY(!create->isEnabled());
        QCOMPARE(m_stack->ask("PATCH", "/admin/usuarios/bia", R"({"ativo":false})").status, 200);
        QTRY_VERIFY_WITH_TIMEOUT(m_console->find("expiredBanner"), 10'000);
    }

private:
    bool open(const StackOptions &options)
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_stack = std::make_unique<Stack>(options);
        if (!m_stack->start())
            return false;
        m_console = std::make_unique<ConsoleDriver>(*qApp, m_folder->path());
        m_console->start(QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_stack->gateway().port())));
        m_console->resize({1280, 800});
        return true;
    }

    bool isRecorded(const QString &action) const
    {
        const auto *view = m_console->find<QTableView>("activityView");
        if (!view)
            return false;
        for (int row = 0; row < view->model()->rowCount(); ++row) {
            if (view->model()->index(row, 2).data().toString() == action)
                return true;
        }
        return false;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Stack> m_stack;
    std::unique_ptr<ConsoleDriver> m_console;
};

QTEST_MAIN(ConsoleAdminTest)
#include "tst_consoleadmin.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "adminservice.h"
#include "console/accessible.h"
#include "console/api/api.h"
#include "console/views/users/userspage.h"
#include "console/widgets/banner.h"
#include "console/widgets/theme.h"

#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QTableView>

using namespace guarita;
using namespace guarita::console;
using support::AdminService;
using support::FakeAnswer;

namespace {

struct Rig : AdminService
{
    Rig()
    {
        addUser(QStringLiteral("ana"), {QStringLiteral("admin")});
        addUser(QStringLiteral("bia"), {QStringLiteral("leitor"), QStringLiteral("operador")});
        addUser(QStringLiteral("caio"), {QStringLiteral("editor")}, false);
        page = std::make_unique<UsersPage>(PageContext{itemsApi, *session, *connectivity, *settings, clock},
                                           *api, random);
        page->resize(1000, 700);
    }
    ~Rig() { page.reset(); }

    bool open()
    {
        logIn();
        page->show();
        page->activated();
        return QTest::qWaitFor([this] { return view()->isVisible() && view()->model()->rowCount() == 3; });
    }
    QTableView *view() const { return find<QTableView>("usersView"); }
    void select(int row) const { view()->selectRow(row); }
    template <typename T = QWidget>
    T *find(const char *name) const
    {
        for (QWidget *window : QApplication::topLevelWidgets()) {
            if (T *found = window->findChild<T *>(QLatin1String(name)))
                return found;
        }
        return page->findChild<T *>(QLatin1String(name));
    }
    QDialog *dialog(const char *name) const
    {
        for (QWidget *window : QApplication::topLevelWidgets()) {
            for (QDialog *dialog : window->findChildren<QDialog *>(QLatin1String(name))) {
                if (dialog->isVisible())
                    return dialog;
            }
        }
        return nullptr;
    }
    void click(const char *name) const { QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton); }
    void check(const char *role) const { find<QCheckBox>(role)->click(); }
    QJsonObject sent(const QByteArray &method) const
    {
        const auto *request = last(method);
        return request ? QJsonDocument::fromJson(request->body).object() : QJsonObject();
    }

    Api itemsApi{*session};
    std::unique_ptr<UsersPage> page;
};

} // namespace

class TestUsersPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp, ColourScheme::Light); }

    void page_isForAdministrators()
    {
        Rig rig;
        QVERIFY(rig.page->isAllowed(rightsOf(Roles(Role::Admin))));
        QVERIFY(!rig.page->isAllowed(rightsOf(Role::Editor | Role::Operator)));
        QVERIFY(!rig.page->isAllowed(rightsOf(std::nullopt)));
    }

    void filter_findsNamesAndRoles()
    {
        Rig rig;
        QVERIFY(rig.open());
        auto *filter = rig.find<QLineEdit>("usersFilter");
        QTest::keyClicks(filter, QStringLiteral("bi"));
        QCOMPARE(rig.view()->model()->rowCount(), 1);
        QTest::keyClick(filter, Qt::Key_Escape);
        QCOMPARE(rig.view()->model()->rowCount(), 3);
        QTest::keyClicks(filter, QStringLiteral("administrator"));
        QCOMPARE(rig.view()->model()->rowCount(), 1);
        QTest::keyClicks(filter, QStringLiteral("xyz"));
        QVERIFY(rig.find("usersEmpty")->isVisible());
    }

    void roles_areChangedInPlace()
    {
        Rig rig;
        QVERIFY(rig.open());
        rig.select(1);
        QVERIFY(rig.find<QCheckBox>("role_operador")->isChecked());
        QVERIFY(!rig.find("saveRolesButton")->isEnabled());
        rig.check("role_editor");
        QVERIFY(rig.find("saveRolesButton")->isEnabled());
        rig.click("saveRolesButton");
        QTRY_COMPARE(rig.manager->count("PATCH"), 1);
        QCOMPARE(rig.last("PATCH")->target, QByteArray("/admin/usuarios/bia"));
        QCOMPARE(rig.last("PATCH")->body, QByteArray(R"({"papeis":["leitor","editor","operador"]})"));
        QTRY_COMPARE(rig.view()->model()->index(1, 1).data().toString(),
                     QStringLiteral("Reader, Editor, Operator"));
        QVERIFY(!rig.find("saveRolesButton")->isEnabled());
    }

    void roles_changedBySomebodyElse_areShownAndNothingIsDone()
    {
        Rig rig;
        QVERIFY(rig.open());
        rig.select(1);
        rig.users[QStringLiteral("bia")].insert(QStringLiteral("versao"), 7);
        rig.users[QStringLiteral("bia")].insert(QStringLiteral("papeis"),
                                                QJsonArray{QStringLiteral("admin")});
        rig.check("role_editor");
        rig.click("saveRolesButton");
        QTRY_VERIFY(rig.find<Banner>("usersBanner")->isVisible());
        QTRY_VERIFY(rig.find<QCheckBox>("role_admin")->isChecked());
        QVERIFY(!rig.find<QCheckBox>("role_editor")->isChecked());
    }

    void lastAdministrator_isToldAtTheRoles()
    {
        Rig rig;
        QVERIFY(rig.open());
        rig.select(1);
        rig.refusal = FakeAnswer::problem(409, "ultimo_admin");
        rig.check("role_editor");
        rig.click("saveRolesButton");
        auto *error = rig.find<QLabel>("rolesError");
        QTRY_VERIFY(error->isVisible());
        QCOMPARE(error->text(), QStringLiteral("um problema"));
        QVERIFY(rig.find<QCheckBox>("role_editor")->isChecked()); // it can be mended
    }

    void ownAdministratorRole_isNotTakenWithoutAQuestion()
    {
        Rig rig;
        QVERIFY(rig.open());
        rig.select(0);
        rig.check("role_admin");
        rig.click("saveRolesButton");
        QVERIFY(rig.dialog("userQuestion"));
        QCOMPARE(rig.manager->count("PATCH"), 0);
        rig.click("userQuestionYes");
        QTRY_COMPARE(rig.manager->count("PATCH"), 1);
    }

    void disable_asksFirst_enableDoesNot()
    {
        Rig rig;
        QVERIFY(rig.open());
        rig.select(1);
        rig.click("enableUserButton");
        auto *question = qobject_cast<QMessageBox *>(rig.dialog("userQuestion"));
        QVERIFY(question && question->text().contains(QStringLiteral("bia")));
        QTest::keyClick(question, Qt::Key_Escape);
        QCOMPARE(rig.manager->count("PATCH"), 0);
        rig.select(2);
        rig.click("enableUserButton");
        QTRY_COMPARE(rig.manager->count("PATCH"), 1);
        QCOMPARE(rig.last("PATCH")->body, QByteArray(R"({"ativo":true})"));
        QTRY_COMPARE(rig.view()->model()->index(2, 2).data().toString(), QStringLiteral("Active"));
    }

    void demoUser_cannotBeChanged()
    {
        Rig rig;
        rig.users[QStringLiteral("bia")].insert(QStringLiteral("demo"), true);
        rig.users[QStringLiteral("bia")].insert(QStringLiteral("criado_em"), QJsonValue());
        QVERIFY(rig.open());
        rig.select(1);
        QVERIFY(rig.find("userNote")->isVisible());
        for (const char *name : {"role_leitor", "enableUserButton", "resetPasswordButton"})
            QVERIFY2(!rig.find(name)->isEnabled(), name);
    }

    void add_madePassword_canBeCopiedWhenItIsSet()
    {
        Rig rig;
        QVERIFY(rig.open());
        rig.page->findChild<QAction *>(QStringLiteral("addUserAction"))->trigger();
        QDialog *dialog = rig.dialog("userDialog");
        QVERIFY(dialog);
        auto *name = rig.find<QLineEdit>("newUserName");
        name->setText(QStringLiteral("Zé"));
        rig.click("userDialogSubmit");
        QVERIFY(rig.find<QLabel>("newUserNameError")->isVisible());
        name->setText(QStringLiteral("ana"));
        rig.click("userDialogSubmit");
        QTRY_COMPARE(rig.manager->count("POST"), 1);
        QTRY_VERIFY(rig.find<QLabel>("newUserNameError")->isVisible()); // taken
        name->setText(QStringLiteral("davi"));
        rig.click("userDialogSubmit");
        QTRY_COMPARE(rig.view()->model()->rowCount(), 4);
        const QString password = rig.sent("POST").value(u"senha").toString();
        QVERIFY(password.size() > 20);
        QVERIFY(dialog->isVisible());
        rig.click("copyPassword");
        QCOMPARE(QGuiApplication::clipboard()->text(), password);
        rig.click("userDialogSubmit");
        QTRY_VERIFY(!rig.dialog("userDialog"));
        QCOMPARE(rig.find<QLabel>("userTitle")->text(), QStringLiteral("davi"));
    }

    void reset_typedPassword_isTypedTwice()
    {
        Rig rig;
        QVERIFY(rig.open());
        rig.select(1);
        rig.click("resetPasswordButton");
        QVERIFY(rig.dialog("userDialog"));
        rig.find<QRadioButton>("typePassword")->click();
        auto *first = rig.find("newPassword")->findChild<QLineEdit *>();
        auto *second = rig.find("repeatedPassword")->findChild<QLineEdit *>();
        first->setText(QStringLiteral("short"));
        rig.click("userDialogSubmit");
        QVERIFY(rig.find<QLabel>("newPasswordError")->isVisible());
        first->setText(QStringLiteral("long enough"));
        second->setText(QStringLiteral("long enougj"));
        rig.click("userDialogSubmit");
        QVERIFY(rig.find<QLabel>("repeatedPasswordError")->isVisible());
        QCOMPARE(rig.manager->count("PATCH"), 0);
        second->setText(QStringLiteral("long enough"));
        rig.click("userDialogSubmit");
        QTRY_VERIFY(!rig.dialog("userDialog"));
        QCOMPARE(rig.sent("PATCH").value(u"senha").toString(), QStringLiteral("long enough"));
    }

    void otherUser_seesNothingOfTheOneBefore()
    {
        Rig rig;
        QVERIFY(rig.open());
        rig.instead = FakeAnswer::silence();
        rig.session->forget();
        QCOMPARE(rig.view()->model()->rowCount(), 0);
        QVERIFY(!rig.find("userTitle")->isVisible());
    }

    void profileReadOnly_changesNothing()
    {
        Rig rig;
        QVERIFY(rig.open());
        rig.page->setReadOnly(true);
        rig.select(1);
        for (const char *name : {"role_leitor", "enableUserButton", "resetPasswordButton"})
            QVERIFY2(!rig.find(name)->isEnabled(), name);
        QVERIFY(!rig.page->findChild<QAction *>(QStringLiteral("addUserAction"))->isEnabled());
    }

    void everyWidget_thatCanHaveTheFocus_hasAnAccessibleName()
    {
        Rig rig;
        QVERIFY(rig.open());
        rig.select(1);
        QCOMPARE(support::namelessOf(rig.page.get()), QStringList());
        rig.click("resetPasswordButton");
        QDialog *dialog = rig.dialog("userDialog");
        QVERIFY(dialog);
        QCOMPARE(support::namelessOf(dialog), QStringList());
        rig.find<QRadioButton>("typePassword")->click();
        QCOMPARE(support::namelessOf(dialog), QStringList());
    }

    void smallWindow_clipsNoButton()
    {
        Rig rig;
        rig.page->resize(840, 600); // what is left of 1024×768
        QVERIFY(rig.open());
        rig.select(1);
        QCoreApplication::processEvents();
        for (const QAbstractButton *button : rig.page->findChildren<QAbstractButton *>()) {
            if (button->isVisible() && !button->text().isEmpty())
                QVERIFY2(button->width() >= button->sizeHint().width(), qPrintable(button->objectName()));
        }
        QVERIFY(rig.view()->columnWidth(UsersModel::RolesColumn) >= 200);
    }
};

QTEST_MAIN(TestUsersPage)
#include "tst_userspage.moc"

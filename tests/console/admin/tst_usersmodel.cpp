// SPDX-License-Identifier: GPL-3.0-or-later
#include "adminservice.h"
#include "console/core/passphrase.h"
#include "console/models/admin/usersmodel.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::console;
using support::AdminService;

namespace {

struct Rig : AdminService
{
    Rig()
        : model(*api)
    {
        logIn();
    }

    bool load()
    {
        model.reload();
        return QTest::qWaitFor([this] { return model.phase() == UsersModel::Phase::Ready; });
    }
    QStringList names() const
    {
        QStringList names;
        for (int row = 0; row < model.rowCount(); ++row)
            names << model.index(row, 0).data().toString();
        return names;
    }
    void addMany(int count)
    {
        for (int number = 0; number < count; ++number)
            addUser(QStringLiteral("user%1").arg(number, 4, 10, QLatin1Char('0')));
    }

    UsersModel model;
};

} // namespace

class TestUsersModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void users_areReadAPageAtATime()
    {
        Rig rig;
        rig.addMany(450);
        QVERIFY(rig.load());
        QCOMPARE(rig.model.rowCount(), 200);
        QVERIFY(!rig.model.isComplete());
        rig.model.fetchMore({});
        QVERIFY(!rig.model.canFetchMore({})); // one at a time
        QTRY_COMPARE(rig.model.rowCount(), 400);
        rig.model.fetchMore({});
        QTRY_VERIFY(rig.model.isComplete());
        QCOMPARE(rig.model.rowCount(), 450);
        QCOMPARE(rig.names().last(), QStringLiteral("user0449"));
    }

    void loadAll_readsToTheEnd()
    {
        Rig rig;
        const QAbstractItemModelTester tester(&rig.model);
        rig.addMany(450);
        QVERIFY(rig.load());
        rig.model.loadAll();
        QTRY_VERIFY(rig.model.isComplete());
        QCOMPARE(rig.model.rowCount(), 450);
    }

    void reload_keepsTheRowsThatAreStillThere()
    {
        Rig rig;
        const QAbstractItemModelTester tester(&rig.model);
        for (const char *name : {"bia", "caio", "davi"})
            rig.addUser(QLatin1String(name));
        QVERIFY(rig.load());
        const QPersistentModelIndex caio(rig.model.index(1, 0));
        rig.users.erase(QStringLiteral("bia"));
        rig.addUser(QStringLiteral("ana"));
        rig.addUser(QStringLiteral("beto"));
        rig.addUser(QStringLiteral("caio"), {QStringLiteral("admin")}, false);
        rig.model.reload();
        QTRY_COMPARE(rig.names(), (QStringList{QStringLiteral("ana"), QStringLiteral("beto"),
                                               QStringLiteral("caio"), QStringLiteral("davi")}));
        QCOMPARE(caio.row(), 2);
        QCOMPARE(rig.model.at(2).roles, Roles(Role::Admin));
        QVERIFY(!rig.model.at(2).enabled);
    }

    void reload_ofManyPages_readsAsManyRows()
    {
        Rig rig;
        rig.addMany(450);
        QVERIFY(rig.load());
        rig.model.fetchMore({});
        QTRY_COMPARE(rig.model.rowCount(), 400);
        const int before = rig.manager->count("GET");
        rig.model.reload();
        QTRY_COMPARE(rig.manager->count("GET"), before + 2);
        QTRY_VERIFY(rig.model.canFetchMore({}));
        QCOMPARE(rig.model.rowCount(), 400);
    }

    void put_newUser_isThereOnceWhenItsPageComes()
    {
        Rig rig;
        rig.addMany(250);
        QVERIFY(rig.load());
        User user;
        user.name = QStringLiteral("user0249");
        rig.model.put(user);
        QCOMPARE(rig.model.rowCount(), 201);
        rig.model.fetchMore({});
        QTRY_COMPARE(rig.model.rowCount(), 250);
        QCOMPARE(rig.names().count(QStringLiteral("user0249")), 1);
    }

    void failure_isTold_andAReloadMendsIt()
    {
        Rig rig;
        rig.addMany(3);
        rig.instead = support::FakeAnswer::problem(503, "usuarios_indisponiveis");
        rig.model.reload();
        QTRY_COMPARE(rig.model.phase(), UsersModel::Phase::Failed);
        QCOMPARE(rig.model.error()->reason, QByteArray("usuarios_indisponiveis"));
        rig.instead.reset();
        QVERIFY(rig.load());
        QVERIFY(!rig.model.error());
        rig.instead = support::FakeAnswer::json(R"({"usuarios":[{"nome":"x"}],"proximo":null})");
        rig.model.reload();
        QTRY_VERIFY(rig.model.error());
        QCOMPARE(rig.model.error()->kind, ApiError::Kind::BadReply);
        QCOMPARE(rig.model.rowCount(), 3); // what was known stays
    }

    void userName_isJudged_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("good");
        QTest::newRow("plain") << "ana" << true;
        QTest::newRow("all that it may have") << "0ana.b_c-d@e" << true;
        QTest::newRow("empty") << "" << false;
        QTest::newRow("a dot first") << ".ana" << false;
        QTest::newRow("capitals") << "Ana" << false;
        QTest::newRow("a space") << "a b" << false;
        QTest::newRow("an accent") << QStringLiteral("zé") << false;
        QTest::newRow("long") << QString(64, u'a') << true;
        QTest::newRow("too long") << QString(65, u'a') << false;
    }
    void userName_isJudged()
    {
        QFETCH(QString, name);
        QTEST(isUserName(name), "good");
    }

    void passphrase_isReadableAndDrawnAnew()
    {
        core::SystemRandom random;
        const QString phrase = makePassphrase(random);
        static const QRegularExpression form(
            QStringLiteral("^([bdfgjklmnprstv][aeiou]){2}(-([bdfgjklmnprstv][aeiou]){2}){5}$"));
        QVERIFY2(form.match(phrase).hasMatch(), qPrintable(phrase));
        QVERIFY(makePassphrase(random) != phrase);
        support::FakeRandom counting(208); // 210 and above would favour some
        QVERIFY(makePassphrase(counting).startsWith(QStringLiteral("vovu-babe-")));
    }
};

QTEST_GUILESS_MAIN(TestUsersModel)
#include "tst_usersmodel.moc"

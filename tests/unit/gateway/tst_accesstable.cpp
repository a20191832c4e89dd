// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/docs/docspages.h"
#include "gateway/identity/accesstable.h"
#include "net/requesttarget.h"
#include "pathspellings.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QRegularExpression>
#include <QtTest/QTest>

#include <array>
#include <map>
#include <set>

using namespace guarita;
using namespace guarita::gateway;
using Verdict = Access::Verdict;

class TestAccessTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void access_toAnOperation_isForItsRolesOnly_data();
    void access_toAnOperation_isForItsRolesOnly();
    void access_withSeveralRoles_isWhatAnyOfThemAllows();
    void access_byHead_isThatOfGet();
    void access_byOptions_isForWhoHasARole();
    void access_toAPathWithoutARow_isUnknownToAll_data();
    void access_toAPathWithoutARow_isUnknownToAll();
    void access_byAMethodThePathLacks_namesThoseItHas_data();
    void access_byAMethodThePathLacks_namesThoseItHas();
    void access_byAnotherSpelling_isNeverMore_data();
    void access_byAnotherSpelling_isNeverMore();
    void document_saysTheSame();
};

namespace {

constexpr std::array everyRole{Role::Reader, Role::Editor, Role::Operator, Role::Admin};
constexpr Roles allRoles{Role::Reader, Role::Editor, Role::Operator, Role::Admin};
constexpr std::array everyMethod{net::Method::Get,    net::Method::Head,  net::Method::Post,
                                 net::Method::Put,    net::Method::Patch, net::Method::Delete,
                                 net::Method::Options};

Verdict verdictOf(net::Method method, const QByteArray &path, Roles roles)
{
    return accessTo(method, path, roles).verdict;
}

/// A path that a row stands for.
QByteArray pathOf(const AccessRule &rule)
{
    return QByteArray(rule.pattern).replace("{id}", "1").replace("{nome}", "ana");
}

QByteArray lineOf(const AccessRule &rule)
{
    return net::methodName(rule.method) + ' ' + rule.pattern;
}

/// path → its rows' methods.
std::map<QByteArray, std::set<net::Method>> methodsByPath()
{
    std::map<QByteArray, std::set<net::Method>> methods;
    for (const AccessRule &rule : accessRules())
        methods[pathOf(rule)].insert(rule.method);
    return methods;
}

/// Any segment can stand for an item or a user; the handlers say that there is none of that name.
bool namesAThing(const QByteArray &path)
{
    static const QRegularExpression pattern(
        QStringLiteral("^(/itens/[^/]+(/restaurar|/historico)?|/admin/(usuarios|backends)/[^/]+)$"));
    return pattern.match(QString::fromUtf8(path)).hasMatch();
}

} // namespace

/// Written down once more, so that a row cannot change unnoticed.
void TestAccessTable::access_toAnOperation_isForItsRolesOnly_data()
{
    QTest::addColumn<net::Method>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("allowed");
    std::size_t rows = 0;
    const auto row = [&rows](net::Method method, const char *path, const char *allowed) {
        QTest::addRow("%s %s", net::methodName(method).constData(), path)
            << method << QByteArray(path) << QByteArray(allowed);
        ++rows;
    };
    using enum net::Method;
    row(Get, "/itens", "leitor,editor,admin");
    row(Post, "/itens", "editor,admin");
    row(Post, "/itens/lote", "editor,admin");
    row(Get, "/itens/exportar", "leitor,editor,admin");
    row(Get, "/itens/eventos", "leitor,editor,admin");
    row(Get, "/itens/1", "leitor,editor,admin");
    row(Put, "/itens/1", "editor,admin");
    row(Patch, "/itens/1", "editor,admin");
    row(Delete, "/itens/1", "editor,admin");
    row(Post, "/itens/1/restaurar", "editor,admin");
    row(Get, "/itens/1/historico", "leitor,editor,admin");
    row(Get, "/identidade", "leitor,editor,operador,admin");
    row(Get, "/conta", "leitor,editor,operador,admin");
    row(Put, "/conta/senha", "leitor,editor,operador,admin");
    row(Get, "/admin/backends", "operador,admin");
    row(Post, "/admin/backends", "operador,admin");
    row(Get, "/admin/backends/1", "operador,admin");
    row(Patch, "/admin/backends/1", "operador,admin");
    row(Delete, "/admin/backends/1", "operador,admin");
    row(Get, "/admin/eventos", "operador,admin");
    row(Get, "/admin/pedidos", "operador,admin");
    row(Get, "/admin/conciliacao", "operador,admin");
    row(Get, "/admin/auditoria", "admin");
    row(Get, "/admin/auditoria/exportar", "admin");
    row(Get, "/admin/usuarios", "admin");
    row(Post, "/admin/usuarios", "admin");
    row(Get, "/admin/usuarios/ana", "admin");
    row(Patch, "/admin/usuarios/ana", "admin");
    row(Get, "/admin/config", "admin");
    row(Post, "/admin/config", "admin");
    QCOMPARE(accessRules().size(), rows);
}

void TestAccessTable::access_toAnOperation_isForItsRolesOnly()
{
    QFETCH(net::Method, method);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, allowed);
    const Roles expected = parseRoles(allowed).value();
    for (const Role role : everyRole) {
        const Verdict verdict = verdictOf(method, path, {role});
        QVERIFY2(verdict == (expected.has(role) ? Verdict::Allowed : Verdict::Forbidden),
                 roleNames({role}).first().constData());
    }
    QCOMPARE(verdictOf(method, path, {}), Verdict::Forbidden);
    QCOMPARE(verdictOf(method, path, allRoles), Verdict::Allowed);
}

void TestAccessTable::access_withSeveralRoles_isWhatAnyOfThemAllows()
{
    const Roles both{Role::Reader, Role::Operator};
    for (const AccessRule &rule : accessRules()) {
        const bool either = rule.allowed.has(Role::Reader) || rule.allowed.has(Role::Operator);
        const Verdict verdict = verdictOf(rule.method, pathOf(rule), both);
        QVERIFY2(verdict == (either ? Verdict::Allowed : Verdict::Forbidden), lineOf(rule).constData());
    }
}

void TestAccessTable::access_byHead_isThatOfGet()
{
    for (const auto &[path, methods] : methodsByPath()) {
        for (const Roles roles : {Roles{}, Roles{Role::Reader}, Roles{Role::Operator}, allRoles}) {
            const Access head = accessTo(net::Method::Head, path, roles);
            const Access get = accessTo(net::Method::Get, path, roles);
            QVERIFY2(head.verdict == get.verdict, path.constData());
            QCOMPARE(head.verdict == Verdict::MethodNotAllowed, methods.count(net::Method::Get) == 0);
        }
    }
}

void TestAccessTable::access_byOptions_isForWhoHasARole()
{
    for (const auto &[path, methods] : methodsByPath()) {
        for (const Role role : everyRole)
            QVERIFY2(verdictOf(net::Method::Options, path, {role}) == Verdict::Allowed, path.constData());
        QVERIFY2(verdictOf(net::Method::Options, path, {}) == Verdict::Forbidden, path.constData());
    }
}

void TestAccessTable::access_toAPathWithoutARow_isUnknownToAll_data()
{
    QTest::addColumn<QByteArray>("path");
    for (const char *path : {"/",
                             "*",
                             "",
                             "itens",
                             "/nada",
                             "/itens/",
                             "/itens/1/",
                             "/itens/1/nada",
                             "/itens/1/restaurar/",
                             "/itens/lote/1",
                             "/Itens",
                             "/identidade/",
                             "/admin",
                             "/admin/",
                             "/admin/backends/",
                             "/admin/backends/1/",
                             "/admin/backends/1/peso",
                             "/admin/eventos/",
                             "/admin/pedidos/1",
                             "/admin/conciliacao/",
                             "/admin/usuarios/",
                             "/admin/usuarios/ana/",
                             "/admin/usuarios/ana/senha",
                             "/admin/config/",
                             "/conta/",
                             "/conta/ana",
                             "/token",
                             "/revoke",
                             "/saude",
                             "/docs",
                             "/openapi.json",
                             "/metrics"})
        QTest::addRow("'%s'", path) << QByteArray(path);
}

void TestAccessTable::access_toAPathWithoutARow_isUnknownToAll()
{
    QFETCH(QByteArray, path);
    for (const net::Method method : everyMethod) {
        for (const Roles roles : {Roles{}, Roles{Role::Reader}, allRoles}) {
            const Access access = accessTo(method, path, roles);
            QCOMPARE(access.verdict, Verdict::UnknownPath);
            QVERIFY(access.allow.isEmpty());
        }
    }
}

void TestAccessTable::access_byAMethodThePathLacks_namesThoseItHas_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("allow");
    const auto row = [](const char *path, const char *allow) {
        QTest::newRow(path) << QByteArray(path) << QByteArray(allow);
    };
    row("/itens", "GET, HEAD, POST, OPTIONS");
    row("/itens/lote", "POST, OPTIONS");
    row("/itens/exportar", "GET, HEAD, OPTIONS");
    row("/itens/eventos", "GET, HEAD, OPTIONS");
    row("/itens/1", "GET, HEAD, PUT, PATCH, DELETE, OPTIONS");
    row("/itens/1/restaurar", "POST, OPTIONS");
    row("/itens/1/historico", "GET, HEAD, OPTIONS");
    row("/identidade", "GET, HEAD, OPTIONS");
    row("/conta", "GET, HEAD, OPTIONS");
    row("/conta/senha", "PUT, OPTIONS");
    row("/admin/backends", "GET, HEAD, POST, OPTIONS");
    row("/admin/backends/1", "GET, HEAD, PATCH, DELETE, OPTIONS");
    row("/admin/eventos", "GET, HEAD, OPTIONS");
    row("/admin/pedidos", "GET, HEAD, OPTIONS");
    row("/admin/conciliacao", "GET, HEAD, OPTIONS");
    row("/admin/auditoria", "GET, HEAD, OPTIONS");
    row("/admin/auditoria/exportar", "GET, HEAD, OPTIONS");
    row("/admin/usuarios", "GET, HEAD, POST, OPTIONS");
    row("/admin/usuarios/ana", "GET, HEAD, PATCH, OPTIONS");
    row("/admin/config", "GET, HEAD, POST, OPTIONS");
}

/// Also for who may do nothing there: the methods of a path are no secret.
void TestAccessTable::access_byAMethodThePathLacks_namesThoseItHas()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, allow);
    const QByteArrayList has = allow.split(',');
    int lacking = 0;
    for (const net::Method method : everyMethod) {
        const QByteArray name = net::methodName(method);
        const bool there = has.contains(name) || has.contains(' ' + name);
        lacking += there ? 0 : 1;
        for (const Roles roles : {Roles{}, Roles{Role::Reader}, allRoles}) {
            const Access access = accessTo(method, path, roles);
            QVERIFY2((access.verdict == Verdict::MethodNotAllowed) != there, name.constData());
            QCOMPARE(access.allow, there ? QByteArray() : allow);
        }
    }
    QVERIFY(lacking > 0);
}

void TestAccessTable::access_byAnotherSpelling_isNeverMore_data()
{
    QTest::addColumn<std::size_t>("index");
    for (std::size_t i = 0; i < spellings().size(); ++i)
        QTest::newRow(spellings()[i].name) << i;
}

/// A client's bytes are read as net's parser reads them, and judged as that: whatever it spells, it gets no
/// more than by spelling it plainly, and what is forwarded is read as the same path again.
void TestAccessTable::access_byAnotherSpelling_isNeverMore()
{
    QFETCH(std::size_t, index);
    const Spelling &spelling = spellings()[index];
    for (const AccessRule &rule : accessRules()) {
        const QByteArray plain = pathOf(rule);
        const QByteArray raw = spelling.spell(plain);
        net::RequestTarget target;
        const bool refused = net::parseRequestTarget(raw, target) != nullptr;
        QVERIFY2(refused == (spelling.reading == Reading::Refused), raw.constData());
        if (refused)
            continue;
        QVERIFY2((target.path == plain) == (spelling.reading == Reading::Plain), raw.constData());
        net::RequestTarget forwarded;
        QVERIFY2(net::parseRequestTarget(target.canonical, forwarded) == nullptr, raw.constData());
        QCOMPARE(forwarded.path, target.path);
        const bool named = target.path == plain || namesAThing(target.path);
        for (const Roles roles :
             {Roles{}, Roles{Role::Reader}, Roles{Role::Editor}, Roles{Role::Operator}, Roles{Role::Admin}}) {
            const Verdict verdict = verdictOf(rule.method, target.path, roles);
            const bool nowhere = verdict == Verdict::UnknownPath || verdict == Verdict::MethodNotAllowed;
            QVERIFY2(named ? nowhere || verdict == verdictOf(rule.method, plain, roles) : nowhere,
                     raw.constData());
        }
    }
}

void TestAccessTable::document_saysTheSame()
{
    const QJsonObject paths =
        QJsonDocument::fromJson(DocsPages().openApi({}).body).object()[QStringLiteral("paths")].toObject();
    std::map<QByteArray, QByteArray> documented;
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        for (const net::Method method : everyMethod) {
            const QByteArray name = net::methodName(method);
            const QJsonObject operation =
                path.value().toObject()[QString::fromLatin1(name.toLower())].toObject();
            const QJsonArray allowed = operation[QStringLiteral("x-acesso")].toArray();
            const bool open = operation.contains(QStringLiteral("security"));
            QVERIFY2(operation.isEmpty() || open == allowed.isEmpty(), qPrintable(path.key()));
            QByteArrayList names;
            for (const QJsonValue &one : allowed)
                names.append(one.toString().toLatin1());
            if (!names.isEmpty())
                documented.emplace(name + ' ' + path.key().toLatin1(), names.join(','));
            const bool saysSo =
                operation[QStringLiteral("responses")].toObject().contains(QStringLiteral("403"));
            QCOMPARE(saysSo, !names.isEmpty());
        }
    }
    std::map<QByteArray, QByteArray> judged;
    for (const AccessRule &rule : accessRules())
        judged.emplace(lineOf(rule), roleNames(rule.allowed).join(','));
    QVERIFY(judged == documented);
}

QTEST_GUILESS_MAIN(TestAccessTable)
#include "tst_accesstable.moc"

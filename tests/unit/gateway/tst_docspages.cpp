// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/docs/docspages.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

#include <set>

using namespace guarita;

class TestDocsPages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void openApi_document_listsExactlyTheContract();
    void openApi_references_allResolve();
    void openApi_operations_areComplete();
    void page_html_namesOnlyFilesThatAreServed();
    void page_securityFields_areSet();
    void asset_any_isServedOrNotFound_data();
    void asset_any_isServedOrNotFound();
    void serve_knownTag_isNotModified_data();
    void serve_knownTag_isNotModified();

private:
    http::Response asset(const QByteArray &name, const QByteArray &ifNoneMatch = {}) const
    {
        http::Request request;
        request.params.emplace("arquivo", name);
        if (!ifNoneMatch.isNull())
            request.headers.append("if-none-match", ifNoneMatch);
        return m_pages.asset(request);
    }
    QJsonObject document() const { return QJsonDocument::fromJson(m_pages.openApi({}).body).object(); }

    gateway::DocsPages m_pages;
};

namespace {

const std::set<QString> methods{QStringLiteral("get"), QStringLiteral("post"), QStringLiteral("put"),
                                QStringLiteral("delete"), QStringLiteral("patch")};

template <typename Visit>
void forEachObject(const QJsonValue &value, const Visit &visit)
{
    if (value.isArray()) {
        const QJsonArray items = value.toArray();
        for (const QJsonValue &item : items)
            forEachObject(item, visit);
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        visit(object);
        for (auto it = object.begin(); it != object.end(); ++it)
            forEachObject(it.value(), visit);
    }
}

QJsonValue resolved(const QJsonObject &document, const QString &reference)
{
    QJsonValue value = document;
    const QStringList steps = reference.split(QLatin1Char('/')).sliced(1);
    for (const QString &step : steps)
        value = value.toObject().value(step);
    return value;
}

} // namespace

void TestDocsPages::openApi_document_listsExactlyTheContract()
{
    const QJsonObject api = document();
    QVERIFY(api.value(QStringLiteral("openapi")).toString().startsWith(QStringLiteral("3.1.")));
    QCOMPARE(api.value(QStringLiteral("info")).toObject().value(QStringLiteral("version")).toString(),
             QStringLiteral(GUARITA_VERSION));
    std::set<QString> operations;
    const QJsonObject paths = api.value(QStringLiteral("paths")).toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const QStringList members = path.value().toObject().keys();
        for (const QString &member : members) {
            if (methods.count(member))
                operations.insert(member + QLatin1Char(' ') + path.key());
        }
    }
    const std::set<QString> expected{
        QStringLiteral("post /token"),
        QStringLiteral("post /revoke"),
        QStringLiteral("get /.well-known/jwks.json"),
        QStringLiteral("get /itens"),
        QStringLiteral("post /itens"),
        QStringLiteral("post /itens/lote"),
        QStringLiteral("get /itens/exportar"),
        QStringLiteral("get /itens/eventos"),
        QStringLiteral("get /itens/{id}"),
        QStringLiteral("put /itens/{id}"),
        QStringLiteral("patch /itens/{id}"),
        QStringLiteral("delete /itens/{id}"),
        QStringLiteral("post /itens/{id}/restaurar"),
        QStringLiteral("get /itens/{id}/historico"),
        QStringLiteral("get /saude"),
        QStringLiteral("get /identidade"),
        QStringLiteral("get /admin/backends"),
        QStringLiteral("post /admin/backends"),
        QStringLiteral("get /admin/backends/{id}"),
        QStringLiteral("patch /admin/backends/{id}"),
        QStringLiteral("delete /admin/backends/{id}"),
        QStringLiteral("get /admin/eventos"),
        QStringLiteral("get /admin/pedidos"),
        QStringLiteral("get /admin/conciliacao"),
        QStringLiteral("get /conta"),
        QStringLiteral("put /conta/senha"),
        QStringLiteral("get /admin/auditoria"),
        QStringLiteral("get /admin/auditoria/exportar"),
        QStringLiteral("get /admin/usuarios"),
        QStringLiteral("post /admin/usuarios"),
        QStringLiteral("get /admin/usuarios/{nome}"),
        QStringLiteral("patch /admin/usuarios/{nome}"),
        QStringLiteral("get /admin/config"),
        QStringLiteral("post /admin/config"),
    };
    QVERIFY(operations == expected);
}

void TestDocsPages::openApi_references_allResolve()
{
    const QJsonObject api = document();
    int seen = 0;
    forEachObject(api, [&](const QJsonObject &object) {
        const QString reference = object.value(QStringLiteral("$ref")).toString();
        if (reference.isEmpty())
            return;
        ++seen;
        QVERIFY2(resolved(api, reference).isObject(), qPrintable(reference));
    });
    QVERIFY(seen > 20);
}

/// Whatever wants a token says that it may be refused; whatever is forwarded, that the way may be closed.
void TestDocsPages::openApi_operations_areComplete()
{
    const QJsonObject api = document();
    const QJsonObject paths = api.value(QStringLiteral("paths")).toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const QJsonObject members = path.value().toObject();
        for (auto member = members.begin(); member != members.end(); ++member) {
            if (!methods.count(member.key()))
                continue;
            const QJsonObject operation = member.value().toObject();
            const QJsonObject responses = operation.value(QStringLiteral("responses")).toObject();
            const bool open = operation.contains(QStringLiteral("security"));
            const QJsonArray roles = operation.value(QStringLiteral("x-papeis")).toArray();
            const bool forwarded = roles != QJsonArray{QStringLiteral("gateway")};
            for (const char *status : {"401", "429", "503"})
                QVERIFY2(open || responses.contains(QLatin1String(status)), qPrintable(path.key()));
            for (const char *status : {"502", "504"})
                QVERIFY2(open || responses.contains(QLatin1String(status)) == forwarded,
                         qPrintable(path.key()));
            QVERIFY(!operation.value(QStringLiteral("summary")).toString().isEmpty());
            for (const QJsonValue &response : responses) {
                const QString reference = response[QStringLiteral("$ref")].toString();
                const QJsonValue told = reference.isEmpty() ? response : resolved(api, reference);
                QVERIFY2(told[QStringLiteral("headers")].toObject().contains(QStringLiteral("X-Request-Id")),
                         qPrintable(path.key()));
            }
        }
    }
    const QJsonObject flow =
        resolved(api, QStringLiteral("#/components/securitySchemes/senha/flows/password")).toObject();
    QCOMPARE(flow.value(QStringLiteral("tokenUrl")).toString(), QStringLiteral("/token"));
}

void TestDocsPages::page_html_namesOnlyFilesThatAreServed()
{
    const QByteArray html = m_pages.page({}).body;
    int seen = 0;
    for (qsizetype at = html.indexOf("=\"docs/"); at >= 0; at = html.indexOf("=\"docs/", at + 1)) {
        const qsizetype start = at + 7;
        const QByteArray name = html.sliced(start, html.indexOf('"', start) - start);
        QCOMPARE(asset(name).status, 200);
        ++seen;
    }
    QCOMPARE(seen, 4);
    QVERIFY(!html.contains("://"));
}

void TestDocsPages::page_securityFields_areSet()
{
    const http::Response page = m_pages.page({});
    QCOMPARE(page.status, 200);
    QCOMPARE(page.headers.value("content-type"), QByteArray("text/html; charset=utf-8"));
    const QByteArray policy = page.headers.value("content-security-policy");
    QVERIFY(policy.contains("default-src 'none'"));
    QVERIFY(policy.contains("script-src 'self';"));
    QVERIFY(page.headers.value("permissions-policy").contains("camera=()"));
}

void TestDocsPages::asset_any_isServedOrNotFound_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("type");
    const auto row = [](const char *name, int status, const char *type) {
        QTest::newRow(name) << QByteArray(name) << status << QByteArray(type);
    };
    row("swagger-ui-bundle.js", 200, "text/javascript; charset=utf-8");
    row("swagger-ui.css", 200, "text/css; charset=utf-8");
    row("favicon-32x32.png", 200, "image/png");
    row("swagger-ui-license.txt", 200, "text/plain; charset=utf-8");
    row("nada.js", 404, "application/problem+json");
    row("..", 404, "application/problem+json");
    row("Swagger-UI.css", 404, "application/problem+json");
}

void TestDocsPages::asset_any_isServedOrNotFound()
{
    QFETCH(QByteArray, name);
    QFETCH(int, status);
    QFETCH(QByteArray, type);
    const http::Response response = asset(name);
    QCOMPARE(response.status, status);
    QCOMPARE(response.headers.value("content-type"), type);
    QVERIFY(!response.body.isEmpty());
}

void TestDocsPages::serve_knownTag_isNotModified_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<int>("status");
    const QByteArray tag = asset("swagger-ui.css").headers.value("etag");
    QTest::newRow("same") << tag << 304;
    QTest::newRow("weak") << "W/" + tag << 304;
    QTest::newRow("in a list") << "\"x\", " + tag << 304;
    QTest::newRow("any") << QByteArray("*") << 304;
    QTest::newRow("another") << QByteArray("\"x\"") << 200;
    QTest::newRow("unquoted") << tag.sliced(1, tag.size() - 2) << 200;
}

void TestDocsPages::serve_knownTag_isNotModified()
{
    QFETCH(QByteArray, field);
    QFETCH(int, status);
    const http::Response response = asset("swagger-ui.css", field);
    QCOMPARE(response.status, status);
    QCOMPARE(response.body.isEmpty(), status == 304);
    QVERIFY(response.headers.contains("etag"));
}

QTEST_GUILESS_MAIN(TestDocsPages)
#include "tst_docspages.moc"

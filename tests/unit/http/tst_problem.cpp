// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/problem.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using namespace guarita::http;

Q_DECLARE_METATYPE(Language)

class TestProblem : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void preferredLanguage_acceptLanguage_higherWeightWins_data();
    void preferredLanguage_acceptLanguage_higherWeightWins();
    void preferredLanguage_manyRanges_readsTheFirstFew();
    void preferredLanguage_twoFields_readsBoth();
    void response_problem_hasEveryMember();
    void response_english_isEnglish();
    void response_fieldErrors_areListed();
    void response_headersOfProblem_areKept();
    void body_withoutRequest_hasReasonAndNoId();
    void sharedProblems_each_hasItsStatusAndReason();
    void jsonResponse_any_saysItsType();
};

namespace {

Request requestWith(const QByteArray &acceptLanguage)
{
    Request request;
    request.id = "0123456789abcdef0123456789abcdef";
    if (!acceptLanguage.isNull())
        request.headers.append("accept-language", acceptLanguage);
    return request;
}

QJsonObject objectOf(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

QString textOf(const QJsonObject &object, const char *member)
{
    return object.value(QLatin1String(member)).toString();
}

} // namespace

void TestProblem::preferredLanguage_acceptLanguage_higherWeightWins_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<Language>("language");
    const auto row = [](const char *field, Language language) {
        QTest::newRow(field ? field : "(no field)") << QByteArray(field) << language;
    };
    row(nullptr, Language::Portuguese);
    row("", Language::Portuguese);
    row("*", Language::Portuguese);
    row("fr", Language::Portuguese);
    row("pt-BR", Language::Portuguese);
    row("pt-BR,pt;q=0.9,en-US;q=0.8,en;q=0.7", Language::Portuguese);
    row("en", Language::English);
    row("EN-us", Language::English);
    row("en-US,en;q=0.9,pt;q=0.8", Language::English);
    row("en , pt", Language::Portuguese);
    row("pt;q=0.5, en;q=0.501", Language::English);
    row("pt ; q=0.500,\ten ;\tq=0.5", Language::Portuguese);
    row("fr, en;q=0.1", Language::English);
    row("en;q=0", Language::Portuguese);
    row("en;q=0, *", Language::Portuguese);
    row("pt;q=0, *;q=0.1", Language::English);
    row("pt;q=0.2, *;q=0.3", Language::English);
    row("en;Q=0.9, pt;q=0.1", Language::English);
    row("en;q=1.000, pt;q=0.999", Language::English);
    row("en;q=1.001, pt;q=0.1", Language::Portuguese); // malformed weights do not count
    row("en;q=2, pt;q=0.1", Language::Portuguese);
    row("en;q=0.1234, pt;q=0.1", Language::Portuguese);
    row("en;q=, pt;q=0.1", Language::Portuguese);
    row("en;q=0x5, pt;q=0.1", Language::Portuguese);
    row("en;level=1, pt;q=0.1", Language::Portuguese);
    row("english", Language::Portuguese);
    row("e", Language::Portuguese);
    row(",,,;,;q=,en", Language::English);
}

void TestProblem::preferredLanguage_acceptLanguage_higherWeightWins()
{
    QFETCH(QByteArray, field);
    QFETCH(Language, language);
    QCOMPARE(preferredLanguage(requestWith(field)), language);
}

void TestProblem::preferredLanguage_manyRanges_readsTheFirstFew()
{
    QCOMPARE(preferredLanguage(requestWith(QByteArray("fr,").repeated(15) + "en")), Language::English);
    QCOMPARE(preferredLanguage(requestWith(QByteArray("fr,").repeated(16) + "en")), Language::Portuguese);
}

void TestProblem::preferredLanguage_twoFields_readsBoth()
{
    Request request = requestWith("pt;q=0.5");
    request.headers.append("accept-language", "en");
    QCOMPARE(preferredLanguage(request), Language::English);
}

void TestProblem::response_problem_hasEveryMember()
{
    Problem problem;
    problem.status = 502;
    problem.reason = "upstream_connect";
    problem.detail = {QStringLiteral("Não há ligação com o servidor."), QStringLiteral("No connection.")};
    const Response response = problemResponse(requestWith({}), problem);

    QCOMPARE(response.status, 502);
    QCOMPARE(response.reason, QByteArray("upstream_connect"));
    QCOMPARE(response.headers.value("content-type"), QByteArray("application/problem+json"));
    QCOMPARE(response.headers.value("content-language"), QByteArray("pt-BR"));
    QCOMPARE(response.headers.value("vary"), QByteArray("Accept-Language"));

    const QJsonObject body = objectOf(response.body);
    QCOMPARE(textOf(body, "type"), QStringLiteral("urn:guarita:upstream_connect"));
    QCOMPARE(textOf(body, "title"), QStringLiteral("Bad Gateway"));
    QCOMPARE(body.value(QLatin1String("status")).toInt(), 502);
    QCOMPARE(textOf(body, "detail"), QStringLiteral("Não há ligação com o servidor."));
    QCOMPARE(textOf(body, "reason"), QStringLiteral("upstream_connect"));
    QCOMPARE(textOf(body, "request_id"), QStringLiteral("0123456789abcdef0123456789abcdef"));
    QVERIFY(!body.contains(QLatin1String("errors")));
}

void TestProblem::response_english_isEnglish()
{
    const Response response = problemResponse(requestWith("en"), notFound());
    QCOMPARE(response.headers.value("content-language"), QByteArray("en"));
    QCOMPARE(textOf(objectOf(response.body), "detail"), QStringLiteral("There is nothing at this path."));
}

void TestProblem::response_fieldErrors_areListed()
{
    Problem problem;
    problem.status = 422;
    problem.reason = "item_invalido";
    problem.errors = {
        {QStringLiteral("nome"), {QStringLiteral("Falta."), QStringLiteral("Missing.")}},
        {QStringLiteral("preco"), {QStringLiteral("\"-1\" é negativo."), QStringLiteral("Below 0.")}}};
    const QJsonArray errors =
        objectOf(problemResponse(requestWith({}), problem).body).value(QLatin1String("errors")).toArray();
    QCOMPARE(errors.size(), 2);
    QCOMPARE(textOf(errors[0].toObject(), "campo"), QStringLiteral("nome"));
    QCOMPARE(textOf(errors[1].toObject(), "mensagem"), QStringLiteral("\"-1\" é negativo."));

    const QJsonArray english =
        objectOf(problemResponse(requestWith("en"), problem).body).value(QLatin1String("errors")).toArray();
    QCOMPARE(textOf(english[0].toObject(), "mensagem"), QStringLiteral("Missing."));
}

void TestProblem::response_headersOfProblem_areKept()
{
    const Response response = problemResponse(requestWith({}), methodNotAllowed("GET, HEAD"));
    QCOMPARE(response.headers.value("allow"), QByteArray("GET, HEAD"));
    QCOMPARE(response.headers.count("content-type"), 1);
}

void TestProblem::body_withoutRequest_hasReasonAndNoId()
{
    const QJsonObject body =
        objectOf(problemBody(431, "header_too_large", QStringLiteral("Grande demais."), {}));
    QCOMPARE(textOf(body, "type"), QStringLiteral("urn:guarita:header_too_large"));
    QCOMPARE(textOf(body, "title"), QStringLiteral("Request Header Fields Too Large"));
    QCOMPARE(body.value(QLatin1String("status")).toInt(), 431);
    QVERIFY(!body.contains(QLatin1String("request_id")));

    const QJsonObject withId = objectOf(problemBody(408, "header_timeout", QStringLiteral("x"), "ab12"));
    QCOMPARE(textOf(withId, "request_id"), QStringLiteral("ab12"));
}

void TestProblem::sharedProblems_each_hasItsStatusAndReason()
{
    QCOMPARE(notFound().status, 404);
    QCOMPARE(notFound().reason, QByteArray("nao_encontrado"));
    QCOMPARE(methodNotAllowed("GET").status, 405);
    QCOMPARE(methodNotAllowed("GET").reason, QByteArray("metodo_nao_permitido"));
    QCOMPARE(internalError().status, 500);
    QCOMPARE(internalError().reason, QByteArray("erro_interno"));
    QCOMPARE(draining().status, 503);
    QCOMPARE(draining().reason, QByteArray("encerrando"));
    QVERIFY(draining().headers.contains("retry-after"));
}

void TestProblem::jsonResponse_any_saysItsType()
{
    const Response response = jsonResponse("{}", 201);
    QCOMPARE(response.status, 201);
    QCOMPARE(response.body, QByteArray("{}"));
    QCOMPARE(response.headers.value("Content-Type"), QByteArray("application/json"));
}

QTEST_APPLESS_MAIN(TestProblem)
#include "tst_problem.moc"

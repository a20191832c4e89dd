// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/problemreader.h"

#include <QtTest/QTest>

using namespace guarita::console;

using Kind = ApiError::Kind;

namespace {

ApiResponse problem(int status, const QByteArray &reason, const QByteArray &more = {})
{
    ApiResponse response;
    response.status = status;
    response.headers = {{"content-type", "application/problem+json"}};
    response.body =
        R"({"type":"urn:guarita:)" + reason + R"(","detail":"um problema","request_id":"r1")" + more + "}";
    return response;
}

} // namespace

class TestProblemReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void errorOf_status_hasItsKind_data();
    void errorOf_status_hasItsKind();
    void errorOf_problem_isRead();
    void errorOf_retryAfter_isSeconds_data();
    void errorOf_retryAfter_isSeconds();
    void errorOf_noProblem_saysTheStatus_data();
    void errorOf_noProblem_saysTheStatus();
    void errorOf_hugeTexts_areCut();
};

void TestProblemReader::errorOf_status_hasItsKind_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("reason");
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("outage");
    QTest::addColumn<bool>("unknown");
    const auto row = [](int status, const char *reason, Kind kind, bool outage, bool unknown) {
        QTest::addRow("%d %s", status, reason)
            << status << QByteArray(reason) << int(kind) << outage << unknown;
    };
    row(400, "corpo_invalido", Kind::Invalid, false, false);
    row(401, "token_expirado", Kind::Unauthorized, false, false);
    row(403, "x", Kind::Forbidden, false, false);
    row(404, "nao_encontrado", Kind::NotFound, false, false);
    row(405, "metodo_nao_permitido", Kind::Failed, false, false);
    row(412, "versao_divergente", Kind::Conflict, false, false);
    row(413, "corpo_grande", Kind::Failed, false, false);
    row(422, "campos_invalidos", Kind::Invalid, false, false);
    row(429, "muitos_logins", Kind::Throttled, false, false);
    row(301, "x", Kind::Failed, false, false);
    row(500, "erro_interno", Kind::Failed, false, true);
    row(507, "disco_cheio", Kind::Failed, false, false);
    row(502, "upstream_connect", Kind::Unavailable, true, false);
    row(502, "upstream_no_response", Kind::Unavailable, true, true);
    row(502, "upstream_truncated", Kind::Unavailable, true, true);
    row(504, "upstream_timeout", Kind::Unavailable, true, true);
    row(503, "sem_servidor", Kind::Unavailable, true, false);
    row(503, "banco_indisponivel", Kind::Unavailable, true, false);
    row(503, "banco_ocupado", Kind::Unavailable, true, false);
    row(503, "resultado_desconhecido", Kind::Unavailable, true, true);
    row(503, "novo_motivo", Kind::Unavailable, true, true);
    row(503, "login_sobrecarregado", Kind::Throttled, false, false);
}

void TestProblemReader::errorOf_status_hasItsKind()
{
    QFETCH(int, status);
    QFETCH(QByteArray, reason);
    const ApiError error = errorOf(problem(status, reason));
    QTEST(int(error.kind), "kind");
    QCOMPARE(error.status, status);
    QCOMPARE(error.reason, reason);
    QTEST(error.isOutage(), "outage");
    QTEST(error.outcomeUnknown(), "unknown");
}

void TestProblemReader::errorOf_problem_isRead()
{
    ApiResponse response = problem(422, "campos_invalidos",
                                   R"(,"errors":[{"campo":"nome","mensagem":"É obrigatório."},)"
                                   R"({"campo":"preco","mensagem":"Deve ser um número.","x":1},7,{}])");
    response.headers.emplace_back("x-request-id", "other");
    const ApiError error = errorOf(response);
    QCOMPARE(error.detail, QStringLiteral("um problema"));
    QCOMPARE(error.requestId, QByteArray("r1"));
    const std::vector<FieldMessage> expected{
        {QStringLiteral("nome"), QStringLiteral("É obrigatório.")},
        {QStringLiteral("preco"), QStringLiteral("Deve ser um número.")}};
    QVERIFY(error.fields == expected);
    QVERIFY(!error.retryAfter);
}

void TestProblemReader::errorOf_retryAfter_isSeconds_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<int>("seconds"); // -1: none
    QTest::newRow("seconds") << QByteArray("7") << 7;
    QTest::newRow("zero") << QByteArray("0") << 0;
    QTest::newRow("negative") << QByteArray("-1") << -1;
    QTest::newRow("date") << QByteArray("Fri, 31 Dec 1999 23:59:59 GMT") << -1;
    QTest::newRow("years") << QByteArray("999999999") << 86'400;
    QTest::newRow("none") << QByteArray() << -1;
}

void TestProblemReader::errorOf_retryAfter_isSeconds()
{
    QFETCH(QByteArray, field);
    ApiResponse response = problem(429, "muitos_logins");
    if (!field.isEmpty())
        response.headers.emplace_back("retry-after", field);
    const std::optional<std::chrono::seconds> wait = errorOf(response).retryAfter;
    QTEST(wait ? int(wait->count()) : -1, "seconds");
}

void TestProblemReader::errorOf_noProblem_saysTheStatus_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("nothing") << QByteArray() << QByteArray();
    QTest::newRow("a page") << QByteArray("text/html") << QByteArray("<h1>Bad Gateway</h1>");
    QTest::newRow("broken") << QByteArray("application/problem+json") << QByteArray("{\"detail\":");
    QTest::newRow("a list") << QByteArray("application/problem+json") << QByteArray("[1]");
    QTest::newRow("wrong types") << QByteArray("application/problem+json")
                                 << QByteArray(R"({"type":1,"detail":[],"errors":{},"request_id":2})");
    QTest::newRow("too long") << QByteArray("application/problem+json")
                              << QByteArray(R"({"detail":")" + QByteArray(1'000'000, 'x') + "\"}");
}

void TestProblemReader::errorOf_noProblem_saysTheStatus()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    ApiResponse response;
    response.status = 502;
    response.headers = {{"content-type", type}, {"x-request-id", "abc"}};
    response.body = body;
    const ApiError error = errorOf(response);
    QCOMPARE(error.kind, Kind::Unavailable);
    QVERIFY(error.reason.isEmpty());
    QVERIFY(error.detail.contains(QStringLiteral("502")));
    QCOMPARE(error.requestId, QByteArray("abc"));
    QVERIFY(error.fields.empty());
}

void TestProblemReader::errorOf_hugeTexts_areCut()
{
    QByteArray errors;
    for (int i = 0; i < 500; ++i)
        errors += QByteArray(i ? "," : "") + R"({"campo":")" + QByteArray(200, 'c') + R"(","mensagem":"m"})";
    const ApiError error = errorOf(problem(422, QByteArray(5000, 'r'), ",\"errors\":[" + errors + ']'));
    QVERIFY(error.reason.size() < 200);
    QCOMPARE(error.fields.size(), std::size_t(64));
    QVERIFY(error.fields.front().field.size() <= 101);
}

QTEST_APPLESS_MAIN(TestProblemReader)
#include "tst_problemreader.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/listquery.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::server;
using namespace guarita::server::web;
using domain::ItemField;
using domain::ItemQuery;
using domain::SortField;

Q_DECLARE_METATYPE(guarita::server::domain::ItemQuery)

class TestListQuery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void read_good_data();
    void read_good();
    void read_bad_data();
    void read_bad();
    void read_longSearch_countsCharacters();
    void read_unknownName_isShown();
    void write_query_isReadBack_data();
    void write_query_isReadBack();
    void cursor_place_isReadBack();
    void export_parameters_areItsOwn();
    void history_parameters_areItsOwn();
};

namespace {

ItemQuery query(qint64 limit = 100, std::optional<qint64> offset = {}, std::vector<SortField> order = {},
                const QString &search = {}, bool withTotal = true)
{
    ItemQuery query;
    query.limit = limit;
    query.offset = offset;
    query.order = std::move(order);
    query.search = search;
    query.withTotal = withTotal;
    return query;
}

ItemQuery searching(const char16_t *text)
{
    return query(100, {}, {}, QString::fromUtf16(text));
}

ItemQuery priced(std::optional<qint64> lowest, std::optional<qint64> highest)
{
    ItemQuery query;
    query.lowestPrice = lowest;
    query.highestPrice = highest;
    return query;
}

/// A place behind an item, in the order of a query.
ItemQuery placed(ItemQuery query, bool backward)
{
    domain::Item item;
    item.id = 9'007'199'254'740'993; // which no double holds
    item.content = {QStringLiteral("Açaí \"🍵\""), std::nullopt, 9'999'999'999'999};
    query.cursor = domain::cursorAt(item, query, backward);
    return query;
}

} // namespace

void TestListQuery::read_good_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<ItemQuery>("expected");
    const auto row = [](const char *text, const ItemQuery &expected) {
        QTest::newRow(text) << QByteArray(text) << expected;
    };
    row("", query());
    row("limit=1", query(1));
    row("limit=%31", query(1));
    row("offset=0", query(100, 0));
    row("offset=9223372036854775807&limit=1000", query(1000, 9223372036854775807LL));
    row("ordem=id", query(100, {}, {{ItemField::Id, false}}));
    row("ordem=-id", query(100, {}, {{ItemField::Id, true}}));
    row("ordem=preco,-nome", query(100, {}, {{ItemField::Preco, false}, {ItemField::Nome, true}}));
    row("ordem=preco%2C-nome", query(100, {}, {{ItemField::Preco, false}, {ItemField::Nome, true}}));
    row("ordem=-criado_em,atualizado_em,id",
        query(100, {},
              {{ItemField::CriadoEm, true}, {ItemField::AtualizadoEm, false}, {ItemField::Id, false}}));
    row("q=", query());
    row("q=cafe", searching(u"cafe"));
    row("q=caf%C3%A9", searching(u"café"));
    row("q=caf%c3%a9", searching(u"café"));
    row("q=a+b%20c%2Bd", searching(u"a b c+d"));
    row("q=a=b", searching(u"a=b"));
    row("q=100%25_", searching(u"100%_"));
    row("q=%F0%9F%8D%B5", searching(u"🍵"));
    row("q=%27%3B--", searching(u"';--"));
    row("total=true", query());
    row("total=false", query(100, {}, {}, {}, false));
    row("preco_min=0", priced(0, {}));
    row("preco_min=10.5&preco_max=99999999999.99", priced(1050, 9'999'999'999'999));
    row("preco_max=10.05", priced({}, 1005));
    row("preco_max=7.00&preco_min=7", priced(700, 700));
    row("total=false&q=x&ordem=nome&offset=2&limit=3",
        query(3, 2, {{ItemField::Nome, false}}, QStringLiteral("x"), false));
}

void TestListQuery::read_good()
{
    QFETCH(QByteArray, text);
    QFETCH(ItemQuery, expected);
    const core::Result<ItemQuery, http::Problem> read = readListQuery(text);
    QVERIFY2(read, read ? "" : qPrintable(read.error().detail.english));
    QVERIFY(read.value() == expected);
}

void TestListQuery::read_bad_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("named");
    const auto rows = [](const char *named, std::initializer_list<const char *> texts) {
        for (const char *text : texts)
            QTest::newRow(text) << QByteArray(text) << QString::fromLatin1(named);
    };
    rows("limit", {"limit=0", "limit=1001", "limit=-1", "limit=", "limit", "limit=a", "limit=1.0", "limit=01",
                   "limit=+1", "limit=1&limit=1", "limit=1&q=a&limit=2"});
    rows("offset", {"offset=-1", "offset=", "offset", "offset=9223372036854775808", "offset=1&offset=2"});
    rows("ordem", {"ordem=", "ordem", "ordem=,", "ordem=nome,", "ordem=,nome", "ordem=cor", "ordem=Nome",
                   "ordem=+nome", "ordem=--nome", "ordem=-", "ordem=nome,-nome", "ordem=nome,nome",
                   "ordem=nome%20", "ordem=nome_chave", "ordem=descricao", "ordem=versao",
                   "ordem=id,nome,preco,criado_em", "ordem=nome;DROP"});
    rows("q", {"q", "q=%", "q=%4", "q=%4g", "q=%C3", "q=%C3%28", "q=%ED%A0%80", "q=%C0%80", "q=%00",
               "q=%EF%BB%BFa", "q=a&q=b"});
    rows("preco_min",
         {"preco_min=", "preco_min=-1", "preco_min=1.", "preco_min=.5", "preco_min=1,5", "preco_min=1.999",
          "preco_min=1e2", "preco_min=01", "preco_min=100000000000", "preco_min=NaN", "preco_min=+1",
          "preco_min=2&preco_max=1.99", "preco_min=1&preco_min=1"});
    rows("preco_max", {"preco_max=x", "preco_max= 1", "preco_max"});
    rows("depois", {"depois=", "depois", "depois=x", "depois=!", "depois=W10", "depois=WyIwKyIsZmFsc2Vd",
                    "depois=WyIwKyIsZmFsc2UsNV0", "depois=WyIwKyIsZmFsc2UsIjUiXQ&offset=0",
                    "depois=WyIwKyIsZmFsc2UsIjUiXQ&ordem=nome", "depois=WyIwKyIsZmFsc2UsIjV4Il0"});
    rows("total", {"total=", "total", "total=1", "total=False", "total=false&total=false"});
    rows("x", {"x=1", "limit=1&x", "x=%"});
    rows("Limit", {"Limit=1"});
    rows("%71", {"%71=a"});
    rows("", {"&", "limit=1&&", "=1"});
}

void TestListQuery::read_bad()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, named);
    const core::Result<ItemQuery, http::Problem> read = readListQuery(text);
    QVERIFY(!read);
    QCOMPARE(read.error().status, 400);
    QCOMPARE(read.error().reason, QByteArray("parametro_invalido"));
    for (const QString &detail : {read.error().detail.portuguese, read.error().detail.english})
        QVERIFY2(detail.startsWith(QStringLiteral("The parameter ") + named + u' ') ||
                     detail.startsWith(QStringLiteral("O parâmetro ") + named + u' ') ||
                     detail.contains(u'"' + named + u'"'),
                 qPrintable(detail));
}

void TestListQuery::read_longSearch_countsCharacters()
{
    QVERIFY(readListQuery("q=" + QByteArray("%F0%9F%8D%B5").repeated(100)));
    QVERIFY(!readListQuery("q=" + QByteArray("%F0%9F%8D%B5").repeated(101)));
    QVERIFY(readListQuery("q=" + QByteArray("x").repeated(100)));
    QVERIFY(!readListQuery("q=" + QByteArray("x").repeated(101)));
}

void TestListQuery::read_unknownName_isShown()
{
    const auto read = readListQuery(QByteArray(1000, 'n') + "=1");
    QVERIFY(!read);
    QVERIFY(read.error().detail.portuguese.contains(QString(40, u'n')));
    QVERIFY(!read.error().detail.portuguese.contains(QString(41, u'n')));
}

void TestListQuery::write_query_isReadBack_data()
{
    QTest::addColumn<ItemQuery>("wanted");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("usual") << query() << QByteArray("limit=100");
    QTest::newRow("by offset") << query(100, 0) << QByteArray("limit=100&offset=0");
    QTest::newRow("prices") << priced(5, 1'990) << QByteArray("limit=100&preco_min=0.05&preco_max=19.90");
    QTest::newRow("all") << query(7, 14, {{ItemField::Preco, true}, {ItemField::AtualizadoEm, false}},
                                  QStringLiteral("a+b é/&=%<>\"',;"), false)
                         << QByteArray("limit=7&offset=14&ordem=-preco,atualizado_em"
                                       "&q=a%2Bb%20%C3%A9%2F%26%3D%25%3C%3E%22%27%2C%3B&total=false");
}

void TestListQuery::write_query_isReadBack()
{
    QFETCH(ItemQuery, wanted);
    QTEST(writeListQuery(wanted), "text");
    QVERIFY(readListQuery(writeListQuery(wanted)).value() == wanted);
}

void TestListQuery::cursor_place_isReadBack()
{
    for (const std::vector<SortField> &order :
         {std::vector<SortField>{},
          {{ItemField::Nome, true}},
          {{ItemField::Preco, false}, {ItemField::Nome, true}, {ItemField::CriadoEm, false}}}) {
        for (const bool backward : {false, true}) {
            const ItemQuery wanted = placed(query(100, {}, order), backward);
            const QByteArray text = writeListQuery(wanted);
            const auto read = readListQuery(text);
            QVERIFY2(read, text.constData());
            QVERIFY(read.value() == wanted);
        }
    }
    QVERIFY(readListQuery("depois=WyIwKyIsZmFsc2UsIjUiXQ")); // what the bad ones above come from
}

void TestListQuery::export_parameters_areItsOwn()
{
    const auto all = readExportQuery("formato=ndjson&ordem=-preco&q=a&preco_min=1&preco_max=2");
    QVERIFY(all && all.value().format == ExportFormat::NdJson);
    QCOMPARE(all.value().items.lowestPrice, 100);
    QVERIFY(readExportQuery("").value().format == ExportFormat::Csv);
    for (const char *bad : {"formato=xml", "formato=", "limit=1", "offset=1", "total=false", "depois=x"})
        QVERIFY2(!readExportQuery(bad), bad);
}

void TestListQuery::history_parameters_areItsOwn()
{
    QCOMPARE(readHistoryQuery("limit=5&antes=9").value().before, 9);
    QCOMPARE(readHistoryQuery("").value().limit, 100);
    for (const char *bad : {"antes=0", "antes=", "limit=1001", "ordem=id", "q=a"})
        QVERIFY2(!readHistoryQuery(bad), bad);
}

QTEST_APPLESS_MAIN(TestListQuery)
#include "tst_listquery.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/domain/itemrules.h"

#include <QtTest/QTest>

using namespace guarita::server::domain;

class TestItemRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void violations_nome_data();
    void violations_nome();
    void violations_descricao_data();
    void violations_descricao();
    void violations_preco_data();
    void violations_preco();
    void violations_severalFields_areAllFound();

private:
    static void compare(const ItemDraft &draft, const char *field, int rule);
};

namespace {
constexpr int none = -1;
const QString tea = QStringLiteral("🍵"); // two UTF-16 units, one character
} // namespace

void TestItemRules::compare(const ItemDraft &draft, const char *field, int rule)
{
    std::vector<Violation> expected;
    if (rule != none)
        expected.push_back({field, Rule(rule)});
    const std::vector<Violation> found = violations(draft);
    QCOMPARE(found.size(), expected.size());
    if (rule == none)
        return;
    QCOMPARE(QByteArray(found.front().field), QByteArray(field));
    QCOMPARE(int(found.front().rule), rule);
}

void TestItemRules::violations_nome_data()
{
    QTest::addColumn<QString>("nome");
    QTest::addColumn<int>("rule");
    QTest::newRow("one character") << QStringLiteral("a") << none;
    QTest::newRow("100 characters") << QString(100, u'a') << none;
    QTest::newRow("100 characters of two units") << tea.repeated(100) << none;
    QTest::newRow("101 characters") << QString(101, u'a') << int(Rule::TooLong);
    QTest::newRow("101 characters of two units") << tea.repeated(101) << int(Rule::TooLong);
    QTest::newRow("empty") << QStringLiteral("") << int(Rule::Empty);
    QTest::newRow("null") << QString() << int(Rule::Empty);
    QTest::newRow("spaces") << QStringLiteral("   ") << int(Rule::Blank);
    QTest::newRow("other white space") << QStringLiteral("\u00a0\u2003\u3000\t") << int(Rule::Blank);
    QTest::newRow("spaces around") << QStringLiteral(" a ") << none;
    QTest::newRow("nul") << QString(QStringLiteral("a") + QChar(0)) << int(Rule::ControlCharacter);
    QTest::newRow("line feed") << QStringLiteral("a\nb") << int(Rule::ControlCharacter);
    QTest::newRow("delete") << QStringLiteral("a\u007f") << int(Rule::ControlCharacter);
    QTest::newRow("C1 control") << QStringLiteral("a\u0085b") << int(Rule::ControlCharacter);
}

void TestItemRules::violations_nome()
{
    QFETCH(QString, nome);
    QFETCH(int, rule);
    compare({nome, std::nullopt, 0}, "nome", rule);
}

void TestItemRules::violations_descricao_data()
{
    QTest::addColumn<QString>("descricao");
    QTest::addColumn<int>("rule");
    QTest::newRow("empty") << QStringLiteral("") << none;
    QTest::newRow("lines") << QStringLiteral("a\r\nb\tc") << none;
    QTest::newRow("500 characters") << tea.repeated(500) << none;
    QTest::newRow("501 characters") << QString(501, u'a') << int(Rule::TooLong);
    QTest::newRow("nul") << QString(QStringLiteral("a") + QChar(0)) << int(Rule::Nul);
}

void TestItemRules::violations_descricao()
{
    QFETCH(QString, descricao);
    QFETCH(int, rule);
    compare({QStringLiteral("a"), descricao, 0}, "descricao", rule);
}

void TestItemRules::violations_preco_data()
{
    QTest::addColumn<qint64>("preco");
    QTest::addColumn<int>("rule");
    QTest::newRow("nothing") << 0LL << none;
    QTest::newRow("the most") << 9'999'999'999'999LL << none;
    QTest::newRow("one cent more") << 10'000'000'000'000LL << int(Rule::TooLarge);
    QTest::newRow("one cent less than nothing") << -1LL << int(Rule::Negative);
}

void TestItemRules::violations_preco()
{
    QFETCH(qint64, preco);
    QFETCH(int, rule);
    compare({QStringLiteral("a"), std::nullopt, preco}, "preco", rule);
}

void TestItemRules::violations_severalFields_areAllFound()
{
    const std::vector<Violation> found = violations({QString(), QString(501, u'a'), -1});
    QCOMPARE(found.size(), std::size_t(3)); // one for each field, though an empty name is blank as well
    QCOMPARE(found[0].rule, Rule::Empty);
    QCOMPARE(found[1].rule, Rule::TooLong);
    QCOMPARE(found[2].rule, Rule::Negative);
}

QTEST_GUILESS_MAIN(TestItemRules)
#include "tst_itemrules.moc"

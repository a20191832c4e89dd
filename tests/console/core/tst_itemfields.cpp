// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/core/itemfields.h"

#include <QtTest/QTest>

using namespace guarita::console;

namespace {

ItemFields item(const QString &nome, std::optional<QString> descricao = {}, qint64 cents = 100)
{
    return {nome, std::move(descricao), cents};
}

using Violations = std::vector<FieldViolation>;

} // namespace

Q_DECLARE_METATYPE(guarita::console::ItemFields)
Q_DECLARE_METATYPE(Violations)

class TestItemFields : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void violationsOf_fields_followTheServersRules_data();
    void violationsOf_fields_followTheServersRules();
    void changedFields_difference_isNamed();
    void merge_sides_areCombinedByField_data();
    void merge_sides_areCombinedByField();
};

void TestItemFields::violationsOf_fields_followTheServersRules_data()
{
    QTest::addColumn<ItemFields>("fields");
    QTest::addColumn<Violations>("expected");
    const auto row = [](const char *name, ItemFields fields, Violations expected) {
        QTest::newRow(name) << std::move(fields) << std::move(expected);
    };
    const QString face = QStringLiteral(u"\U0001F600");
    row("good", item(QStringLiteral("Caneta")), {});
    row("empty", item({}), {{Field::Nome, FieldRule::Empty}});
    row("blank", item(QStringLiteral(u" \t\u00A0\u2003")), {{Field::Nome, FieldRule::Empty}});
    row("100 letters", item(QString(100, u'a')), {});
    row("101 letters", item(QString(101, u'a')), {{Field::Nome, FieldRule::TooLong}});
    row("100 characters beyond the BMP", item(face.repeated(100)), {});
    row("101 characters beyond the BMP", item(face.repeated(101)), {{Field::Nome, FieldRule::TooLong}});
    row("a line end in the name", item(QStringLiteral("a\nb")), {{Field::Nome, FieldRule::ControlCharacter}});
    row("a NUL in the name", item(QString(QChar(u'\0'))), {{Field::Nome, FieldRule::ControlCharacter}});
    row("lines in the description", item(QStringLiteral("a"), QStringLiteral("b\nc\td")), {});
    row("a NUL in the description", item(QStringLiteral("a"), QString(QChar(u'\0'))),
        {{Field::Descricao, FieldRule::ControlCharacter}});
    row("an empty description", item(QStringLiteral("a"), QString()), {});
    row("500 letters", item(QStringLiteral("a"), QString(500, u'b')), {});
    row("501 letters", item(QStringLiteral("a"), QString(501, u'b')),
        {{Field::Descricao, FieldRule::TooLong}});
    row("negative", item(QStringLiteral("a"), {}, -5), {{Field::Preco, FieldRule::Negative}});
    row("no price", item(QStringLiteral("a"), {}, noPrice), {{Field::Preco, FieldRule::Empty}});
    row("free", item(QStringLiteral("a"), {}, 0), {});
    row("dearest", item(QStringLiteral("a"), {}, 9'999'999'999'999), {});
    row("too dear", item(QStringLiteral("a"), {}, 10'000'000'000'000), {{Field::Preco, FieldRule::TooLarge}});
    row("all", item({}, QString(501, u'b'), -5),
        {{Field::Nome, FieldRule::Empty},
         {Field::Descricao, FieldRule::TooLong},
         {Field::Preco, FieldRule::Negative}});
}

void TestItemFields::violationsOf_fields_followTheServersRules()
{
    QFETCH(ItemFields, fields);
    QFETCH(Violations, expected);
    QCOMPARE(violationsOf(fields), expected);
}

void TestItemFields::changedFields_difference_isNamed()
{
    const ItemFields before = item(QStringLiteral("a"), QStringLiteral("b"), 1);
    QCOMPARE(changedFields(before, before), std::vector<Field>{});
    QCOMPARE(changedFields(before, item(QStringLiteral("a"), {}, 2)),
             (std::vector{Field::Descricao, Field::Preco}));
    QCOMPARE(changedFields(before, item(QStringLiteral("A"), QStringLiteral("b"), 1)),
             std::vector{Field::Nome});
    // No description is not the same as an empty one.
    QCOMPARE(changedFields(item({}, QString()), item({}, {})), std::vector{Field::Descricao});
}

void TestItemFields::merge_sides_areCombinedByField_data()
{
    QTest::addColumn<ItemFields>("mine");
    QTest::addColumn<ItemFields>("theirs");
    QTest::addColumn<ItemFields>("merged");
    QTest::addColumn<std::vector<Field>>("clashes");
    const QString a = QStringLiteral("a"), b = QStringLiteral("b"), c = QStringLiteral("c");
    const auto none = std::vector<Field>{};
    // The base is {a, b, 100}.
    QTest::newRow("nobody changed") << item(a, b) << item(a, b) << item(a, b) << none;
    QTest::newRow("only mine") << item(c, b) << item(a, b) << item(c, b) << none;
    QTest::newRow("only theirs") << item(a, b) << item(a, {}, 7) << item(a, {}, 7) << none;
    QTest::newRow("disjoint") << item(c, b) << item(a, b, 7) << item(c, b, 7) << none;
    QTest::newRow("the same change") << item(c, b) << item(c, b) << item(c, b) << none;
    QTest::newRow("a clash keeps mine")
        << item(c, b) << item(b, b, 7) << item(c, b, 7) << std::vector{Field::Nome};
    QTest::newRow("all clash") << item(b, a, 1) << item(c, c, 2) << item(b, a, 1)
                               << std::vector{Field::Nome, Field::Descricao, Field::Preco};
    QTest::newRow("removed here, changed there")
        << item(a, {}) << item(a, c) << item(a, {}) << std::vector{Field::Descricao};
}

void TestItemFields::merge_sides_areCombinedByField()
{
    QFETCH(ItemFields, mine);
    QFETCH(ItemFields, theirs);
    const ItemFields base = item(QStringLiteral("a"), QStringLiteral("b"));
    const Merge merge = guarita::console::merge(base, mine, theirs);
    QTEST(merge.merged, "merged");
    QTEST(merge.clashes, "clashes");
}

QTEST_APPLESS_MAIN(TestItemFields)
#include "tst_itemfields.moc"

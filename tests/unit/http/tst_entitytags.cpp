// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/entitytags.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::http;

class TestEntityTags : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void read_fields_data();
    void read_fields();
    void versionOf_tag_data();
    void versionOf_tag();
    void tagOf_version_isQuoted() { QCOMPARE(tagOf(42), QByteArray("\"42\"")); }
};

void TestEntityTags::read_fields_data()
{
    QTest::addColumn<QByteArrayList>("fields");
    QTest::addColumn<int>("state");
    QTest::addColumn<QByteArray>("tags"); // as S:opaque or W:opaque, or *
    const auto row = [](const char *name, const QByteArrayList &fields, TagsState state,
                        const char *tags = "") {
        QTest::newRow(name) << fields << int(state) << QByteArray(tags);
    };
    row("none", {}, TagsState::Absent);
    row("any", {"*"}, TagsState::Good, "*");
    row("one", {"\"1\""}, TagsState::Good, "S:1");
    row("weak", {"W/\"1\""}, TagsState::Good, "W:1");
    row("several", {"\"1\", W/\"2\" ,\"3\""}, TagsState::Good, "S:1 W:2 S:3");
    row("several fields", {"\"1\"", "\"2\""}, TagsState::Good, "S:1 S:2");
    row("comma inside", {"\"1,2\""}, TagsState::Good, "S:1,2");
    row("empty elements", {",,\"1\",,"}, TagsState::Good, "S:1");
    row("empty tag", {"\"\""}, TagsState::Good, "S:");
    row("empty field", {""}, TagsState::Malformed);
    row("unquoted", {"1"}, TagsState::Malformed);
    row("unclosed", {"\"1"}, TagsState::Malformed);
    row("lower-case weak", {"w/\"1\""}, TagsState::Malformed);
    row("glued", {"\"1\"\"2\""}, TagsState::Malformed);
    row("any with more", {"*, \"1\""}, TagsState::Malformed);
    row("any beside more", {"*", "\"1\""}, TagsState::Malformed);
}

void TestEntityTags::read_fields()
{
    QFETCH(QByteArrayList, fields);
    net::Headers headers = {{"other", "\"9\""}};
    for (const QByteArray &field : fields)
        headers.append("if-match", field);
    const ReadTags read = readEntityTags(headers, "if-match");
    QTEST(int(read.state), "state");
    QByteArrayList tags;
    if (read.value.any)
        tags.append("*");
    for (const EntityTags::Tag &tag : read.value.tags)
        tags.append((tag.weak ? "W:" : "S:") + tag.opaque);
    QTEST(tags.join(' '), "tags");
}

void TestEntityTags::versionOf_tag_data()
{
    QTest::addColumn<QByteArray>("opaque");
    QTest::addColumn<qint64>("version"); // 0: none
    for (const auto &[opaque, version] : {std::pair{"1", 1LL},
                                          {"9223372036854775807", 9223372036854775807LL},
                                          {"9223372036854775808", 0LL},
                                          {"0", 0LL},
                                          {"01", 0LL},
                                          {"-1", 0LL},
                                          {"+1", 0LL},
                                          {" 1", 0LL},
                                          {"", 0LL},
                                          {"abc", 0LL},
                                          {"1.0", 0LL}})
        QTest::newRow(opaque) << QByteArray(opaque) << qint64(version);
}

void TestEntityTags::versionOf_tag()
{
    QFETCH(QByteArray, opaque);
    QTEST(versionOf({opaque, false}).value_or(0), "version");
}

QTEST_GUILESS_MAIN(TestEntityTags)
#include "tst_entitytags.moc"

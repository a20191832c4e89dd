// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/domain/searchkey.h"

#include <QtTest/QTest>

using guarita::server::domain::searchKey;

class TestSearchKey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void key_text_isFolded_data();
    void key_text_isFolded();
    void key_ofAKey_isTheKey();
};

void TestSearchKey::key_text_isFolded_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("key");
    const auto row = [](const char *name, const char16_t *text, const char16_t *key) {
        QTest::newRow(name) << QString::fromUtf16(text) << QString::fromUtf16(key);
    };
    row("empty", u"", u"");
    row("ASCII", u"Tea 10% _x_ [!]", u"tea 10% _x_ [!]");
    row("accents", u"Pão de AÇÚCAR às três", u"pao de acucar as tres");
    row("composed and decomposed", u"Caf\u00e9 Cafe\u0301", u"cafe cafe");
    row("several marks on a letter", u"\u1ec7 e\u0323\u0302", u"e e");
    row("sharp s, small and capital", u"Straße STRAẞE", u"strasse strasse");
    row("ligature", u"ﬁo", u"fio");
    row("dotted and dotless i", u"İI ı", u"ii i");
    row("final sigma", u"ΟΔΥΣΣΕΎΣ", u"οδυσσευσ");
    row("Cyrillic", u"ЁЖ Й", u"еж и");
    row("letters with a stroke are letters", u"Øl Łódź", u"øl łodz");
    row("Hebrew points", u"שָׁלוֹם", u"שלום");
    row("Devanagari keeps its signs", u"हिन्दी", u"हिन्दी");
    row("Kana keeps its voicing", u"ガ", u"ガ");
    row("Hangul stays whole", u"각 가", u"각 가");
    row("other planes", u"🍵 \U0001D15E \U00010400", u"🍵 \U0001D157\U0001D165 \U00010428");
    row("a mark alone", u"\u0301", u"");
}

void TestSearchKey::key_text_isFolded()
{
    QFETCH(QString, text);
    QTEST(searchKey(text), "key");
}

void TestSearchKey::key_ofAKey_isTheKey()
{
    for (char32_t code = 1; code <= QChar::LastValidCodePoint; ++code) {
        if (QChar::isSurrogate(code))
            continue;
        const QString key = searchKey(QString::fromUcs4(&code, 1));
        QVERIFY2(searchKey(key) == key, QByteArray::number(static_cast<uint>(code), 16).constData());
    }
}

QTEST_APPLESS_MAIN(TestSearchKey)
#include "tst_searchkey.moc"

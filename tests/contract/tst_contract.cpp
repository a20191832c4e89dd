// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/stack.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QRegularExpression>
#include <QtTest/QTest>

#include <set>

using namespace guarita::support;

using Names = std::set<QString>;

/// openapi.json against the running daemons: the same paths and methods, on every tier that has them, and
/// examples that are accepted. What the answers look like is answers.py's to judge.
class TestContract : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void tables_ofTheDaemons_areTheDocument();
    void paths_askedForTheirMethods_nameTheDocumentedOnes();
    void methods_notDocumented_areRefused();
    void examples_ofTheBodies_areAccepted();

private:
    DaemonProcess &daemon(const QString &role);
    /// "GET /itens" …, of the role alone: what others have is reached by forwarding.
    Names documented(const QString &role) const;
    /// The methods of a path, and whether this role or one behind it has them.
    Names methods(const QString &path, const QString &role) const;
    QByteArray newItem();

    std::unique_ptr<Stack> m_stack;
    QJsonObject m_paths;
};

namespace {

const Names verbs{QStringLiteral("get"), QStringLiteral("post"), QStringLiteral("put"),
                  QStringLiteral("patch"), QStringLiteral("delete")};

const QStringList roles{QStringLiteral("gateway"), QStringLiteral("balanceador"), QStringLiteral("servidor")};

/// The page that shows the document is not in it; tst_docspages tells what it is.
bool isOfThePage(const QString &route)
{
    return route.startsWith(QStringLiteral("GET /docs")) || route == QStringLiteral("GET /openapi.json");
}

Names routesIn(const QByteArray &metrics)
{
    static const QRegularExpression row(
        QStringLiteral("^guarita_http_routes\\{method=\"(\\w+)\",route=\"([^\"]+)\"\\} 1$"),
        QRegularExpression::MultilineOption);
    Names found;
    for (auto rows = row.globalMatch(QString::fromUtf8(metrics)); rows.hasNext();) {
        const QRegularExpressionMatch match = rows.next();
        const QString route = match.captured(1) + QLatin1Char(' ') + match.captured(2);
        if (!isOfThePage(route))
            found.insert(route);
    }
    return found;
}

Names listIn(const QByteArray &field)
{
    const QStringList parts = QString::fromLatin1(field).split(QStringLiteral(", "), Qt::SkipEmptyParts);
    return Names(parts.begin(), parts.end());
}

QByteArray textOf(const Names &names)
{
    return QStringList(names.begin(), names.end()).join(QStringLiteral(", ")).toUtf8();
}

/// The media type's example or examples, as bodies.
QList<QByteArray> samplesIn(const QJsonObject &media)
{
    QList<QByteArray> samples;
    const auto add = [&samples](const QJsonValue &value) {
        samples.append(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    };
    if (media.contains(QStringLiteral("example")))
        add(media[QStringLiteral("example")]);
    const QJsonObject named = media[QStringLiteral("examples")].toObject();
    for (const QJsonValue &one : named)
        add(one[QStringLiteral("value")]);
    return samples;
}

} // namespace

void TestContract::initTestCase()
{
    m_stack = std::make_unique<Stack>();
    QVERIFY(m_stack->start());
    const RawResponse document = m_stack->ask("GET", "/openapi.json");
    m_paths = QJsonDocument::fromJson(document.body)[QStringLiteral("paths")].toObject();
    QVERIFY(m_paths.size() > 5);
}

void TestContract::cleanupTestCase()
{
    m_stack.reset();
}

DaemonProcess &TestContract::daemon(const QString &role)
{
    if (role == roles.first())
        return m_stack->gateway();
    return role == roles.last() ? m_stack->server(0) : m_stack->balancer();
}

Names TestContract::documented(const QString &role) const
{
    Names found;
    for (auto path = m_paths.begin(); path != m_paths.end(); ++path) {
        const QJsonObject members = path.value().toObject();
        for (const QString &verb : verbs) {
            if (members[verb].toObject()[QStringLiteral("x-papeis")].toArray().contains(role))
                found.insert(verb.toUpper() + QLatin1Char(' ') + path.key());
        }
    }
    return found;
}

Names TestContract::methods(const QString &path, const QString &role) const
{
    Names found;
    for (const QString &here : roles.mid(roles.indexOf(role))) {
        for (const QString &route : documented(here)) {
            const QStringList parts = route.split(QLatin1Char(' '));
            if (parts.last() == path)
                found.insert(parts.first());
        }
    }
    if (found.count(QStringLiteral("GET")))
        found.insert(QStringLiteral("HEAD"));
    if (!found.empty())
        found.insert(QStringLiteral("OPTIONS"));
    return found;
}

void TestContract::tables_ofTheDaemons_areTheDocument()
{
    for (const QString &role : roles) {
        const RawResponse page =
            exchange(daemon(role).metricsPort(), "GET /metrics HTTP/1.1\r\nHost: test\r\n\r\n");
        const Names served = routesIn(page.body);
        QVERIFY(!served.empty());
        QCOMPARE(textOf(served), textOf(documented(role)));
    }
}

void TestContract::paths_askedForTheirMethods_nameTheDocumentedOnes()
{
    for (const QString &path : m_paths.keys()) {
        const QByteArray target = QString(path).replace(QStringLiteral("{id}"), QStringLiteral("1")).toUtf8();
        for (const QString &role : roles) {
            const Names expected = methods(path, role);
            const RawResponse answer = exchange(daemon(role).port(), m_stack->request("OPTIONS", target));
            QVERIFY2(answer.status == (expected.empty() ? 404 : 204), qPrintable(role + path));
            QCOMPARE(textOf(listIn(answer.header("Allow"))), textOf(expected));
        }
    }
}

void TestContract::methods_notDocumented_areRefused()
{
    for (const QString &path : m_paths.keys()) {
        const QByteArray target = QString(path).replace(QStringLiteral("{id}"), QStringLiteral("1")).toUtf8();
        const Names known = methods(path, roles.first());
        for (const QString &verb : verbs) {
            if (known.count(verb.toUpper()))
                continue;
            const RawResponse answer = m_stack->ask(verb.toUpper().toLatin1(), target);
            QVERIFY2(answer.status == 405, qPrintable(verb + QLatin1Char(' ') + path));
            QCOMPARE(textOf(listIn(answer.header("Allow"))), textOf(known));
        }
    }
}

/// An item that has just been made, so that its version is the examples' first.
QByteArray TestContract::newItem()
{
    return m_stack->ask("POST", "/itens", R"({"nome":"Café","preco":19.90})").header("Location").mid(7);
}

void TestContract::examples_ofTheBodies_areAccepted()
{
    newItem(); // 1 and 2, which the examples of a batch speak of
    newItem();
    int accepted = 0;
    for (auto path = m_paths.begin(); path != m_paths.end(); ++path) {
        for (const QString &verb : verbs) {
            const QJsonObject content = path.value()[verb][QStringLiteral("requestBody")]
                                            .toObject()[QStringLiteral("content")]
                                            .toObject();
            for (auto media = content.begin(); media != content.end(); ++media) {
                if (!media.key().endsWith(QStringLiteral("json")))
                    continue; // the log-in's form: the stack sends it
                for (const QByteArray &body : samplesIn(media.value().toObject())) {
                    const QByteArray target = path.key().toUtf8().replace("{id}", newItem());
                    const QByteArray head = verb.toUpper().toLatin1() + ' ' + target +
                                            " HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer " +
                                            m_stack->token() + "\r\nContent-Type: " + media.key().toLatin1() +
                                            "\r\nContent-Length: " + QByteArray::number(body.size());
                    const RawResponse answer = exchange(m_stack->gateway().port(), head + "\r\n\r\n" + body);
                    QVERIFY2(answer.status / 100 == 2, (head + answer.body).constData());
                    QVERIFY2(!answer.body.contains("\"erro\""), answer.body.constData());
                    ++accepted;
                }
            }
        }
    }
    QVERIFY(accepted >= 4);
}

QTEST_GUILESS_MAIN(TestContract)
#include "tst_contract.moc"

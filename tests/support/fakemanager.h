// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QPointer>
#include <QtCore/QTimer>
#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QNetworkReply>

#include <algorithm>
#include <chrono>
#include <functional>
#include <utility>
#include <vector>

namespace guarita::support {

/// What a fake service answers.
struct FakeAnswer
{
    int status = 200; // 0: no answer, but `error`
    QByteArray body;
    std::vector<std::pair<QByteArray, QByteArray>> headers;
    QNetworkReply::NetworkError error = QNetworkReply::NoError;
    std::chrono::milliseconds delay{0};
    bool hangs = false; // until it is aborted

    static FakeAnswer json(QByteArray body, int status = 200)
    {
        return {status, std::move(body), {{"Content-Type", "application/json"}}};
    }
    static FakeAnswer problem(int status, const QByteArray &reason, const QByteArray &more = {})
    {
        return {status,
                R"({"type":"urn:guarita:)" + reason + R"(","status":)" + QByteArray::number(status) +
                    R"(,"detail":"um problema","request_id":"r1")" + more + "}",
                {{"Content-Type", "application/problem+json"}}};
    }
    static FakeAnswer broken(QNetworkReply::NetworkError error) { return {0, {}, {}, error}; }
    static FakeAnswer silence()
    {
        FakeAnswer answer;
        answer.hangs = true;
        return answer;
    }
};

struct FakeRequest
{
    QByteArray method;
    QByteArray target; // path and query, encoded
    QByteArray body;
    QNetworkRequest request;
};

class FakeReply final : public QNetworkReply
{
public:
    FakeReply(QNetworkAccessManager::Operation operation, const QNetworkRequest &request, FakeAnswer answer,
              QObject *parent)
        : QNetworkReply(parent)
        , m_answer(std::move(answer))
    {
        setOperation(operation);
        setRequest(request);
        setUrl(request.url());
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
        if (!m_answer.hangs)
            QTimer::singleShot(m_answer.delay, this, [this] { end(); });
    }

    void abort() override
    {
        if (isFinished())
            return;
        aborted = true;
        setError(OperationCanceledError, QStringLiteral("aborted"));
        setFinished(true);
        Q_EMIT errorOccurred(OperationCanceledError);
        Q_EMIT finished();
    }
    qint64 bytesAvailable() const override
    {
        return isFinished() ? m_answer.body.size() - m_read + QNetworkReply::bytesAvailable() : 0;
    }

    bool aborted = false;

protected:
    qint64 readData(char *data, qint64 most) override
    {
        const qint64 count = std::min<qint64>(most, m_answer.body.size() - m_read);
        if (count <= 0)
            return -1;
        std::copy_n(m_answer.body.constData() + m_read, count, data);
        m_read += count;
        return count;
    }

private:
    void end()
    {
        if (isFinished())
            return;
        if (m_answer.status != 0) {
            setAttribute(QNetworkRequest::HttpStatusCodeAttribute, m_answer.status);
            for (const auto &[name, value] : m_answer.headers)
                setRawHeader(name, value);
            Q_EMIT metaDataChanged();
        }
        if (m_answer.error != NoError) {
            setError(m_answer.error, QStringLiteral("broken"));
            Q_EMIT errorOccurred(m_answer.error);
        }
        setFinished(true);
        if (!m_answer.body.isEmpty())
            Q_EMIT readyRead();
        Q_EMIT finished();
    }

    FakeAnswer m_answer;
    qint64 m_read = 0;
};

/// A QNetworkAccessManager without a network: `service` answers every request.
class FakeManager final : public QNetworkAccessManager
{
public:
    std::function<FakeAnswer(const FakeRequest &)> service = [](const FakeRequest &) { return FakeAnswer{}; };
    std::vector<FakeRequest> seen;
    std::vector<QPointer<FakeReply>> replies;

    int count(const QByteArray &method, const QByteArray &targetBegin = "/") const
    {
        return static_cast<int>(std::count_if(seen.begin(), seen.end(), [&](const FakeRequest &request) {
            return request.method == method && request.target.startsWith(targetBegin);
        }));
    }

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request,
                                 QIODevice *body) override
    {
        FakeRequest arrived;
        arrived.method = methodOf(operation, request);
        arrived.target = request.url().toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority);
        arrived.body = body ? body->readAll() : QByteArray();
        arrived.request = request;
        seen.push_back(arrived);
        auto *reply = new FakeReply(operation, request, service(arrived), this);
        replies.emplace_back(reply);
        return reply;
    }

private:
    static QByteArray methodOf(Operation operation, const QNetworkRequest &request)
    {
        switch (operation) {
        case HeadOperation:
            return "HEAD";
        case GetOperation:
            return "GET";
        case PutOperation:
            return "PUT";
        case PostOperation:
            return "POST";
        case DeleteOperation:
            return "DELETE";
        default:
            return request.attribute(QNetworkRequest::CustomVerbAttribute).toByteArray();
        }
    }
};

} // namespace guarita::support

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/compression/compressor.h"

#include "gateway/compression/codedtags.h"
#include "gateway/compression/compressible.h"

#include <QtCore/QObject>
#include <QtCore/QThread>

#include <map>

namespace guarita::gateway {

namespace {

constexpr qsizetype codedAtOnce = 16 * 1024; // takes less than handing it to another thread and back

void addVary(http::Response &answer)
{
    answer.headers.append(QByteArrayLiteral("Vary"), QByteArrayLiteral("Accept-Encoding"));
}

void declare(http::Response &answer, Coding coding)
{
    answer.headers.set(QByteArrayLiteral("Content-Encoding"), codingName(coding));
    answer.headers.remove("content-length");
    answer.headers.remove("accept-ranges"); // ranges are of the plain content
    codeTag(answer.headers, coding);
}

/// `content` empty: it could not be coded.
void putIn(http::Response &answer, QByteArray content, Coding coding)
{
    if (content.isEmpty() || content.size() >= answer.body.size())
        return;
    declare(answer, coding);
    answer.body = std::move(content);
}

} // namespace

/// What a request's answer may be.
struct Compressor::Asked
{
    Coding coding;
    bool head;
    QByteArray noneMatch; // as it came
};

/// The thread. Only values go there; what is to happen with them afterwards stays here.
class Compressor::Worker
{
public:
    using Done = std::function<void(QByteArray content)>;

    Worker()
    {
        m_there.moveToThread(&m_thread);
        m_thread.start();
    }
    ~Worker()
    {
        m_thread.quit();
        m_thread.wait();
    }

    qint64 queued() const { return m_queued; }

    void encode(Coding coding, const QByteArray &content, Done done)
    {
        const quint64 id = ++m_lastId;
        m_jobs.emplace(id, std::move(done));
        m_queued += content.size();
        const auto work = [this, id, coding, content] {
            QByteArray result = encoded(coding, content);
            const auto tell = [this, id, size = content.size(), result = std::move(result)] {
                finish(id, size, result);
            };
            QMetaObject::invokeMethod(&m_here, tell, Qt::QueuedConnection);
        };
        QMetaObject::invokeMethod(&m_there, work, Qt::QueuedConnection);
    }

private:
    void finish(quint64 id, qint64 size, const QByteArray &content)
    {
        m_queued -= size;
        m_jobs.extract(id).mapped()(content);
    }

    QObject m_here;
    QObject m_there;
    QThread m_thread;
    std::map<quint64, Done> m_jobs;
    quint64 m_lastId = 0;
    qint64 m_queued = 0;
};

Compressor::Compressor(const Limits &limits)
    : m_limits(limits)
    , m_worker(limits.codings.empty() ? nullptr : std::make_unique<Worker>())
{
}

Compressor::~Compressor() = default;

http::Stage Compressor::stage()
{
    return {"compress", [this](http::Request &request) -> std::optional<http::Response> {
                take(request);
                return std::nullopt;
            }};
}

void Compressor::take(http::Request &request)
{
    if (m_limits.codings.empty())
        return;
    uncodeMatch(request.headers);
    const std::optional<Coding> coding = preferredCoding(request.headers, m_limits.codings);
    if (!coding)
        return;
    const Asked asked{*coding, request.method == http::Method::Head, request.headers.value("if-none-match")};
    uncodeNoneMatch(request.headers, *coding);
    request.rework = [this, asked](http::Response answer, const http::HandOn &handOn) {
        rework(asked, std::move(answer), handOn);
    };
}

void Compressor::rework(const Asked &asked, http::Response answer, const http::HandOn &handOn)
{
    if (answer.status == 304 && recodeTag(answer.headers, asked.noneMatch, asked.coding))
        addVary(answer);
    const bool unseen = asked.head && answer.body.isEmpty(); // of an upstream: only told of
    const qint64 size = unseen ? answer.headers.value("content-length").toLongLong() : answer.body.size();
    if (size < m_limits.above || !isCompressible(answer))
        return handOn(std::move(answer));
    addVary(answer);
    if (unseen && size <= m_limits.queued) {
        declare(answer, asked.coding);
    } else if (size <= codedAtOnce) {
        putIn(answer, encoded(asked.coding, answer.body), asked.coding);
    } else if (m_worker->queued() + size <= m_limits.queued) {
        const QByteArray content = answer.body;
        m_worker->encode(
            asked.coding, content,
            [answer = std::move(answer), coding = asked.coding, handOn](QByteArray coded) mutable {
                putIn(answer, std::move(coded), coding);
                handOn(std::move(answer));
            });
        return;
    }
    handOn(std::move(answer));
}

} // namespace guarita::gateway

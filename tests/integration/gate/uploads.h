// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate/gatefixture.h"
#include "net/incomingbody.h"

#include <QtCore/QTimer>

#include <memory>

namespace guarita::test {

/// One request to /upload whose body is passed on, as its handler has it.
struct Upload
{
    std::shared_ptr<net::IncomingBody> body;
    QByteArray whole; // the body of a small one
    http::ReplyHandle reply;
    QByteArray taken;
    int left = 0;
    int broken = 0;
    bool takes = false;
    std::function<void()> onProgress; // in addition
    QTimer later;

    /// Takes all that comes from now on.
    void takeAll()
    {
        takes = true;
        takeSome(net::IncomingBody::capacity * 4);
    }
    void takeSome(qint64 most)
    {
        while (most > 0 && body->available() > 0) {
            const QByteArray some = body->take(std::min<qint64>(most, 16 * 1024));
            most -= some.size();
            taken += some;
        }
    }
    /// Takes what has come whenever the event loop turns, as who passes it on to another thread does.
    void takeLater()
    {
        later.setSingleShot(true);
        QObject::connect(&later, &QTimer::timeout, &later, [this] { takeSome(body->available()); });
        onProgress = [this] { later.start(); };
        onProgress();
    }
    void answer(const QByteArray &content = "done") { reply.send(http::jsonResponse(content)); }
    bool complete() const { return body->state() == net::IncomingBody::State::Whole; }
};

/// A gate whose /upload keeps what comes in `uploads`.
class UploadBench
{
public:
    explicit UploadBench(const net::ListenerLimits &limits = {}, tls::TlsContext::Pointer tls = nullptr)
        : gate(limits, std::move(tls))
    {
        gate.onUpload = [this](http::Request request, http::ReplyHandle reply) {
            auto upload = std::make_shared<Upload>();
            upload->whole = request.body;
            upload->body = request.incoming;
            upload->reply = std::move(reply);
            upload->reply.onClientLeft([one = upload.get()] { ++one->left; });
            if (upload->body)
                upload->body->onProgress([one = upload.get()] { progress(*one); });
            uploads.push_back(upload);
            if (onUpload)
                onUpload(*upload);
        };
    }
    ~UploadBench()
    {
        for (const auto &upload : uploads) {
            if (upload->body)
                upload->body->onProgress(nullptr);
        }
    }

    bool waitFor(std::size_t count)
    {
        return QTest::qWaitFor([this, count] { return uploads.size() >= count; });
    }
    Upload &last() { return *uploads.back(); }
    const net::ListenerStats stats() const { return gate.app.stats(); }

    std::function<void(Upload &)> onUpload; // as soon as it is there
    std::vector<std::shared_ptr<Upload>> uploads;
    GateFixture gate;

private:
    static void progress(Upload &upload)
    {
        if (upload.body->state() == net::IncomingBody::State::Broken)
            ++upload.broken;
        if (upload.takes)
            upload.takeAll();
        if (upload.onProgress)
            upload.onProgress();
    }
};

/// The head of an upload.
inline QByteArray uploadHead(qint64 length, const QByteArray &fields = {})
{
    return "POST /upload HTTP/1.1\r\nHost: test\r\nContent-Length: " + QByteArray::number(length) + "\r\n" +
           fields + "\r\n";
}

inline QByteArray chunkedHead(const QByteArray &fields = {})
{
    return "POST /upload HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n" + fields + "\r\n";
}

inline QByteArray chunkOf(const QByteArray &bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

/// Bytes that tell where they belong.
inline QByteArray pattern(qsizetype size)
{
    QByteArray bytes;
    bytes.reserve(size + 16);
    for (int i = 0; bytes.size() < size; ++i)
        bytes += QByteArray::number(i) + ' ';
    bytes.truncate(size);
    return bytes;
}

} // namespace guarita::test

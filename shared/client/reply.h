// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/wirerequest.h"
#include "net/bytequeue.h"
#include "wire/connections.h"
#include "wire/exchange.h"

#include <QtNetwork/QNetworkReply>

#include <memory>

namespace guarita::client {

/// One request through Manager, and its answer. It tells by QNetworkReply's signals socketStartedConnecting,
/// requestSent, metaDataChanged, readyRead and finished, and by no other; it may be destroyed from within
/// each of the last three. abort() is silent.
///
/// Beyond QNetworkReply it says how it ended in the wire's own terms, and gives head and body without copying
/// them: the fields are not in rawHeaderPairs(), which would join those that have one name.
///
/// A request is sent once. The exceptions are RFC 9112, 9.3.1's: on a connection that was used before and
/// that the server closed just then, nothing has been written, or the method is safe and there is no body. So
/// it is if such a server says 408 before it closes (RFC 9110, 15.5.9).
class Reply final : public QNetworkReply, private wire::Exchange
{
public:
    /// `body`: sequential, outlives this, and emits readyRead if it comes while it is sent; or null.
    Reply(wire::Connections &connections, const QNetworkRequest &request, WireRequest wire, QIODevice *body);
    ~Reply() override;

    /// Once, when who listens is connected. May emit the first two from within, and nothing else.
    void start();

    /// Since metaDataChanged.
    net::ResponseFrame takeHead() { return std::move(m_head); }
    /// At most `most` bytes of what is here.
    QByteArray take(qsizetype most);
    qint64 bytesAvailable() const override { return m_buffer.size(); }
    bool isSequential() const override { return true; }
    /// 0: no bound. More than that is held only by what one read brings.
    void setReadBufferSize(qint64 size) override;

    /// Also on a connection that was replaced.
    bool anySent() const { return m_anySent; }
    /// None as long as it is under way.
    wire::End end() const { return m_end; }

    void abort() override;

protected:
    qint64 readData(char *data, qint64 maxSize) override;

private:
    void requestSent() override;
    wire::BodyPiece nextBody(qsizetype most) override;
    void answerBegins(net::ResponseFrame head) override;
    void answerGoesOn(QByteArray body) override;
    void ended(wire::End end) override;

    void send(std::shared_ptr<wire::Connection> connection);
    bool isRepeatable() const;
    bool mayReplace(wire::End end) const;
    void replace();
    void conclude(wire::End end);
    void holdBackIfFull();

    wire::Connections &m_connections;
    std::shared_ptr<wire::Connection> m_connection;
    const WireRequest m_wire;
    QIODevice *const m_requestBody;
    net::ResponseFrame m_head;
    net::ByteQueue m_buffer;
    wire::End m_end = wire::End::None;
    bool m_anySent = false;
    bool m_starting = false;
    bool m_replaced = false;
    bool m_heldBack = false;
};

} // namespace guarita::client

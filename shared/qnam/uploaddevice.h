// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QIODevice>

#include <functional>

namespace guarita::qnam {

/// A request's body as QNetworkAccessManager wants it, which decides whether Qt may send the request again.
/// The body is here, or comes while it is sent: then Qt needs its length beforehand, or it would wait for all
/// of it.
///
/// When a connection breaks, Qt rewinds the body and sends once more, whatever the method. This device can be
/// rewound only as long as nothing has been sent, so that a connection that was stale before anything was
/// written is replaced silently, and a request that may have arrived never goes out twice. An empty body
/// serves as well. Of a body that comes, what was given is kept as long as Qt may ask for it again; that is
/// at most the few reads of 16 KiB that Qt makes before it tells that it sends.
class UploadDevice final : public QIODevice
{
public:
    /// How long it can be rewound.
    enum class Rewind {
        Never,
        UntilRead, // for who is not told: an empty body is never read, so there it must be Never
        UntilSent, // markSent() will tell
    };

    /// The next bytes of a body that comes, at most `most`; empty if none are here, and then readyRead() is
    /// to be emitted when there are. It must not destroy the device.
    using Source = std::function<QByteArray(qint64 most)>;

    UploadDevice(QByteArray body, Rewind rewind, QObject *parent = nullptr);
    /// `length`: of the whole body.
    UploadDevice(Source source, qint64 length, Rewind rewind, QObject *parent = nullptr);

    void markSent() { m_rewind = Rewind::Never; }
    /// Gives nothing from now on.
    void withhold();
    /// Qt reads once it has a connection, and writes the head together with the first bytes that it read. So
    /// a request whose body was not touched has not been sent.
    bool touched() const { return m_touched; }

    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return m_body.size() - m_position; }
    bool atEnd() const override { return m_toCome == 0 && m_position == m_body.size(); }
    bool reset() override;

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    void fetch(qint64 most);

    QByteArray m_body; // of one that comes: what was given and may have to be given again
    Source m_source;
    qint64 m_toCome = 0; // from it
    qsizetype m_position = 0;
    Rewind m_rewind;
    bool m_touched = false;
    bool m_withheld = false;
};

} // namespace guarita::qnam

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QIODevice>

#include <functional>

namespace guarita::qnam {

/// A request's body as QNetworkAccessManager wants it, which decides whether the request may be sent again.
/// The body is here, or comes while it is sent: that is for managers which ask for it as it goes, since Qt's
/// own would wait for all of it.
///
/// When a connection breaks, Qt rewinds the body and sends once more, whatever the method. This device can be
/// rewound only as long as nothing has been sent, so that a connection that was stale before anything was
/// written is replaced silently, and a request that may have arrived never goes out twice. An empty body
/// serves as well. Of a body that comes, what was given is kept as long as it may be asked for again.
class UploadDevice final : public QIODevice
{
public:
    /// How long it can be rewound.
    enum class Rewind {
        Never,
        UntilRead, // for who is not told: an empty body is never read, so there it must be Never
        UntilSent, // markSent() will tell
    };

    struct Piece
    {
        QByteArray bytes;
        bool last = false; // the source is not asked again
    };
    /// The next bytes of a body that comes, at most `most`; empty and not the last if none are here, and then
    /// readyRead() is to be emitted when there are. It must not destroy the device.
    using Source = std::function<Piece(qint64 most)>;

    UploadDevice(QByteArray body, Rewind rewind, QObject *parent = nullptr);
    UploadDevice(Source source, Rewind rewind, QObject *parent = nullptr);

    void markSent() { m_rewind = Rewind::Never; }
    /// Gives nothing from now on.
    void withhold();
    /// Qt reads once it has a connection, and writes the head together with the first bytes that it read. So
    /// a request whose body was not touched has not been sent.
    bool touched() const { return m_touched; }

    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return m_body.size() - m_position; }
    bool atEnd() const override { return !m_source && m_position == m_body.size(); }
    bool reset() override;

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    void fetch(qint64 most);

    QByteArray m_body; // of one that comes: what was given and may have to be given again
    Source m_source;   // until its last piece is here
    qsizetype m_position = 0;
    Rewind m_rewind;
    bool m_touched = false;
    bool m_withheld = false;
};

} // namespace guarita::qnam

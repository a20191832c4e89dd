// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QIODevice>

#include <algorithm>
#include <cstring>

namespace guarita::console {

/// The body of a request with an unsafe method, empty or not, as QNetworkAccessManager wants it.
///
/// When a connection breaks, Qt rewinds the body and sends again, whatever the method. This device can be
/// rewound only as long as nothing was read from it, so that Qt gives up instead. Qt writes the head together
/// with the first bytes of the body: a request whose body was not touched has not left. An empty body is
/// never read; then there is no telling, and it cannot be rewound at all.
class TransportBody final : public QIODevice
{
public:
    explicit TransportBody(QByteArray body, QObject *parent = nullptr)
        : QIODevice(parent)
        , m_body(std::move(body))
    {
        open(ReadOnly | Unbuffered);
    }

    /// Gives nothing from now on.
    void withhold() { m_withheld = true; }
    bool touched() const { return m_touched; }

    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return m_body.size() - m_position; }
    bool atEnd() const override { return m_position == m_body.size(); }
    bool reset() override { return !m_touched && !m_withheld && !m_body.isEmpty(); }

protected:
    qint64 readData(char *data, qint64 most) override
    {
        if (m_withheld)
            return 0;
        m_touched = true;
        const qsizetype count = std::min<qsizetype>(most, m_body.size() - m_position);
        if (count == 0)
            return most == 0 ? 0 : -1;
        std::memcpy(data, m_body.constData() + m_position, static_cast<std::size_t>(count));
        m_position += count;
        return count;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    const QByteArray m_body;
    qsizetype m_position = 0;
    bool m_touched = false;
    bool m_withheld = false;
};

} // namespace guarita::console

// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/proxyheader.h"

#include <QtCore/QtEndian>

#include <algorithm>

namespace guarita::net {

namespace {

const QByteArray textBegin = QByteArrayLiteral("PROXY ");
const QByteArray binaryBegin = QByteArray::fromHex("0d0a0d0a000d0a515549540a");
constexpr qsizetype longestText = 107;
constexpr qsizetype binaryHead = 16;

bool canBegin(const QByteArray &whole, QByteArrayView so_far)
{
    const qsizetype common = std::min(whole.size(), so_far.size());
    return QByteArrayView(whole).first(common) == so_far.first(common);
}

/// As it is written in version 1: no leading zeros, no abbreviation of an IPv4 address.
std::optional<QHostAddress> addressOf(const QByteArray &text, bool ipv6)
{
    const QHostAddress address(QString::fromLatin1(text));
    const bool good =
        ipv6 ? address.protocol() == QAbstractSocket::IPv6Protocol && !text.contains('%')
             : address.toString().toLatin1() == text && address.protocol() == QAbstractSocket::IPv4Protocol;
    return good ? std::optional(address) : std::nullopt;
}

bool isPort(const QByteArray &text)
{
    return !text.isEmpty() && QByteArray::number(text.toUShort()) == text;
}

} // namespace

qsizetype ProxyHeader::take(QByteArrayView bytes)
{
    qsizetype taken = 0;
    while (m_state == State::Incomplete && taken < bytes.size()) {
        const QByteArrayView rest = bytes.sliced(taken);
        const QByteArrayView next = rest.first(std::min(rest.size(), wanted(rest)));
        m_bytes += next;
        taken += next.size();
        judge();
    }
    return taken;
}

/// How many bytes more belong to it in any case, at least one.
qsizetype ProxyHeader::wanted(QByteArrayView bytes) const
{
    if (m_bytes.size() < textBegin.size())
        return textBegin.size() - m_bytes.size();
    if (m_bytes.startsWith(textBegin)) {
        const qsizetype end = bytes.indexOf('\n');
        return end < 0 ? bytes.size() : end + 1;
    }
    if (m_bytes.size() < binaryHead)
        return binaryHead - m_bytes.size();
    return binaryHead + qFromBigEndian<quint16>(m_bytes.constData() + 14) - m_bytes.size();
}

void ProxyHeader::judge()
{
    if (canBegin(textBegin, m_bytes))
        judgeText();
    else if (canBegin(binaryBegin, m_bytes))
        judgeBinary();
    else
        end(State::Invalid);
}

void ProxyHeader::judgeText()
{
    if (m_bytes.size() > longestText)
        return end(State::Invalid);
    if (!m_bytes.endsWith('\n'))
        return;
    if (!m_bytes.endsWith("\r\n"))
        return end(State::Invalid);
    const QList<QByteArray> words = m_bytes.chopped(2).split(' ');
    if (words[1] == "UNKNOWN")
        return end(State::Complete);
    const bool ipv6 = words[1] == "TCP6";
    if (words.size() != 6 || (!ipv6 && words[1] != "TCP4") || !isPort(words[4]) || !isPort(words[5]) ||
        !addressOf(words[3], ipv6))
        return end(State::Invalid);
    m_client = addressOf(words[2], ipv6);
    end(m_client ? State::Complete : State::Invalid);
}

void ProxyHeader::judgeBinary()
{
    if (m_bytes.size() < binaryHead)
        return;
    const auto *bytes = reinterpret_cast<const uchar *>(m_bytes.constData());
    const int version = bytes[12] >> 4;
    const int command = bytes[12] & 0xf;
    const int family = bytes[13] >> 4;
    const int length = qFromBigEndian<quint16>(bytes + 14);
    const int addresses = family == 1 ? 12 : (family == 2 ? 36 : 0);
    constexpr int local = 0;
    constexpr int proxy = 1;
    if (version != 2 || command > proxy || family > 3 || binaryHead + length > longest ||
        (command == proxy && length < addresses))
        return end(State::Invalid);
    if (m_bytes.size() < binaryHead + length)
        return;
    if (command != local && family == 1)
        m_client = QHostAddress(qFromBigEndian<quint32>(bytes + binaryHead));
    else if (command != local && family == 2)
        m_client = QHostAddress(bytes + binaryHead);
    end(State::Complete);
}

} // namespace guarita::net

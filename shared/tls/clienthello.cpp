// SPDX-License-Identifier: GPL-3.0-or-later
#include "tls/clienthello.h"

#include <QtCore/QtEndian>

namespace guarita::tls {

namespace {

constexpr char handshakeRecord = 22;
constexpr qsizetype recordHeader = 5;
constexpr qsizetype messageHeader = 4;
constexpr quint32 longestHello = 16 * 1024; // one record; real ones have less than 2 KiB

} // namespace

bool announcesTooMuch(QByteArrayView first)
{
    if (first.size() < helloStart || first[0] != handshakeRecord)
        return false;
    const quint16 inRecord = qFromBigEndian<quint16>(first.data() + 3);
    const quint32 inMessage = qFromBigEndian<quint32>(first.data() + recordHeader) & 0xff'ffff;
    return inRecord < messageHeader || inMessage > longestHello;
}

} // namespace guarita::tls

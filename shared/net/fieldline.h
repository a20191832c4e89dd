// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/framerejection.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <array>

namespace guarita::net {

/// A field line's two halves, as views into it.
struct FieldLine
{
    QByteArrayView name;  // a token
    QByteArrayView value; // without the blanks around it
};

/// `field-name ":" OWS field-value OWS` (RFC 9112, 5). `line` is not empty, comes without its end and is free
/// of control characters. Any token is a name; one with '_' too, which no part of Guarita maps to anything
/// else.
Verdict parseFieldLine(QByteArrayView line, FieldLine &parts);

/// A name in lower case, on the stack unless it is unusually long.
class LowerName
{
public:
    explicit LowerName(QByteArrayView name);
    Q_DISABLE_COPY_MOVE(LowerName)

    QByteArrayView view() const { return m_view; }

private:
    std::array<char, 48> m_short;
    QByteArray m_long;
    QByteArrayView m_view;
};

} // namespace guarita::net

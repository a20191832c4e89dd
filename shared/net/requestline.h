// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/framerejection.h"
#include "net/requestframe.h"

#include <QtCore/QByteArrayView>

namespace guarita::net {

struct RequestLine
{
    Method method = Method::Get;
    QByteArrayView target; // still to be judged
    bool http11 = true;
};

/// `method SP request-target SP HTTP-version`, with single spaces and nothing around them (RFC 9112, 3).
/// Judged in this order: the shape of the three parts (400); a version other than 1.1 and 1.0 (505); a method
/// other than those of enum Method, of whatever length, CONNECT and TRACE included (501). `line` comes
/// without its end.
Verdict parseRequestLine(QByteArrayView line, RequestLine &parts);

} // namespace guarita::net

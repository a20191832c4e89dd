// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/framerejection.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

namespace guarita::net {

/// A request target in its one canonical spelling (RFC 3986, 6.2.2): unreserved characters are not encoded,
/// all other encodings are kept with upper-case digits.
struct RequestTarget
{
    QByteArray canonical; // origin-form
    QByteArray path;      // of canonical, percent-decoded: UTF-8
    QByteArray query;     // of canonical, still encoded
    QByteArray authority; // of an absolute-form target, else empty; it must equal the Host field
};

/// Reads a target without leniency. Accepted are the origin-form and the absolute-form of `http:`; the
/// authority-form and "*" are not: a proxy for CONNECT is not offered, and `OPTIONS *` asks nothing that a
/// route could answer.
///
/// Only characters that RFC 3986 allows, no fragment, no broken percent-encoding; no encoded control
/// character, NUL included. In the path also: no dot segment and no empty segment (other than a trailing '/')
/// in any spelling, no encoded '/' or '\', and its bytes must be UTF-8. So everybody behind reads the same
/// path. `target` holds a value only when nullptr is returned.
Verdict parseRequestTarget(QByteArrayView raw, RequestTarget &target);

} // namespace guarita::net

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArrayView>

#include <memory>

namespace guarita::crypto {

/// Frees what OpenSSL made by the function of that name: Owned<EVP_PKEY, EVP_PKEY_free>.
template <typename T, auto free>
struct Freed
{
    void operator()(T *object) const { free(object); }
};
template <typename T, auto free>
using Owned = std::unique_ptr<T, Freed<T, free>>;

/// Takes back what OpenSSL has put into this thread's queue of errors meanwhile. What is left there, the next
/// call of TLS in this thread would take for its own failure (SSL_get_error(3)).
class OwnErrors
{
public:
    OwnErrors();
    ~OwnErrors();
    OwnErrors(const OwnErrors &) = delete;
    OwnErrors &operator=(const OwnErrors &) = delete;
};

inline const unsigned char *bytesOf(QByteArrayView bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.data());
}

/// Compares in a time that depends on the lengths only.
bool isSame(QByteArrayView left, QByteArrayView right);

} // namespace guarita::crypto

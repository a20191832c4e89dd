// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/openssl.h"

#include <openssl/crypto.h>
#include <openssl/err.h>

namespace guarita::crypto {

OwnErrors::OwnErrors()
{
    ERR_set_mark();
}

OwnErrors::~OwnErrors()
{
    ERR_pop_to_mark();
}

bool isSame(QByteArrayView left, QByteArrayView right)
{
    return left.size() == right.size() &&
           CRYPTO_memcmp(left.data(), right.data(), static_cast<std::size_t>(left.size())) == 0;
}

} // namespace guarita::crypto

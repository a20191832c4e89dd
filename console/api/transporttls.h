// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QSslError>

namespace guarita::console {

/// What a connection is verified against: the authorities in the PEM file alone, or the system's if the name
/// is empty. Fails with "ca_unreadable" or "ca_empty".
core::Result<QSslConfiguration> tlsFor(const QString &caFile);

/// Why a certificate was refused, and for whom it was issued, for a person: "The certificate has expired …".
/// What the certificate itself says is cut at a length that a label can show.
QString whyUntrusted(const QList<QSslError> &errors, const QSslCertificate &certificate, const QString &host);

} // namespace guarita::console

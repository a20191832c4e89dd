// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "http/problem.h"

#include <QtCore/QByteArrayList>

#include <optional>

namespace guarita::http {

/// Whether a request's one Content-Type is one of these media types, with no charset or with UTF-8's, and its
/// content has no coding (RFC 9110, 15.5.16); other parameters mean nothing (RFC 8259, 11).
bool hasMediaType(const Request &request, const QByteArrayList &types);

/// 415 tipo_nao_suportado for a body that is no JSON by its Content-Type.
std::optional<Problem> notJson(const Request &request);

/// 400 corpo_invalido for a body that is not the JSON object that it should be. `error` is the reader's:
/// "json_nao_objeto", "json_duplicado" and "json_profundo" are told apart.
Problem badJson(const core::Error &error);

} // namespace guarita::http

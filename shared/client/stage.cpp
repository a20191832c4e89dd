// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/httpclient.h"

namespace guarita::client {

bool neverSent(Stage stage)
{
    return stage == Stage::Saturated || stage == Stage::Connect;
}

const char *stageReason(Stage stage)
{
    switch (stage) {
    case Stage::Completed:
        return "upstream_completed";
    case Stage::Saturated:
        return "upstream_saturated";
    case Stage::Connect:
        return "upstream_connect";
    case Stage::NoResponse:
        return "upstream_no_response";
    case Stage::Truncated:
        return "upstream_truncated";
    case Stage::TooLarge:
        return "upstream_too_large";
    case Stage::Timeout:
        return "upstream_timeout";
    }
    Q_UNREACHABLE();
    return "";
}

} // namespace guarita::client

// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/proxy/attempts.h"

namespace guarita::balancer {

NextStep afterAttempt(const AttemptEnd &end)
{
    using client::Stage;
    if (end.stage == Stage::Completed)
        return NextStep::Answer;
    if (!end.untriedLeft || !end.timeLeft)
        return NextStep::GiveUp;
    switch (end.stage) {
    case Stage::Saturated:
    case Stage::Connect:
        return NextStep::TryAnother;
    case Stage::NoResponse:
    case Stage::Truncated:
        return net::isIdempotent(end.method) ? NextStep::TryAnother : NextStep::GiveUp;
    case Stage::TooLarge: // another endpoint would say the same
    case Stage::Timeout:  // the client has waited long enough
    case Stage::Completed:
        return NextStep::GiveUp;
    }
    Q_UNREACHABLE();
}

} // namespace guarita::balancer

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

namespace guarita::console {

class Api;
class Connectivity;
class Session;
class Settings;

/// What a page is built with. All outlive it.
struct PageContext
{
    Api &api;
    Session &session;
    Connectivity &connectivity;
    Settings &settings;
    const core::Clock &clock;
};

} // namespace guarita::console

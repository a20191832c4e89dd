// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/serverapp.h"

int main(int argc, char **argv)
{
    return guarita::runtime::runDaemon(argc, argv, guarita::server::serverDaemon());
}

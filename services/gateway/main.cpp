// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/hashpassword.h"
#include "gateway/gatewayapp.h"

#include <string_view>

int main(int argc, char **argv)
{
    if (argc == 2 && std::string_view(argv[1]) == "--hash-password")
        return guarita::gateway::hashPasswordFromStandardInput();
    return guarita::runtime::runDaemon(argc, argv, guarita::gateway::gatewayDaemon());
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/commandline/usercommand.h"
#include "gateway/gatewayapp.h"

#include <QtCore/QCoreApplication>

#include <string_view>

int main(int argc, char **argv)
{
    if (argc > 1 && std::string_view(argv[1]) == "user") {
        const QCoreApplication application(argc, argv); // Qt's database drivers are plug-ins
        return guarita::gateway::userCommand(QCoreApplication::arguments().sliced(2));
    }
    return guarita::runtime::runDaemon(argc, argv, guarita::gateway::gatewayDaemon());
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/commandline.h"
#include "console/app/console.h"

#include <QtWidgets/QApplication>

#include <cstdio>

namespace {

constexpr int usageError = 64; // EX_USAGE

int refuse(const QString &message)
{
    std::fprintf(stderr, "guarita-console: %s; see --help\n", qPrintable(message));
    return usageError;
}

} // namespace

int main(int count, char **values)
{
    using namespace guarita;
    QStringList arguments;
    for (int index = 0; index < count; ++index)
        arguments << QString::fromLocal8Bit(values[index]);
    const auto line = console::CommandLine::parse(arguments);
    if (!line)
        return refuse(line.error().message);
    if (line.value().help) {
        std::fputs(qUtf8Printable(console::CommandLine::helpText()), stdout);
        return 0;
    }
    if (line.value().version) {
        std::puts("guarita-console " GUARITA_VERSION);
        return 0;
    }

    QApplication application(count, values);
    QApplication::setApplicationName(QStringLiteral("guarita-console"));
    QApplication::setApplicationDisplayName(QStringLiteral("Guarita"));
    QApplication::setApplicationVersion(QStringLiteral(GUARITA_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("guarita-console"));
    const core::SystemClock clock;
    core::SystemRandom random;
    console::Console console(application, console::Console::systemOutside(clock, random));
    const auto started = console.start(line.value());
    if (!started)
        return refuse(started.error().message);
    return QApplication::exec();
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "config/config.h"

namespace guarita::config {

namespace {

QString entry(const QString &title, const QString &help)
{
    return QStringLiteral("  ") + title + QStringLiteral("\n        ") + help + QLatin1Char('\n');
}

QString titleOf(const Key &key)
{
    QString title = key.secret ? key.name + QStringLiteral(" (no flag: it is a secret)")
                               : flagOf(key.name) + QStringLiteral(" <value>, ") + key.name;
    if (!key.defaultValue.isEmpty() && !key.secret)
        title += QStringLiteral("  [default: ") + key.defaultValue + QLatin1Char(']');
    return title;
}

} // namespace

QString helpText(const QString &program, const QString &summary, const std::vector<Key> &keys)
{
    QString text = QStringLiteral("%1: %2\n\nUsage: %1 [--name value]...\n\n").arg(program, summary);
    text += entry(QStringLiteral("--help"), QStringLiteral("Print this text and exit."));
    text += entry(QStringLiteral("--version"), QStringLiteral("Print the version and exit."));
    text += entry(
        QStringLiteral("--check-config"),
        QStringLiteral(
            "Check the whole configuration, print every mistake and exit: 0 if there is none, else 64."));
    text += entry(QStringLiteral("--env-file <path>"),
                  QStringLiteral("Read this file instead of .env in the working directory."));
    text += QStringLiteral(
        "\nEvery setting is a flag, an environment variable or a NAME=value line of the .env file;\n"
        "the first of these that has it counts. After a change of the file send SIGHUP: what is called\n"
        "live below is taken over at once, the rest with the next start.\n\n");
    for (const Key &key : keys)
        text += entry(titleOf(key), key.live ? key.help + QStringLiteral(" Live.") : key.help);
    return text;
}

} // namespace guarita::config

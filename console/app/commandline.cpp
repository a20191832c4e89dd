// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/commandline.h"

#include "console/core/settings.h"

#include <QtCore/QCommandLineParser>

#include <algorithm>
#include <array>

namespace guarita::console {

namespace {

using core::Error;
using core::Result;

/// Of QGuiApplication, each with a value. They are taken out before ours are read, since ours are read before
/// there is an application: --help needs no display.
constexpr std::array ofQt{u"platform", u"platformtheme", u"platformpluginpath", u"style", u"stylesheet",
                          u"display",  u"geometry",      u"qwindowgeometry",    u"name",  u"title"};

QStringList withoutQtOptions(const QStringList &arguments)
{
    QStringList ours;
    for (qsizetype index = 0; index < arguments.size(); ++index) {
        QStringView name(arguments.at(index));
        while (name.startsWith(u'-'))
            name = name.sliced(1);
        const bool isQts =
            arguments.at(index).startsWith(u'-') &&
            std::any_of(ofQt.begin(), ofQt.end(), [name](const char16_t *option) { return name == option; });
        if (isQts)
            ++index; // its value
        else
            ours << arguments.at(index);
    }
    return ours;
}

Error usage(const QString &message)
{
    return {"usage", message};
}

} // namespace

Result<CommandLine> CommandLine::parse(const QStringList &arguments)
{
    const QCommandLineOption url(QStringLiteral("url"), QString(), QStringLiteral("URL"));
    const QCommandLineOption profile(QStringLiteral("profile"), QString(), QStringLiteral("NAME"));
    const QCommandLineOption language(QStringLiteral("language"), QString(), QStringLiteral("LANGUAGE"));
    const QCommandLineOption help(QStringList{QStringLiteral("h"), QStringLiteral("help")});
    const QCommandLineOption version(QStringList{QStringLiteral("v"), QStringLiteral("version")});
    QCommandLineParser parser;
    parser.addOptions({url, profile, language, help, version});
    if (!parser.parse(withoutQtOptions(arguments)))
        return usage(parser.errorText());
    if (!parser.positionalArguments().isEmpty())
        return usage(QStringLiteral("unexpected argument '%1'").arg(parser.positionalArguments().first()));

    CommandLine line;
    line.help = parser.isSet(help);
    line.version = parser.isSet(version);
    line.profile = parser.value(profile);
    line.language = parser.value(language);
    line.url = QUrl(parser.value(url), QUrl::StrictMode);
    if (parser.isSet(url) && parser.isSet(profile))
        return usage(QStringLiteral("--url and --profile exclude each other: a profile has its own URL"));
    if (parser.isSet(profile) && line.profile.isEmpty())
        return usage(QStringLiteral("--profile wants a name"));
    if (parser.isSet(language) && line.language != u"pt_BR" && line.language != u"en")
        return usage(QStringLiteral("--language is pt_BR or en, not '%1'").arg(line.language));
    Profile asked;
    asked.name = QStringLiteral("asked");
    asked.url = line.url;
    if (parser.isSet(url) && !Settings::mistakesOf(asked, {}).empty())
        return usage(QStringLiteral("'%1' is no http or https URL (such as http://localhost:8000)")
                         .arg(parser.value(url)));
    return line;
}

QString CommandLine::helpText()
{
    return QStringLiteral(
        "guarita-console [OPTION …]\n"
        "\n"
        "The desktop console of the Guarita gateway: items, backends and their traffic.\n"
        "\n"
        "  --url URL             work with the gateway at this address; a profile is made for it if none has "
        "it\n"
        "  --profile NAME        begin with this profile (default: the one of the last time)\n"
        "  --language LANGUAGE   pt_BR or en, from now on (default: as set in the View menu, at first the\n"
        "                        system's)\n"
        "  -h, --help\n"
        "  -v, --version\n"
        "\n"
        "From the environment:\n"
        "  GUARITA_CONSOLE_DIR   keep settings and unsaved changes in this folder instead of the user's "
        "own\n");
}

} // namespace guarita::console

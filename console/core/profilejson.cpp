// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/core/profilejson.h"

#include <array>

namespace guarita::console {

namespace {

struct ColourName
{
    ProfileColour colour;
    QStringView name;
};
constexpr std::array colourNames{
    ColourName{ProfileColour::None, u"none"}, ColourName{ProfileColour::Green, u"green"},
    ColourName{ProfileColour::Blue, u"blue"}, ColourName{ProfileColour::Amber, u"amber"},
    ColourName{ProfileColour::Red, u"red"},
};

QString nameOf(ProfileColour colour)
{
    for (const ColourName &row : colourNames) {
        if (row.colour == colour)
            return row.name.toString();
    }
    return colourNames.front().name.toString();
}

ProfileColour colourNamed(const QString &name)
{
    for (const ColourName &row : colourNames) {
        if (row.name == name)
            return row.colour;
    }
    return ProfileColour::None;
}

} // namespace

QJsonObject toJson(const Profile &profile)
{
    return {
        {QStringLiteral("name"), profile.name},          {QStringLiteral("url"), profile.url.toString()},
        {QStringLiteral("ca_file"), profile.caFile},     {QStringLiteral("colour"), nameOf(profile.colour)},
        {QStringLiteral("read_only"), profile.readOnly}, {QStringLiteral("keep_token"), profile.keepToken},
        {QStringLiteral("user"), profile.user}};
}

Profile profileFromJson(const QJsonObject &object)
{
    Profile profile;
    profile.name = object.value(u"name").toString();
    profile.url = QUrl(object.value(u"url").toString(), QUrl::StrictMode);
    profile.caFile = object.value(u"ca_file").toString();
    profile.colour = colourNamed(object.value(u"colour").toString());
    profile.readOnly = object.value(u"read_only").toBool();
    profile.keepToken = object.value(u"keep_token").toBool();
    profile.user = object.value(u"user").toString();
    return profile;
}

} // namespace guarita::console

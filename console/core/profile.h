// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <QtCore/QUrl>

namespace guarita::console {

enum class ProfileColour { None, Green, Blue, Amber, Red };

/// An environment that the console can log in to.
struct Profile
{
    QString name;   // unique, 1 to 60 characters
    QUrl url;       // http or https, no user, no query
    QString caFile; // PEM; empty: the system's authorities
    ProfileColour colour = ProfileColour::None;
    bool readOnly = false;
    bool keepToken = false; // in the system's keychain
    QString user;           // the last one, to fill in; never a password

    friend bool operator==(const Profile &, const Profile &) = default;
};

} // namespace guarita::console

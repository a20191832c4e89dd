// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/profile.h"
#include "core/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QHash>
#include <QtCore/QObject>

#include <vector>

namespace guarita::console {

enum class ColourScheme { System, Light, Dark };

/// What the console remembers, in one JSON file that is replaced atomically. A file that cannot be read is
/// kept beside it as *.broken, and everything starts with its default. Unknown members are ignored, bad
/// values replaced by their defaults.
class Settings final : public QObject
{
    Q_OBJECT

public:
    explicit Settings(QString file, QObject *parent = nullptr);

    /// Whether the file that was found could not be read; where it is kept now.
    QString brokenFile() const { return m_brokenFile; }

    /// Never empty: the default is "Local" at http://localhost:8000.
    const std::vector<Profile> &profiles() const { return m_profiles; }
    void setProfiles(std::vector<Profile> profiles);
    QString lastProfile() const { return m_lastProfile; }
    void setLastProfile(const QString &name);

    QString language() const { return m_language; } // "pt_BR", "en"; empty: the system's
    void setLanguage(const QString &language);
    ColourScheme scheme() const { return m_scheme; }
    void setScheme(ColourScheme scheme);

    /// Geometry and column widths, by the objectName of the widget that they belong to.
    QByteArray layout(const QString &name) const { return m_layouts.value(name); }
    void setLayout(const QString &name, const QByteArray &state);

    /// What must hold for a profile: name, URL, that the CA file can be read. English codes such as
    /// "name_empty", "name_taken", "url_invalid", "ca_unreadable"; empty if it is good. `others` are the
    /// other profiles.
    static std::vector<QByteArray> mistakesOf(const Profile &profile, const std::vector<Profile> &others);

Q_SIGNALS:
    void profilesChanged();
    void languageChanged();
    void schemeChanged();
    void saveFailed(const QString &why);

private:
    void load();
    void save();

    QString m_file;
    QString m_brokenFile;
    std::vector<Profile> m_profiles;
    QString m_lastProfile;
    QString m_language;
    ColourScheme m_scheme = ColourScheme::System;
    QHash<QString, QByteArray> m_layouts;
};

} // namespace guarita::console

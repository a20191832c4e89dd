// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/lazywriter.h"
#include "console/core/profile.h"

#include <QtCore/QByteArray>
#include <QtCore/QHash>
#include <QtCore/QJsonObject>
#include <QtCore/QObject>
#include <QtCore/QSet>

#include <vector>

namespace guarita::console {

enum class ColourScheme { System, Light, Dark };

/// What the console remembers, in one JSON file that is replaced atomically, shortly after a change and in
/// another thread. A file that cannot be read is kept beside it as *.broken, and everything starts with its
/// default. So is one of which a profile, or a part of one, is of no use; the rest of it then counts. Other
/// bad values are replaced by their defaults. Members that are unknown, and those that this console did not
/// change, stay as they are in the file: two consoles at once do not undo each other's changes.
class Settings final : public QObject
{
    Q_OBJECT

public:
    explicit Settings(QString file, QObject *parent = nullptr);
    ~Settings() override; // flushes

    /// Where the file that was found is kept if it, or some of it, could not be used; else empty.
    QString brokenFile() const { return m_brokenFile; }

    /// Never empty: the default is "Local" at http://localhost:8000. Those with mistakes are not taken.
    const std::vector<Profile> &profiles() const { return m_profiles; }
    void setProfiles(std::vector<Profile> profiles);
    QString lastProfile() const { return m_lastProfile; }
    void setLastProfile(const QString &name);

    QString language() const { return m_language; } // "pt_BR", "en"; empty: the system's
    void setLanguage(const QString &language);
    ColourScheme scheme() const { return m_scheme; }
    void setScheme(ColourScheme scheme);

    /// Whether backends that fail are told of outside of their page. The default is yes.
    bool notifies() const { return m_notifies; }
    void setNotifies(bool notifies);

    /// Geometry and column widths, by the objectName of the widget that they belong to.
    QByteArray layout(const QString &name) const { return m_layouts.value(name); }
    void setLayout(const QString &name, const QByteArray &state);

    /// Waits until the disk has what was set.
    void flush();

    /// What must hold for a profile: "name_empty", "name_long", "name_taken" (but for case), "url_invalid",
    /// "ca_unreadable" (or no PEM certificate in it); empty if it is good. `others` are the other profiles.
    static std::vector<QByteArray> mistakesOf(const Profile &profile, const std::vector<Profile> &others);

Q_SIGNALS:
    void profilesChanged();
    void languageChanged();
    void schemeChanged();
    void notifiesChanged();
    void saveFailed(const QString &why);

private:
    void load();
    bool takeProfiles(const QJsonValue &value);
    void takeOthers(const QJsonObject &file);
    void keepAsItWas(const QJsonObject &file);
    void changed(const QString &member);
    QJsonObject toJson() const;
    LazyWriter::Write snapshot();

    QString m_file;
    QString m_brokenFile;
    std::vector<Profile> m_profiles;
    QString m_lastProfile;
    QString m_language;
    ColourScheme m_scheme = ColourScheme::System;
    bool m_notifies = true;
    QHash<QString, QByteArray> m_layouts;
    QSet<QString> m_changed; // members of the file; layouts as "layouts/name"
    QSet<QString> m_sent;    // those of the last write, until it is known to have failed
    LazyWriter m_writer;
};

} // namespace guarita::console

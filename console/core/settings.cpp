// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/core/settings.h"

#include "console/core/filestore.h"
#include "console/core/profilejson.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

#include <algorithm>
#include <array>

namespace guarita::console {

namespace {

constexpr qint64 maxBytes = 4 * 1024 * 1024;
constexpr qsizetype maxProfiles = 100;
constexpr qsizetype maxLayouts = 500;
constexpr std::chrono::milliseconds delay{200};

const QString profilesMember = QStringLiteral("profiles");
const QString lastProfileMember = QStringLiteral("last_profile");
const QString languageMember = QStringLiteral("language");
const QString schemeMember = QStringLiteral("scheme");
const QString notifiesMember = QStringLiteral("notifications");
const QString layoutsMember = QStringLiteral("layouts");

QString layoutKey(const QString &name)
{
    return layoutsMember + u'/' + name;
}

QString toText(ColourScheme scheme)
{
    switch (scheme) {
    case ColourScheme::System:
        break;
    case ColourScheme::Light:
        return QStringLiteral("light");
    case ColourScheme::Dark:
        return QStringLiteral("dark");
    }
    return QStringLiteral("system");
}

ColourScheme toScheme(const QString &text)
{
    for (ColourScheme scheme : {ColourScheme::Light, ColourScheme::Dark}) {
        if (text == toText(scheme))
            return scheme;
    }
    return ColourScheme::System;
}

Profile defaultProfile()
{
    Profile profile;
    profile.name = QStringLiteral("Local");
    profile.url = QUrl(QStringLiteral("http://localhost:8000"));
    return profile;
}

bool isUsable(const Profile &profile, const std::vector<Profile> &others)
{
    std::vector<QByteArray> mistakes = Settings::mistakesOf(profile, others);
    // The authority's file may come back; without it the transport refuses to connect.
    return std::all_of(mistakes.begin(), mistakes.end(), [](const auto &m) { return m == "ca_unreadable"; });
}

std::vector<Profile> usableOf(const std::vector<Profile> &profiles)
{
    std::vector<Profile> usable;
    for (const Profile &profile : profiles) {
        if (static_cast<qsizetype>(usable.size()) < maxProfiles && isUsable(profile, usable))
            usable.push_back(profile);
    }
    return usable;
}

std::vector<Profile> orDefault(std::vector<Profile> profiles)
{
    if (profiles.empty())
        profiles.push_back(defaultProfile());
    return profiles;
}

/// Whether the profile has all that was read for it; what it does not know apart.
bool isWhole(const Profile &profile, const QJsonObject &read)
{
    const QJsonObject known = toJson(profile);
    for (auto member = known.begin(); member != known.end(); ++member) {
        // An address may be written in more than one way; one that is none makes the profile unusable.
        if (member.key() != QStringLiteral("url") && read.contains(member.key()) &&
            read.value(member.key()) != member.value())
            return false;
    }
    return true;
}

std::optional<QJsonObject> parse(const QByteArray &content)
{
    const QJsonDocument document = QJsonDocument::fromJson(content);
    if (!document.isObject())
        return {};
    return document.object();
}

/// `ours` where it was changed here, else what the file has by now.
QJsonObject combined(const QJsonObject &file, const QJsonObject &ours, const QSet<QString> &changed)
{
    QJsonObject result = file;
    QJsonObject layouts = file.value(layoutsMember).toObject();
    const QJsonObject ourLayouts = ours.value(layoutsMember).toObject();
    for (const QString &key : changed) {
        if (!key.startsWith(layoutKey({}))) {
            result.insert(key, ours.value(key));
            continue;
        }
        const QString name = key.sliced(layoutKey({}).size());
        layouts.insert(name, ourLayouts.value(name));
    }
    result.insert(layoutsMember, layouts);
    return result;
}

core::Result<core::Done> write(const QString &file, const QJsonObject &ours, const QSet<QString> &changed)
{
    const auto found = filestore::read(file, maxBytes);
    std::optional<QJsonObject> known;
    if (found && found.value())
        known = parse(*found.value());
    const QJsonObject result = known ? combined(*known, ours, changed) : ours;
    return filestore::replace(file, QJsonDocument(result).toJson());
}

bool hasCertificate(const QString &file)
{
    const auto found = filestore::read(file, maxBytes);
    return found && found.value() && found.value()->contains("-----BEGIN CERTIFICATE-----");
}

} // namespace

Settings::Settings(QString file, QObject *parent)
    : QObject(parent)
    , m_file(std::move(file))
    , m_profiles{defaultProfile()}
    , m_writer(delay, [this] { return snapshot(); })
{
    connect(&m_writer, &LazyWriter::failed, this, [this](const QString &why) {
        m_changed += m_sent;
        Q_EMIT saveFailed(why);
    });
    load();
}

Settings::~Settings()
{
    flush();
}

void Settings::flush()
{
    m_writer.flush();
}

void Settings::load()
{
    const auto found = filestore::read(m_file, maxBytes);
    if (found && !found.value())
        return;
    const std::optional<QJsonObject> object = found ? parse(*found.value()) : std::nullopt;
    if (!object) {
        m_brokenFile = filestore::setAside(m_file);
        return;
    }
    const bool wholeProfiles = takeProfiles(object->value(profilesMember));
    takeOthers(*object);
    const QJsonValue layouts = object->value(layoutsMember);
    if (!wholeProfiles || !(layouts.isUndefined() || layouts.isObject()))
        keepAsItWas(*object);
}

/// False if anything of it was dropped.
bool Settings::takeProfiles(const QJsonValue &value)
{
    const QJsonArray entries = value.toArray();
    std::vector<Profile> profiles;
    bool whole = value.isUndefined() || value.isArray();
    for (const QJsonValue entry : entries) {
        profiles.push_back(profileFromJson(entry.toObject()));
        whole = whole && isWhole(profiles.back(), entry.toObject());
    }
    std::vector<Profile> usable = usableOf(profiles);
    whole = whole && usable.size() == profiles.size();
    m_profiles = orDefault(std::move(usable));
    return whole;
}

/// Goes on with a file that has what could be taken, so that the next start has nothing to complain about.
void Settings::keepAsItWas(const QJsonObject &file)
{
    const QString aside = filestore::setAside(m_file);
    const QJsonObject taken = combined(file, toJson(), {profilesMember});
    if (aside.isEmpty() || filestore::replace(m_file, QJsonDocument(taken).toJson()))
        m_brokenFile = aside;
    else
        QFile::rename(aside, m_file); // a full disk, say: it stays where it is
}

void Settings::takeOthers(const QJsonObject &file)
{
    const QString last = file.value(lastProfileMember).toString();
    if (std::any_of(m_profiles.begin(), m_profiles.end(), [&](const auto &p) { return p.name == last; }))
        m_lastProfile = last;
    const QString language = file.value(languageMember).toString();
    if (language == QStringLiteral("pt_BR") || language == QStringLiteral("en"))
        m_language = language;
    m_scheme = toScheme(file.value(schemeMember).toString());
    m_notifies = file.value(notifiesMember).toBool(true);

    const QJsonObject layouts = file.value(layoutsMember).toObject();
    for (auto layout = layouts.begin(); layout != layouts.end() && m_layouts.size() < maxLayouts; ++layout) {
        const auto state = QByteArray::fromBase64Encoding(layout.value().toString().toLatin1(),
                                                          QByteArray::AbortOnBase64DecodingErrors);
        if (state && !state.decoded.isEmpty())
            m_layouts.insert(layout.key(), state.decoded);
    }
}

QJsonObject Settings::toJson() const
{
    QJsonArray profiles;
    for (const Profile &profile : m_profiles)
        profiles.append(console::toJson(profile));
    QJsonObject layouts;
    for (auto layout = m_layouts.begin(); layout != m_layouts.end(); ++layout)
        layouts.insert(layout.key(), QString::fromLatin1(layout.value().toBase64()));
    return {{profilesMember, profiles},   {lastProfileMember, m_lastProfile},
            {languageMember, m_language}, {schemeMember, toText(m_scheme)},
            {notifiesMember, m_notifies}, {layoutsMember, layouts}};
}

LazyWriter::Write Settings::snapshot()
{
    m_sent = std::exchange(m_changed, {});
    return [file = m_file, ours = toJson(), changed = m_sent] { return write(file, ours, changed); };
}

void Settings::changed(const QString &member)
{
    m_changed.insert(member);
    m_writer.touch();
}

void Settings::setProfiles(std::vector<Profile> profiles)
{
    profiles = orDefault(usableOf(profiles));
    if (profiles == m_profiles)
        return;
    m_profiles = std::move(profiles);
    changed(profilesMember);
    Q_EMIT profilesChanged();
}

void Settings::setLastProfile(const QString &name)
{
    if (std::exchange(m_lastProfile, name) != name)
        changed(lastProfileMember);
}

void Settings::setLanguage(const QString &language)
{
    if (std::exchange(m_language, language) == language)
        return;
    changed(languageMember);
    Q_EMIT languageChanged();
}

void Settings::setScheme(ColourScheme scheme)
{
    if (std::exchange(m_scheme, scheme) == scheme)
        return;
    changed(schemeMember);
    Q_EMIT schemeChanged();
}

void Settings::setNotifies(bool notifies)
{
    if (std::exchange(m_notifies, notifies) == notifies)
        return;
    changed(notifiesMember);
    Q_EMIT notifiesChanged();
}

void Settings::setLayout(const QString &name, const QByteArray &state)
{
    if (std::exchange(m_layouts[name], state) != state)
        changed(layoutKey(name));
}

std::vector<QByteArray> Settings::mistakesOf(const Profile &profile, const std::vector<Profile> &others)
{
    constexpr qsizetype maxName = 60;
    std::vector<QByteArray> mistakes;
    const QString name = profile.name.trimmed();
    const auto isSame = [&](const Profile &p) { return p.name.compare(name, Qt::CaseInsensitive) == 0; };
    if (name.isEmpty())
        mistakes.emplace_back("name_empty");
    else if (name.size() > maxName)
        mistakes.emplace_back("name_long");
    else if (std::any_of(others.begin(), others.end(), isSame))
        mistakes.emplace_back("name_taken");

    const QUrl &url = profile.url;
    const bool web = url.scheme() == QStringLiteral("http") || url.scheme() == QStringLiteral("https");
    const bool bare = url.userInfo().isEmpty() && !url.hasQuery() && !url.hasFragment();
    if (!url.isValid() || !web || !bare || url.host().isEmpty() || url.port(80) == 0)
        mistakes.emplace_back("url_invalid");
    if (!profile.caFile.isEmpty() && !hasCertificate(profile.caFile))
        mistakes.emplace_back("ca_unreadable");
    return mistakes;
}

} // namespace guarita::console

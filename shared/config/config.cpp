// SPDX-License-Identifier: GPL-3.0-or-later
// Where values come from. What they mean is in values.cpp.
#include "config/config.h"

#include "config/envfile.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

#include <algorithm>

namespace guarita::config {

namespace {

constexpr qint64 largestFile = 1024 * 1024;

const QString environmentPlace = QStringLiteral("environment");

/// Names that begin with GUARITA_ but belong to the scripts that start the daemons.
bool isScriptsOwn(const QString &name)
{
    return name == QStringLiteral("GUARITA_STATE_DIR");
}

} // namespace

QString flagOf(const QString &name)
{
    return QStringLiteral("--") + name.toLower().replace(QLatin1Char('_'), QLatin1Char('-'));
}

Key live(Key key)
{
    key.live = true;
    return key;
}

Reader::Reader(std::vector<Key> keys, const Sources &sources)
    : m_keys(std::move(keys))
{
    readArguments(sources.arguments);
    readEnvironment(sources.environment);
    const QString path = m_envFile.value_or(QStringLiteral(".env"));
    readFile(QDir(sources.workingDirectory).filePath(path), path, m_envFile.has_value());
}

void Reader::readArguments(const QStringList &arguments)
{
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &argument = arguments[i];
        if (!argument.startsWith(QStringLiteral("--")) || argument.size() == 2) {
            // Not repeated: it may be a secret in the wrong place.
            addMistake(QStringLiteral("argument %1").arg(i + 1),
                       QStringLiteral("only flags (--name value) are understood"));
            continue;
        }
        const qsizetype equals = argument.indexOf(QLatin1Char('='));
        const QString flag = argument.first(equals < 0 ? argument.size() : equals);
        const bool bare = flag == QStringLiteral("--help") || flag == QStringLiteral("--version") ||
                          flag == QStringLiteral("--check-config");
        std::optional<QString> value;
        if (equals >= 0)
            value = argument.sliced(equals + 1);
        else if (!bare && i + 1 < arguments.size() && !arguments[i + 1].startsWith(QStringLiteral("--")))
            value = arguments[++i];
        readFlag(flag, value);
    }
}

void Reader::readFlag(const QString &flag, const std::optional<QString> &value)
{
    const QString where = QStringLiteral("flag %1").arg(flag);
    for (const auto &[name, option] : {std::pair(QStringLiteral("--help"), &m_common.help),
                                       std::pair(QStringLiteral("--version"), &m_common.version),
                                       std::pair(QStringLiteral("--check-config"), &m_common.checkConfig)}) {
        if (flag != name)
            continue;
        *option = true;
        if (value)
            addMistake(where, QStringLiteral("takes no value"));
        return;
    }
    const bool isEnvFile = flag == QStringLiteral("--env-file");
    const Key *key = keyOfFlag(flag);
    if (!isEnvFile && !key)
        return addMistake(where, QStringLiteral("is unknown; --help lists all flags"));
    if (key && key->secret)
        return addMistake(where,
                          QStringLiteral("is refused, since every user can read command lines; set %1 in the "
                                         "environment or in the .env file")
                              .arg(key->name));
    if (!value || (isEnvFile && value->isEmpty()))
        return addMistake(where, QStringLiteral("needs a value"));
    if (isEnvFile ? m_envFile.has_value() : m_values.contains(key->name))
        return addMistake(where, QStringLiteral("is given twice"));
    if (isEnvFile)
        m_envFile = value;
    else
        take(key->name, *value, where);
}

void Reader::readEnvironment(const std::map<QString, QString> &environment)
{
    for (const auto &[name, value] : environment) {
        if (keyNamed(name))
            take(name, value, environmentPlace);
        else if (name.startsWith(QStringLiteral("GUARITA_")) && !isScriptsOwn(name))
            addMistake(environmentPlace, QStringLiteral("%1 is unknown; --help lists all names").arg(name));
    }
}

void Reader::readFile(const QString &path, const QString &shownPath, bool mustExist)
{
    if (!mustExist && !QFile::exists(path))
        return;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return addMistake(shownPath, QStringLiteral("cannot be read: %1").arg(file.errorString()));
    const QByteArray bytes = file.read(largestFile + 1);
    if (bytes.size() > largestFile)
        return addMistake(shownPath, QStringLiteral("is larger than 1 MiB, which is no .env file"));

    const EnvFile parsed = parseEnvFile(bytes);
    const auto place = [&](int line) {
        return QStringLiteral("%1:%2").arg(shownPath, QString::number(line));
    };
    for (const EnvFile::Mistake &mistake : parsed.mistakes)
        addMistake(place(mistake.line), mistake.what);
    std::map<QString, int> lines;
    for (const EnvFile::Entry &entry : parsed.entries) {
        const auto [first, isNew] = lines.try_emplace(entry.name, entry.line);
        if (!keyNamed(entry.name))
            addMistake(place(entry.line),
                       QStringLiteral("%1 is unknown; --help lists all names").arg(entry.name.left(64)));
        else if (!isNew)
            addMistake(place(entry.line), QStringLiteral("%1 is set already in line %2")
                                              .arg(entry.name, QString::number(first->second)));
        else
            take(entry.name, entry.value, place(entry.line));
    }
}

/// Sources are read from the strongest to the weakest, so the first value of a name stays.
void Reader::take(const QString &name, const QString &text, const QString &where)
{
    m_values.try_emplace(name, Value{text, where});
}

const Key *Reader::keyNamed(const QString &name) const
{
    const auto found =
        std::find_if(m_keys.begin(), m_keys.end(), [&](const Key &key) { return key.name == name; });
    return found == m_keys.end() ? nullptr : &*found;
}

const Key *Reader::keyOfFlag(const QString &flag) const
{
    const auto found =
        std::find_if(m_keys.begin(), m_keys.end(), [&](const Key &key) { return flagOf(key.name) == flag; });
    return found == m_keys.end() ? nullptr : &*found;
}

Reader::Value Reader::valueOf(const QString &name) const
{
    if (const auto found = m_values.find(name); found != m_values.end())
        return found->second;
    const Key *key = keyNamed(name);
    Q_ASSERT_X(key, "config::Reader", "a name that is not among the keys");
    return {key ? key->defaultValue : QString(), QStringLiteral("default")};
}

std::vector<Setting> Reader::settings() const
{
    std::vector<Setting> settings;
    settings.reserve(m_keys.size());
    for (const Key &key : m_keys) {
        const Value value = valueOf(key.name);
        settings.push_back({key, value.text, value.where});
    }
    return settings;
}

void Reader::addMistake(const QString &where, const QString &what)
{
    const auto same = [&](const Mistake &mistake) { return mistake.where == where && mistake.what == what; };
    if (std::none_of(m_mistakes.begin(), m_mistakes.end(), same))
        m_mistakes.push_back({where, what});
}

void Reader::reject(const QString &name, const QString &what)
{
    const Value value = valueOf(name);
    const QString &shown = value.shown.isEmpty() ? name : value.shown;
    addMistake(value.where, QStringLiteral("%1 %2").arg(shown, what));
}

Reader Reader::overriddenBy(const std::vector<Override> &overrides) const
{
    Reader other = *this;
    other.m_mistakes.clear();
    for (const Override &each : overrides) {
        Q_ASSERT(keyNamed(each.name));
        other.m_values.insert_or_assign(each.name, Value{each.text, each.where, each.shown});
    }
    return other;
}

void Reader::takeMistakes(const Reader &other)
{
    for (const Mistake &mistake : other.m_mistakes)
        addMistake(mistake.where, mistake.what);
}

std::optional<QByteArray> Reader::file(const QString &name)
{
    const QString path = text(name);
    if (path.isEmpty())
        return std::nullopt;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        reject(name, QStringLiteral("cannot be read: %1").arg(file.errorString()));
        return std::nullopt;
    }
    QByteArray bytes = file.read(largestFile + 1);
    if (bytes.size() <= largestFile)
        return bytes;
    reject(name, QStringLiteral("is larger than 1 MiB"));
    return std::nullopt;
}

} // namespace guarita::config

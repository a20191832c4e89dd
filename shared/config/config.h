// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtCore/QUrl>

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace guarita::config {

/// One setting that a role understands. The environment and the .env file call it `name` ("SECRET_KEY"), the
/// command line calls it by the same name in kebab case ("--secret-key"), unless it is secret: a secret has
/// no flag, since every user of the machine can read command lines.
struct Key
{
    QString name;
    QString defaultValue;
    QString help; // one sentence, English
    bool secret = false;
    bool live = false; // a running daemon takes another value over; see runtime::Configuration
};

/// The same key, live.
Key live(Key key);

/// A key with the value that counts for it.
struct Setting
{
    Key key;
    QString text;
    QString where; // see Mistake
};

/// Something wrong with the configuration and where it stands: "gateway.env:3", "environment", "flag --port".
struct Mistake
{
    QString where;
    QString what; // a sentence that says what is allowed; never the value of a secret
};

/// Where values come from. Injected, so that tests need no real environment.
struct Sources
{
    QStringList arguments; // without the program's name
    std::map<QString, QString> environment;
    QString workingDirectory; // where ".env" is looked for if no --env-file names another
};

/// The options that every daemon has besides its keys.
struct CommonOptions
{
    bool help = false;
    bool version = false;
    bool checkConfig = false;
};

/// Reads typed values and collects every mistake instead of stopping at the first. The typed getters return
/// the default when the value is wrong; the caller asks mistakes() once at the end.
///
/// Precedence: flags, environment, file, defaults. Unknown flags, unknown names in the file, duplicates,
/// malformed lines, and unknown environment names beginning with GUARITA_ are mistakes. The .env file's
/// syntax is in envfile.h.
class Reader
{
public:
    Reader(std::vector<Key> keys, const Sources &sources);

    CommonOptions common() const { return m_common; }

    QString text(const QString &name);
    QString nonEmptyText(const QString &name);
    /// A whole number within [least, most].
    qint64 integer(const QString &name, qint64 least, qint64 most);
    /// Bytes, with an optional suffix KiB, MiB or GiB.
    qint64 bytes(const QString &name, qint64 least, qint64 most);
    /// A duration with a suffix ms, s, min, h or d, e.g. "10s".
    std::chrono::milliseconds duration(const QString &name, std::chrono::milliseconds least,
                                       std::chrono::milliseconds most);
    bool boolean(const QString &name); // true|false
    /// One of `allowed`, exactly as it stands there.
    QString choice(const QString &name, const QStringList &allowed);
    /// http:// or https://, a host, an optional port, no path but "/", no user, no query.
    QUrl origin(const QString &name);
    /// Comma-separated origins: at least one, none twice.
    std::vector<QUrl> origins(const QString &name);

    /// Another value of a setting, from a file that one of the settings names.
    struct Override
    {
        QString name;  // of the key
        QString shown; // what the file calls it
        QString text;
        QString where; // see Mistake
    };
    /// The same settings but for these, without a mistake as yet: what reads a part of the settings from this
    /// reader can read it from that one, too.
    Reader overriddenBy(const std::vector<Override> &overrides) const;
    /// Adds the mistakes that another reader found, but for those that are known.
    void takeMistakes(const Reader &other);
    /// The bytes of the file that a setting names. Nothing if it names none, and if the file cannot be read
    /// or has more than 1 MiB, which is a mistake.
    std::optional<QByteArray> file(const QString &name);

    /// Adds a mistake that only the caller can see (two values that do not fit together, say), where the
    /// value came from. `what` goes on with a sentence that begins with the name: "must be shorter than
    /// TOTAL_DEADLINE".
    void reject(const QString &name, const QString &what);
    /// The same for a place within a file that a setting names: "routes.json:12".
    void rejectAt(const QString &where, const QString &what) { addMistake(where, what); }

    const std::vector<Mistake> &mistakes() const { return m_mistakes; }
    /// Of all keys, in their order.
    std::vector<Setting> settings() const;

private:
    struct Value
    {
        QString text;
        QString where;
        QString shown = {}; // in mistakes, if not the key's name
    };

    void readArguments(const QStringList &arguments);
    void readFlag(const QString &flag, const std::optional<QString> &value);
    void readEnvironment(const std::map<QString, QString> &environment);
    void readFile(const QString &path, const QString &shownPath, bool mustExist);
    void take(const QString &name, const QString &text, const QString &where);
    const Key *keyNamed(const QString &name) const;
    const Key *keyOfFlag(const QString &flag) const;
    Value valueOf(const QString &name) const;
    void addMistake(const QString &where, const QString &what);
    /// Says that the value must be `what`, and shows it unless it may be a secret.
    void refuse(const QString &name, const QString &what);
    template <typename T>
    T parsed(const QString &name, const std::function<std::optional<T>(const QString &)> &parse,
             const QString &what);

    std::vector<Key> m_keys;
    std::map<QString, Value> m_values;
    std::vector<Mistake> m_mistakes;
    CommonOptions m_common;
    std::optional<QString> m_envFile;
};

/// The flag of a key: "MAX_BODY" → "--max-body".
QString flagOf(const QString &name);

/// The --help text: usage, every key with its flag, default and meaning.
QString helpText(const QString &program, const QString &summary, const std::vector<Key> &keys);

} // namespace guarita::config

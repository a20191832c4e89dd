// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/jsonvalue.h"

#include <QtCore/QStringList>

#include <chrono>
#include <optional>

namespace guarita::config {

/// Takes the members of one object by their names, and collects every mistake instead of stopping at the
/// first: a value of the wrong kind, one out of bounds, and, at the end, a member that nobody asked for. The
/// getters return nothing for a member that is not there or is wrong.
class JsonObject
{
public:
    /// Both outlive this. A `value` that is no object is a mistake, and then has no members.
    JsonObject(const JsonValue &value, std::vector<LineMistake> &mistakes);

    std::optional<QString> text(const QString &name);
    std::optional<bool> boolean(const QString &name);
    /// A whole number within [least, most].
    std::optional<qint64> integer(const QString &name, qint64 least, qint64 most);
    /// A text, a number, or true or false, written as a setting's value in the environment would be.
    std::optional<QString> plain(const QString &name);
    std::optional<qint64> bytes(const QString &name, qint64 least, qint64 most);
    std::optional<std::chrono::milliseconds> duration(const QString &name, std::chrono::milliseconds least,
                                                      std::chrono::milliseconds most);
    /// A list or an object, to be read further; nullptr if it is not there or is wrong.
    const JsonValue *list(const QString &name);
    const JsonValue *object(const QString &name);
    /// A list of texts. Anything else in it is a mistake, and so is a text that stands there twice.
    std::optional<QStringList> texts(const QString &name);

    /// Where a member stands; the object's own line if there is none.
    int lineOf(const QString &name) const;

    /// Something that only the caller can see. `what` goes on behind the name: "must begin with '/'". Without
    /// such a member it stands at the object's line.
    void reject(const QString &name, const QString &what);
    /// Every member that was not asked for is a mistake.
    void refuseOthers();

private:
    const JsonValue *member(const QString &name, JsonValue::Kind kind, const QString &rule);
    const JsonValue *find(const QString &name) const;

    const JsonValue &m_value;
    std::vector<LineMistake> &m_mistakes;
    QStringList m_known;
};

} // namespace guarita::config

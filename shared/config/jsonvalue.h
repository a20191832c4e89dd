// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArrayView>
#include <QtCore/QString>

#include <vector>

namespace guarita::config {

/// A value of a configuration file in JSON (RFC 8259), and the line where it stands.
struct JsonValue
{
    enum class Kind { Null, Boolean, Number, Text, List, Object };

    Kind kind = Kind::Null;
    int line = 1;
    QString name; // of a member
    bool boolean = false;
    QString text;                 // of a Text; of a Number as it would be written
    std::vector<JsonValue> items; // of a List; the members of an Object, in their order
};

/// Something wrong with a line of a file.
struct LineMistake
{
    int line;
    QString what; // never a value of the file, which may be a secret
};

struct JsonFile
{
    JsonValue root;
    std::vector<LineMistake> mistakes; // with one of syntax, the root holds nothing
};

/// Strict: UTF-8, no comments, no member twice in an object (a mistake each), at most eight levels.
JsonFile parseJson(QByteArrayView bytes);

} // namespace guarita::config

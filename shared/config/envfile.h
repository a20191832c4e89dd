// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArrayView>
#include <QtCore/QString>

#include <vector>

namespace guarita::config {

/// What a .env file says, line by line. Names are as written: whether they are known is the reader's
/// question.
struct EnvFile
{
    struct Entry
    {
        QString name;
        QString value;
        int line;
    };
    struct Mistake
    {
        int line;
        QString what; // never a part of the line: it may be a secret
    };

    std::vector<Entry> entries;
    std::vector<Mistake> mistakes;
};

/// One NAME=value per line, UTF-8, lines ending in LF or CRLF. Blank lines and lines beginning with '#' say
/// nothing. A value may stand in single or double quotes, which are taken off; there are no escapes, no
/// interpolation and no comments behind a value. Whatever another tool would read differently is a mistake
/// instead of a guess: `export`, a byte order mark, blanks around '=', an unquoted value with " #" in it,
/// quotes that do not match.
EnvFile parseEnvFile(QByteArrayView bytes);

} // namespace guarita::config

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/characters.h"

#include <QtCore/QByteArrayView>

namespace guarita::net {

/// Walks over a field value by the common rules of RFC 9110, 5.6. The value was checked for control
/// characters.
class FieldCursor
{
public:
    explicit FieldCursor(QByteArrayView text)
        : m_text(text)
    {
    }

    bool atEnd() const { return m_at == m_text.size(); }

    void skipBlanks()
    {
        while (!atEnd() && characters::isBlank(m_text[m_at]))
            ++m_at;
    }

    bool take(char expected)
    {
        if (atEnd() || m_text[m_at] != expected)
            return false;
        ++m_at;
        return true;
    }

    /// Empty when none stands here.
    QByteArrayView token()
    {
        const qsizetype start = m_at;
        while (!atEnd() && characters::is(m_text[m_at], characters::Token))
            ++m_at;
        return m_text.sliced(start, m_at - start);
    }

    /// RFC 9110, 5.6.4; false when none stands here or it does not end.
    bool quotedString()
    {
        if (!take('"'))
            return false;
        while (!atEnd()) {
            const char c = m_text[m_at++];
            if (c == '"')
                return true;
            if (c == '\\') {
                if (atEnd())
                    return false;
                ++m_at;
            }
        }
        return false;
    }

    /// Whether a ';' comes next, after blanks.
    bool hasParameters() const
    {
        FieldCursor ahead = *this;
        ahead.skipBlanks();
        return ahead.take(';');
    }

    /// `*( OWS ";" OWS name [ BWS "=" BWS value ] )`: chunk extensions, or the parameters of a coding, whose
    /// value is not optional. Stops in front of blanks that no ';' follows.
    bool parameters(bool valueOptional)
    {
        while (hasParameters()) {
            skipBlanks();
            take(';');
            if (!parameter(valueOptional))
                return false;
        }
        return true;
    }

private:
    bool parameter(bool valueOptional)
    {
        skipBlanks();
        if (token().isEmpty())
            return false;
        const qsizetype end = m_at;
        skipBlanks();
        if (!take('=')) {
            m_at = end;
            return valueOptional;
        }
        skipBlanks();
        return !token().isEmpty() || quotedString();
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
};

} // namespace guarita::net

// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/jsonslice.h"

namespace guarita::console::jsonslice {

namespace {

/// Walks over a text; after the first thing that does not fit, good() is false and nothing moves any more.
class Walk
{
public:
    explicit Walk(QByteArrayView text)
        : m_text(text)
    {
    }

    bool good() const { return m_good; }

    bool take(char wanted)
    {
        skipSpace();
        if (!m_good || m_at >= m_text.size() || m_text[m_at] != wanted)
            return false;
        ++m_at;
        return true;
    }
    void need(char wanted) { m_good = take(wanted) && m_good; }

    QByteArrayView value()
    {
        skipSpace();
        const qsizetype begin = m_at;
        int depth = 0;
        do {
            step(depth);
        } while (m_good && depth > 0);
        m_good = m_good && m_at > begin;
        return m_good ? m_text.sliced(begin, m_at - begin) : QByteArrayView();
    }

private:
    void skipSpace()
    {
        while (m_at < m_text.size() && isSpace(m_text[m_at]))
            ++m_at;
    }
    static bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
    static bool ends(char c) { return isSpace(c) || c == ',' || c == ':' || c == '}' || c == ']'; }

    /// A bracket, a string, or a run of what is neither. Inside brackets commas and colons are passed over.
    void step(int &depth)
    {
        m_good = m_good && m_at < m_text.size();
        if (!m_good)
            return;
        const char c = m_text[m_at];
        if (c == '"') {
            skipString();
        } else if (c == '{' || c == '[') {
            ++depth;
            ++m_at;
        } else if (c == '}' || c == ']') {
            --depth;
            ++m_at;
            m_good = depth >= 0;
        } else if (depth > 0 && ends(c)) {
            ++m_at;
        } else {
            while (m_at < m_text.size() && !ends(m_text[m_at]) && m_text[m_at] != '"')
                ++m_at;
        }
    }
    void skipString()
    {
        for (++m_at; m_at < m_text.size() && m_text[m_at] != '"'; ++m_at) {
            if (m_text[m_at] == '\\')
                ++m_at;
        }
        ++m_at;
        m_good = m_at <= m_text.size();
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
    bool m_good = true;
};

} // namespace

std::optional<QByteArrayView> member(QByteArrayView object, QByteArrayView name)
{
    Walk walk(object);
    walk.need('{');
    if (walk.take('}'))
        return std::nullopt;
    while (walk.good()) {
        const QByteArrayView key = walk.value();
        walk.need(':');
        const QByteArrayView value = walk.value();
        if (!walk.good())
            break;
        if (key.size() == name.size() + 2 && key.sliced(1, name.size()) == name)
            return value;
        if (!walk.take(','))
            break;
    }
    return std::nullopt;
}

std::optional<std::vector<QByteArrayView>> elements(QByteArrayView array)
{
    std::vector<QByteArrayView> found;
    Walk walk(array);
    walk.need('[');
    if (walk.good() && walk.take(']'))
        return found;
    while (walk.good()) {
        found.push_back(walk.value());
        if (walk.take(']'))
            return walk.good() ? std::optional(std::move(found)) : std::nullopt;
        walk.need(',');
    }
    return std::nullopt;
}

} // namespace guarita::console::jsonslice

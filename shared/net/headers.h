// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <vector>

namespace guarita::net {

struct HeaderField
{
    QByteArray name;
    QByteArray value;

    friend bool operator==(const HeaderField &, const HeaderField &) = default;
};

/// An ordered list of header fields. Names compare without case (RFC 9110, 5.1). The few fields of a message
/// make a linear search quicker than any map.
class Headers
{
public:
    Headers() = default;
    Headers(std::initializer_list<HeaderField> fields)
        : m_fields(fields)
    {
    }

    /// The first value of `name`, or nullptr. Valid until the list is changed.
    const QByteArray *find(QByteArrayView name) const;
    /// The first value of `name`, or an empty array.
    QByteArray value(QByteArrayView name) const;
    bool contains(QByteArrayView name) const { return find(name) != nullptr; }
    int count(QByteArrayView name) const;

    void append(QByteArray name, QByteArray value);
    /// Removes every field of that name, then appends this one.
    void set(QByteArray name, QByteArray value);
    void remove(QByteArrayView name);
    void reserve(std::size_t count) { m_fields.reserve(count); }

    std::size_t size() const { return m_fields.size(); }
    bool empty() const { return m_fields.empty(); }
    auto begin() const { return m_fields.begin(); }
    auto end() const { return m_fields.end(); }

    friend bool operator==(const Headers &, const Headers &) = default;

private:
    std::vector<HeaderField> m_fields;
};

/// RFC 9110, 5.6.2: one or more tchar.
bool isToken(QByteArrayView text);
/// RFC 9110, 5.5: visible characters, obs-text, space and tab; no CR, LF, NUL or other control character.
bool isFieldValue(QByteArrayView text);

} // namespace guarita::net

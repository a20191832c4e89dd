// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/headers.h"

#include "net/characters.h"

#include <algorithm>

namespace guarita::net {

namespace {

bool sameName(const QByteArray &left, QByteArrayView right)
{
    return left.size() == right.size() &&
           std::equal(left.begin(), left.end(), right.begin(),
                      [](char a, char b) { return characters::lower(a) == characters::lower(b); });
}

} // namespace

const QByteArray *Headers::find(QByteArrayView name) const
{
    for (const HeaderField &field : m_fields) {
        if (sameName(field.name, name))
            return &field.value;
    }
    return nullptr;
}

QByteArray Headers::value(QByteArrayView name) const
{
    const QByteArray *found = find(name);
    return found ? *found : QByteArray();
}

int Headers::count(QByteArrayView name) const
{
    return static_cast<int>(std::count_if(m_fields.begin(), m_fields.end(), [&](const HeaderField &field) {
        return sameName(field.name, name);
    }));
}

void Headers::append(QByteArray name, QByteArray value)
{
    m_fields.push_back({std::move(name), std::move(value)});
}

void Headers::set(QByteArray name, QByteArray value)
{
    remove(name);
    append(std::move(name), std::move(value));
}

void Headers::remove(QByteArrayView name)
{
    std::erase_if(m_fields, [&](const HeaderField &field) { return sameName(field.name, name); });
}

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return characters::is(c, characters::Token); });
}

bool isFieldValue(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return !characters::is(c, characters::Control); });
}

} // namespace guarita::net

// SPDX-License-Identifier: GPL-3.0-or-later
#include "trace/tracestate.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace guarita::trace {

namespace {

constexpr qsizetype longMember = 128;
// What no client needs, whatever stands in it, is not even looked through.
constexpr qsizetype mostStateRead = 8 * 1024;

bool isLower(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool isKeyCharacter(char c)
{
    return isLower(c) || c == '_' || c == '-' || c == '*' || c == '/';
}

bool areKeyCharacters(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), isKeyCharacter);
}

/// 3.3.1.3.1: up to 256 characters that begin with a letter, or tenant "@" system.
bool isKey(QByteArrayView key)
{
    const qsizetype at = key.indexOf('@');
    if (at < 0)
        return !key.isEmpty() && key.size() <= 256 && key[0] >= 'a' && key[0] <= 'z' && areKeyCharacters(key);
    const QByteArrayView tenant = key.first(at);
    const QByteArrayView system = key.sliced(at + 1);
    return !tenant.isEmpty() && tenant.size() <= 241 && isLower(tenant[0]) && areKeyCharacters(tenant) &&
           !system.isEmpty() && system.size() <= 14 && system[0] >= 'a' && system[0] <= 'z' &&
           areKeyCharacters(system);
}

/// 3.3.1.3.2. Blanks at the end were the list's.
bool isValue(QByteArrayView value)
{
    return !value.isEmpty() && value.size() <= 256 && std::all_of(value.begin(), value.end(), [](char c) {
        return c >= ' ' && c <= '~' && c != ',' && c != '=';
    });
}

struct Members
{
    std::array<QByteArrayView, std::size_t(mostStateMembers)> list;
    std::size_t count = 0;

    std::span<const QByteArrayView> all() const { return {list.data(), count}; }
    qsizetype bytes() const
    {
        qsizetype sum = count == 0 ? 0 : qsizetype(count) - 1;
        for (const QByteArrayView member : all())
            sum += member.size();
        return sum;
    }
};

QByteArrayView keyOf(QByteArrayView member)
{
    return member.first(member.indexOf('='));
}

bool take(QByteArrayView member, Members &members)
{
    const qsizetype equals = member.indexOf('=');
    if (equals < 0 || members.count == members.list.size() || !isKey(member.first(equals)) ||
        !isValue(member.sliced(equals + 1)))
        return false;
    const auto known = members.all();
    if (std::any_of(known.begin(), known.end(),
                    [&](QByteArrayView other) { return keyOf(other) == member.first(equals); }))
        return false;
    members.list[members.count++] = member;
    return true;
}

bool readMembers(QByteArrayView list, Members &members)
{
    while (!list.isEmpty()) {
        const qsizetype comma = list.indexOf(',');
        const QByteArrayView member = (comma < 0 ? list : list.first(comma)).trimmed();
        list = comma < 0 ? QByteArrayView() : list.sliced(comma + 1);
        if (!member.isEmpty() && !take(member, members))
            return false;
    }
    return true;
}

void shorten(Members &members)
{
    const auto end = members.list.begin() + std::ptrdiff_t(members.count);
    const auto kept = std::stable_partition(
        members.list.begin(), end, [](QByteArrayView member) { return member.size() <= longMember; });
    members.count = std::size_t(kept - members.list.begin());
    while (members.bytes() > mostStateBytes)
        --members.count;
}

} // namespace

QByteArray boundedState(QByteArrayView list)
{
    Members members;
    if (list.size() > mostStateRead || !readMembers(list, members))
        return {};
    if (members.bytes() > mostStateBytes)
        shorten(members);
    QByteArray state;
    state.reserve(members.bytes());
    for (const QByteArrayView member : members.all()) {
        if (!state.isEmpty())
            state += ',';
        state += member;
    }
    return state;
}

} // namespace guarita::trace

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/formtext.h"
#include "http/problem.h"

#include <QtCore/QByteArrayView>

#include <algorithm>
#include <optional>
#include <set>
#include <span>

namespace guarita::http {

/// One parameter of a query: its name, how its value goes into `Target`, and what it must be.
template <typename Target>
struct QueryParameter
{
    const char *name;
    bool (*take)(const QString &text, Target &target); // whether the value is good
    const char16_t *portuguese;
    const char16_t *english;
};

/// 400 for a value that is not what it must be, for a name that is not known, and for one that stands twice.
Problem badParameter(const char *name, const char16_t *portuguese, const char16_t *english);
Problem unknownParameter(QByteArrayView name, const QByteArray &known);
Problem repeatedParameter(QByteArrayView name);

template <typename Target>
Problem badValue(const QueryParameter<Target> &parameter)
{
    return badParameter(parameter.name, parameter.portuguese, parameter.english);
}

/// Reads "name=value&…" as it stands in a target, still encoded. Says what is wrong first.
template <typename Target>
std::optional<Problem> readParameters(QByteArrayView query,
                                      std::span<const QueryParameter<Target>> parameters, Target &target)
{
    std::set<QByteArrayView> seen;
    while (!query.isEmpty()) {
        const qsizetype ampersand = query.indexOf('&');
        const QByteArrayView pair = ampersand < 0 ? query : query.first(ampersand);
        query = ampersand < 0 ? QByteArrayView() : query.sliced(ampersand + 1);
        const qsizetype equals = pair.indexOf('=');
        const QByteArrayView name = equals < 0 ? pair : pair.first(equals);
        const auto parameter = std::find_if(parameters.begin(), parameters.end(),
                                            [name](const auto &known) { return name == known.name; });
        if (parameter == parameters.end()) {
            QByteArrayList names;
            for (const auto &known : parameters)
                names.append(known.name);
            return unknownParameter(name, names.join(", "));
        }
        if (!seen.insert(name).second)
            return repeatedParameter(name);
        const std::optional<QString> value = equals < 0 ? std::nullopt : formText(pair.sliced(equals + 1));
        if (!value || !parameter->take(*value, target))
            return badValue(*parameter);
    }
    return std::nullopt;
}

} // namespace guarita::http

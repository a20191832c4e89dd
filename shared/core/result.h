// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include <utility>
#include <variant>

namespace guarita::core {

/// Why an operation failed. `code` is stable and machine-readable (lower_snake_case, for logs and
/// problem+json); `message` is a sentence for a person.
struct Error
{
    QByteArray code;
    QString message;
};

/// A value or the reason why there is none. Errors cross module boundaries as values, never as exceptions.
/// Reading the side that is not there is a bug and asserts.
template <typename T, typename E = Error>
class [[nodiscard]] Result
{
public:
    Result(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {
    }
    Result(E error)
        : m_state(std::in_place_index<1>, std::move(error))
    {
    }

    bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }

    const T &value() const & { return *checked<0>(&m_state); }
    T &value() & { return *checked<0>(&m_state); }
    T &&value() && { return std::move(*checked<0>(&m_state)); }
    const E &error() const { return *checked<1>(&m_state); }

private:
    template <std::size_t Side, typename Variant>
    static auto checked(Variant *state)
    {
        auto *side = std::get_if<Side>(state);
        Q_ASSERT(side);
        return side;
    }

    std::variant<T, E> m_state;
};

/// The value of an operation that yields nothing but its success.
struct Done
{
};

} // namespace guarita::core

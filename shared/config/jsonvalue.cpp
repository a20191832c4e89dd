// SPDX-License-Identifier: GPL-3.0-or-later
#include "config/jsonvalue.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace guarita::config {

namespace {

constexpr std::size_t deepest = 8;

/// Reads bytes and counts the lines that it has passed.
class LineCounter
{
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char *;
    using reference = const char &;

    LineCounter(const char *at, int *line)
        : m_at(at)
        , m_line(line)
    {
    }
    reference operator*() const { return *m_at; }
    LineCounter &operator++()
    {
        *m_line += *m_at == '\n' ? 1 : 0;
        ++m_at;
        return *this;
    }
    LineCounter operator++(int)
    {
        LineCounter before = *this;
        ++*this;
        return before;
    }
    friend bool operator==(const LineCounter &left, const LineCounter &right)
    {
        return left.m_at == right.m_at;
    }

private:
    const char *m_at;
    int *m_line;
};

/// Takes the parser's events. Each function returns whether to go on.
class TreeBuilder
{
public:
    TreeBuilder(JsonFile &file, const int &line)
        : m_file(file)
        , m_line(line)
    {
    }

    bool null() { return place(JsonValue::Kind::Null), true; }
    bool boolean(bool value)
    {
        place(JsonValue::Kind::Boolean).boolean = value;
        return true;
    }
    bool number_integer(std::int64_t value) { return number(QString::number(value)); }
    bool number_unsigned(std::uint64_t value) { return number(QString::number(value)); }
    bool number_float(double, const std::string &written) { return number(QString::fromStdString(written)); }
    bool binary(std::vector<std::uint8_t> &) { return false; } // no such thing in text
    bool string(const std::string &text)
    {
        place(JsonValue::Kind::Text).text = QString::fromStdString(text);
        return true;
    }
    bool key(const std::string &name)
    {
        m_name = QString::fromStdString(name);
        m_nameLine = m_line;
        const std::vector<JsonValue> &members = m_open.back()->items;
        if (std::any_of(members.begin(), members.end(),
                        [this](const JsonValue &other) { return other.name == m_name; }))
            m_file.mistakes.push_back({m_line, QStringLiteral("%1 stands here twice").arg(m_name.left(64))});
        return true;
    }
    bool start_object(std::size_t) { return enter(JsonValue::Kind::Object); }
    bool start_array(std::size_t) { return enter(JsonValue::Kind::List); }
    bool end_object() { return m_open.pop_back(), true; }
    bool end_array() { return m_open.pop_back(), true; }
    bool parse_error(std::size_t, const std::string &, const nlohmann::json::exception &)
    {
        return fail(QStringLiteral("is not JSON here"));
    }

private:
    bool number(const QString &written)
    {
        place(JsonValue::Kind::Number).text = written;
        return true;
    }
    JsonValue &place(JsonValue::Kind kind)
    {
        JsonValue value;
        value.kind = kind;
        value.line = m_name.isNull() ? m_line : m_nameLine; // a number ends with what follows it
        value.name = std::exchange(m_name, QString());
        if (m_open.empty())
            return m_file.root = std::move(value);
        return m_open.back()->items.emplace_back(std::move(value));
    }
    bool enter(JsonValue::Kind kind)
    {
        if (m_open.size() == deepest)
            return fail(QStringLiteral("has more than %1 levels here").arg(deepest));
        m_open.push_back(&place(kind));
        return true;
    }
    bool fail(const QString &what)
    {
        m_file.mistakes.push_back({m_line, what});
        m_file.root = {};
        m_open.clear();
        return false;
    }

    JsonFile &m_file;
    const int &m_line;
    // An item's address is good while it is open: what holds it gets no other one meanwhile.
    std::vector<JsonValue *> m_open;
    QString m_name;
    int m_nameLine = 1;
};

} // namespace

JsonFile parseJson(QByteArrayView bytes)
{
    JsonFile file;
    int line = 1;
    TreeBuilder builder(file, line);
    nlohmann::json::sax_parse(LineCounter(bytes.begin(), &line), LineCounter(bytes.end(), &line), &builder);
    return file;
}

} // namespace guarita::config

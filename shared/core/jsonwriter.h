// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>
#include <QtCore/QStringView>

#include <utility>

namespace guarita::core {

/// Appends JSON (RFC 8259) to a buffer, in the order of the calls, without building a tree. QJsonDocument
/// would sort the members and turn every number into a double; a price and a 64-bit id must pass unchanged.
/// The caller is responsible for a well-formed nesting; commas and escapes are the writer's.
class JsonWriter
{
public:
    void beginObject();
    void endObject();
    void beginArray();
    void endArray();
    void key(QByteArrayView name); // ASCII
    void string(QStringView text);
    void string(QByteArrayView utf8); // bytes that are not UTF-8 become U+FFFD
    void integer(qint64 number);
    void number(double number);    // six significant digits; what is not finite becomes null
    void raw(QByteArrayView json); // already JSON
    void boolean(bool value);
    void null();

    const QByteArray &buffer() const { return m_buffer; }
    QByteArray take()
    {
        m_needsComma = false;
        return std::exchange(m_buffer, {});
    }
    /// Starts a new text and keeps the buffer's memory.
    void clear()
    {
        m_needsComma = false;
        m_buffer.resize(0);
    }
    void reserve(qsizetype size) { m_buffer.reserve(size); }

private:
    /// A comma if one is due, then `before`, `text` and `after`, in one step.
    void put(QByteArrayView before, QByteArrayView text, QByteArrayView after);
    void escape(unsigned char byte);

    QByteArray m_buffer;
    bool m_needsComma = false;
};

} // namespace guarita::core

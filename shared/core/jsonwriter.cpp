// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonwriter.h"

#include <QtCore/QChar>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace guarita::core {

namespace {

/// Bytes that may stand in a JSON string as they are: printable ASCII but '"' and '\'. DEL may, too.
constexpr std::array<bool, 256> plainBytes = [] {
    std::array<bool, 256> table{};
    for (std::size_t byte = 0x20; byte < 0x80; ++byte)
        table[byte] = byte != '"' && byte != '\\';
    return table;
}();

constexpr QByteArrayView replacement("\xEF\xBF\xBD"); // U+FFFD

/// The length of the well-formed UTF-8 sequence of two to four bytes that begins at `text`, or 0: the table
/// of RFC 3629, section 4.
qsizetype sequenceLength(const unsigned char *text, qsizetype available)
{
    const unsigned char lead = text[0];
    qsizetype length = 0;
    unsigned char least = 0x80;
    unsigned char most = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF) {
        length = 2;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        length = 3;
        least = lead == 0xE0 ? 0xA0 : 0x80; // no overlong form
        most = lead == 0xED ? 0x9F : 0xBF;  // no surrogate
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        length = 4;
        least = lead == 0xF0 ? 0x90 : 0x80;
        most = lead == 0xF4 ? 0x8F : 0xBF; // nothing above U+10FFFF
    }
    if (length == 0 || length > available || text[1] < least || text[1] > most)
        return 0;
    for (qsizetype i = 2; i < length; ++i) {
        if ((text[i] & 0xC0) != 0x80)
            return 0;
    }
    return length;
}

void appendUtf8(QByteArray &out, char32_t point)
{
    std::array<char, 4> bytes{};
    qsizetype length = 0;
    if (point < 0x800) {
        bytes[length++] = static_cast<char>(0xC0 | (point >> 6));
    } else {
        if (point < 0x10000) {
            bytes[length++] = static_cast<char>(0xE0 | (point >> 12));
        } else {
            bytes[length++] = static_cast<char>(0xF0 | (point >> 18));
            bytes[length++] = static_cast<char>(0x80 | ((point >> 12) & 0x3F));
        }
        bytes[length++] = static_cast<char>(0x80 | ((point >> 6) & 0x3F));
    }
    bytes[length++] = static_cast<char>(0x80 | (point & 0x3F));
    out.append(bytes.data(), length);
}

} // namespace

void JsonWriter::put(QByteArrayView before, QByteArrayView text, QByteArrayView after)
{
    // Many small appends would each check for room and for sharing.
    const qsizetype used = m_buffer.size();
    m_buffer.resize(used + (m_needsComma ? 1 : 0) + before.size() + text.size() + after.size());
    char *at = m_buffer.data() + used;
    if (m_needsComma)
        *at++ = ',';
    at = std::copy(before.begin(), before.end(), at);
    at = std::copy(text.begin(), text.end(), at);
    std::copy(after.begin(), after.end(), at);
    m_needsComma = true;
}

void JsonWriter::beginObject()
{
    put("{", {}, {});
    m_needsComma = false;
}

void JsonWriter::endObject()
{
    m_buffer.append('}');
    m_needsComma = true;
}

void JsonWriter::beginArray()
{
    put("[", {}, {});
    m_needsComma = false;
}

void JsonWriter::endArray()
{
    m_buffer.append(']');
    m_needsComma = true;
}

void JsonWriter::key(QByteArrayView name)
{
    put("\"", name, "\":");
    m_needsComma = false;
}

void JsonWriter::escape(unsigned char byte)
{
    switch (byte) {
    case '"':
        m_buffer.append("\\\"");
        return;
    case '\\':
        m_buffer.append("\\\\");
        return;
    case '\n':
        m_buffer.append("\\n");
        return;
    case '\r':
        m_buffer.append("\\r");
        return;
    case '\t':
        m_buffer.append("\\t");
        return;
    case '\b':
        m_buffer.append("\\b");
        return;
    case '\f':
        m_buffer.append("\\f");
        return;
    default:
        constexpr char digits[] = "0123456789abcdef";
        const std::array<char, 6> text{'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 0xF]};
        m_buffer.append(text.data(), text.size());
    }
}

void JsonWriter::string(QByteArrayView utf8)
{
    const auto isPlain = [](char c) { return plainBytes[static_cast<unsigned char>(c)]; };
    if (std::all_of(utf8.begin(), utf8.end(), isPlain)) // nearly always
        return put("\"", utf8, "\"");
    put("\"", {}, {});
    const auto *text = reinterpret_cast<const unsigned char *>(utf8.data());
    const qsizetype size = utf8.size();
    qsizetype pending = 0; // the first byte that is checked but not yet appended
    qsizetype i = 0;
    const auto flush = [&] {
        if (i > pending)
            m_buffer.append(utf8.sliced(pending, i - pending));
    };
    while (i < size) {
        if (plainBytes[text[i]]) {
            ++i;
            continue;
        }
        if (text[i] >= 0x80) {
            if (const qsizetype length = sequenceLength(text + i, size - i)) {
                i += length;
                continue;
            }
            flush();
            m_buffer.append(replacement);
        } else {
            flush();
            escape(text[i]);
        }
        pending = ++i;
    }
    flush();
    m_buffer.append('"');
}

void JsonWriter::string(QStringView text)
{
    put("\"", {}, {});
    std::array<char, 128> run; // ASCII is narrowed into it and appended in one go
    std::size_t used = 0;
    const auto flush = [&] {
        m_buffer.append(run.data(), static_cast<qsizetype>(used));
        used = 0;
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t unit = text[i].unicode();
        if (unit < 0x80 && plainBytes[unit]) {
            run[used++] = static_cast<char>(unit);
            if (used == run.size())
                flush();
            continue;
        }
        flush();
        if (unit < 0x80)
            escape(static_cast<unsigned char>(unit));
        else if (!QChar::isSurrogate(unit))
            appendUtf8(m_buffer, unit);
        else if (QChar::isHighSurrogate(unit) && i + 1 < text.size() && text[i + 1].isLowSurrogate())
            appendUtf8(m_buffer, QChar::surrogateToUcs4(unit, text[++i].unicode()));
        else
            m_buffer.append(replacement);
    }
    flush();
    m_buffer.append('"');
}

void JsonWriter::integer(qint64 number)
{
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    put({}, QByteArrayView(digits.data(), end - digits.data()), {});
}

void JsonWriter::number(double number)
{
    if (!std::isfinite(number)) {
        null();
        return;
    }
    put({}, QByteArray::number(number, 'g', 6), {});
}

void JsonWriter::raw(QByteArrayView json)
{
    put({}, json, {});
}

void JsonWriter::boolean(bool value)
{
    raw(value ? QByteArrayView("true") : QByteArrayView("false"));
}

void JsonWriter::null()
{
    raw("null");
}

} // namespace guarita::core

// SPDX-License-Identifier: GPL-3.0-or-later
#include "contract/itemreader.h"

#include "contract/decimal.h"

namespace guarita::contract {

namespace {

constexpr int deepestItem = 8;
constexpr std::size_t maxProblems = 32;
constexpr std::size_t shownNameBytes = 64;
constexpr int numberOverflow = 406; // nlohmann's id for a number that no double can hold

/// A member's name as an error may show it: bounded, since it comes from the client.
QString shownName(const std::string &name)
{
    if (name.size() <= shownNameBytes)
        return QString::fromStdString(name);
    std::size_t cut = shownNameBytes;
    while (cut > 0 && (static_cast<unsigned char>(name[cut]) & 0xC0) == 0x80) // not inside a character
        --cut;
    return QString::fromStdString(name.substr(0, cut)) + QChar(0x2026);
}

} // namespace

bool ItemReader::fail(const char *code, const char *message)
{
    m_error = {code, QString::fromLatin1(message)};
    return false;
}

void ItemReader::report(FieldFault fault)
{
    if (m_decoded.problems.size() < maxProblems)
        m_decoded.problems.push_back({shownName(m_name), fault});
}

/// A value of a type that the member does not take. Also the first value of all, if it is no object.
bool ItemReader::misfit()
{
    if (m_depth == 0)
        return fail("json_nao_objeto", "The body is not a JSON object.");
    if (!atMember())
        return true; // inside a value that was refused as a whole
    switch (m_member) {
    case Member::Nome:
        report(FieldFault::NotText);
        break;
    case Member::Descricao:
        report(FieldFault::NotTextOrNull);
        break;
    case Member::Preco:
        report(FieldFault::NotNumber);
        break;
    case Member::Other:
        break; // key() has reported it
    }
    return true;
}

bool ItemReader::null()
{
    if (atMember() && m_member == Member::Descricao)
        return true;
    return misfit();
}

bool ItemReader::boolean(bool)
{
    return misfit();
}

bool ItemReader::number_integer(std::int64_t value)
{
    return number(std::to_string(value));
}

bool ItemReader::number_unsigned(std::uint64_t value)
{
    return number(std::to_string(value));
}

bool ItemReader::number_float(double, const std::string &text)
{
    return number(text);
}

bool ItemReader::number(std::string_view text)
{
    if (!atMember() || m_member != Member::Preco)
        return misfit();
    const Cents cents = centsFromNumber(text);
    switch (cents.fault) {
    case CentsFault::None:
        m_decoded.fields.precoCentavos = cents.value;
        break;
    case CentsFault::TooManyDecimals:
        report(FieldFault::TooManyDecimals);
        break;
    case CentsFault::OutOfRange:
        report(FieldFault::OutOfRange);
        break;
    }
    return true;
}

bool ItemReader::string(std::string &text)
{
    if (atMember() && m_member == Member::Nome)
        m_decoded.fields.nome = QString::fromStdString(text);
    else if (atMember() && m_member == Member::Descricao)
        m_decoded.fields.descricao = QString::fromStdString(text);
    else
        return misfit();
    return true;
}

bool ItemReader::binary(std::vector<std::uint8_t> &)
{
    return misfit(); // no event of JSON text
}

bool ItemReader::enter()
{
    if (m_depth == deepestItem)
        return fail("json_profundo", "The body is nested too deeply.");
    ++m_depth;
    return true;
}

bool ItemReader::leave()
{
    --m_depth;
    return true;
}

bool ItemReader::start_object(std::size_t)
{
    return (m_depth == 0 || misfit()) && enter();
}

bool ItemReader::start_array(std::size_t)
{
    return misfit() && enter();
}

bool ItemReader::end_object()
{
    return leave();
}

bool ItemReader::end_array()
{
    return leave();
}

bool ItemReader::key(std::string &name)
{
    if (!atMember())
        return true; // no member takes an object: what is in it does not matter
    if (!m_seen.insert(name).second)
        return fail("json_duplicado", "The body has a member twice.");
    m_name = name;
    if (m_decoded.problems.size() == maxProblems) { // nobody needs to know more, and names take memory
        m_gaveUp = true;
        return false;
    }
    if (name == "nome") {
        m_member = Member::Nome;
        m_decoded.hasNome = true;
    } else if (name == "descricao") {
        m_member = Member::Descricao;
        m_decoded.hasDescricao = true;
    } else if (name == "preco") {
        m_member = Member::Preco;
        m_decoded.hasPreco = true;
    } else {
        m_member = Member::Other;
        report(FieldFault::Unknown);
    }
    return true;
}

bool ItemReader::parse_error(std::size_t, const std::string &, const nlohmann::json::exception &error)
{
    // 1e400 is good JSON. The parser stops at it, so that the members after it stay unknown.
    if (error.id == numberOverflow && m_depth > 0) {
        if (atMember() && m_member == Member::Preco)
            report(FieldFault::OutOfRange);
        else
            misfit();
        m_gaveUp = true;
        return false;
    }
    if (error.id == numberOverflow)
        return misfit();
    return fail("json_invalido", "The body is not valid JSON in UTF-8.");
}

void ItemReader::reportMissing()
{
    for (const char *name : {"nome", "preco"}) {
        if (m_seen.contains(name))
            continue;
        m_name = name;
        report(FieldFault::Missing);
    }
}

core::Result<DecodedFields> ItemReader::finish()
{
    if (!m_error.code.isEmpty())
        return m_error;
    if (!m_gaveUp && m_expect == Expect::AllMembers)
        reportMissing();
    return std::move(m_decoded);
}

} // namespace guarita::contract

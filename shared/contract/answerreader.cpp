// SPDX-License-Identifier: GPL-3.0-or-later
#include "contract/answerreader.h"

#include "contract/decimal.h"

#include <array>
#include <limits>

namespace guarita::contract {

namespace {

constexpr int deepestAnswer = 32;

} // namespace

AnswerReader::Member AnswerReader::memberOf(std::string_view name)
{
    static constexpr std::array<std::pair<std::string_view, Member>, 7> names{
        {{"id", Id},
         {"nome", Nome},
         {"descricao", Descricao},
         {"preco", Preco},
         {"versao", Versao},
         {"criado_em", CriadoEm},
         {"atualizado_em", AtualizadoEm}}};
    for (const auto &[known, member] : names) {
        if (known == name)
            return member;
    }
    return Other;
}

bool AnswerReader::fail(const QString &message)
{
    m_error = message;
    return false;
}

bool AnswerReader::misfit()
{
    if (m_depth < m_itemDepth)
        return fail(QStringLiteral("The answer is neither an item nor a list of items."));
    if (!atMember() || m_member == Other)
        return true;
    return fail(QStringLiteral("A member of an item has a value of the wrong kind."));
}

bool AnswerReader::null()
{
    return (atMember() && m_member == Descricao) || misfit();
}

bool AnswerReader::boolean(bool)
{
    return misfit();
}

bool AnswerReader::wholeNumber(qint64 value)
{
    if (!atMember() || (m_member != Id && m_member != Versao))
        return misfit();
    if (value < 1)
        return fail(QStringLiteral("An item's number or version is not positive."));
    (m_member == Id ? m_item.id : m_item.versao) = value;
    return true;
}

bool AnswerReader::price(std::string_view text)
{
    const Cents cents = centsFromNumber(text);
    if (cents.fault != CentsFault::None)
        return fail(QStringLiteral("An item's price is no amount of whole cents."));
    m_item.fields.precoCentavos = cents.value;
    return true;
}

bool AnswerReader::number_integer(std::int64_t value)
{
    return atMember() && m_member == Preco ? price(std::to_string(value)) : wholeNumber(value);
}

bool AnswerReader::number_unsigned(std::uint64_t value)
{
    if (atMember() && m_member == Preco)
        return price(std::to_string(value));
    if (value > static_cast<std::uint64_t>(std::numeric_limits<qint64>::max()))
        return misfit();
    return wholeNumber(static_cast<qint64>(value));
}

bool AnswerReader::number_float(double, const std::string &text)
{
    return atMember() && m_member == Preco ? price(text) : misfit();
}

bool AnswerReader::stamp(std::string_view text, Timestamp Item::*member)
{
    const std::optional<Timestamp> read = parseTimestamp(text);
    if (!read)
        return fail(QStringLiteral("An item has a time that cannot be read."));
    m_item.*member = *read;
    return true;
}

bool AnswerReader::string(std::string &text)
{
    if (!atMember())
        return misfit();
    switch (m_member) {
    case Nome:
        m_item.fields.nome = QString::fromStdString(text);
        return true;
    case Descricao:
        m_item.fields.descricao = QString::fromStdString(text);
        return true;
    case CriadoEm:
        return stamp(text, &Item::criadoEm);
    case AtualizadoEm:
        return stamp(text, &Item::atualizadoEm);
    default:
        return misfit();
    }
}

bool AnswerReader::binary(std::vector<std::uint8_t> &)
{
    return misfit(); // no event of JSON text
}

bool AnswerReader::enter()
{
    if (m_depth == deepestAnswer)
        return fail(QStringLiteral("The answer is nested too deeply."));
    ++m_depth;
    return true;
}

bool AnswerReader::start_object(std::size_t)
{
    const bool item = m_depth == m_itemDepth - 1;
    if (!item && !misfit())
        return false;
    if (item) {
        m_item = {};
        m_seen = Other;
    }
    return enter();
}

bool AnswerReader::start_array(std::size_t)
{
    const bool list = m_itemDepth == 2 && m_depth == 0;
    return (list || misfit()) && enter();
}

bool AnswerReader::key(std::string &name)
{
    if (!atMember())
        return true;
    m_member = memberOf(name);
    if (m_seen & m_member)
        return fail(QStringLiteral("An item has a member twice."));
    m_seen |= m_member;
    return true;
}

bool AnswerReader::end_object()
{
    if (m_depth-- != m_itemDepth)
        return true;
    if (m_seen != All)
        return fail(QStringLiteral("An item lacks a member."));
    m_items.push_back(std::move(m_item));
    return true;
}

bool AnswerReader::end_array()
{
    --m_depth;
    return true;
}

bool AnswerReader::parse_error(std::size_t, const std::string &, const nlohmann::json::exception &)
{
    return fail(QStringLiteral("The answer is not valid JSON in UTF-8."));
}

core::Result<std::vector<Item>> AnswerReader::finish()
{
    if (!m_error.isEmpty())
        return core::Error{"item_invalido", m_error};
    return std::move(m_items);
}

} // namespace guarita::contract

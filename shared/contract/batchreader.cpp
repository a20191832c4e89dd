// SPDX-License-Identifier: GPL-3.0-or-later
#include "contract/batchreader.h"

#include <limits>

namespace guarita::contract {

bool BatchReader::fail(const char *code, const QString &message)
{
    m_error = {code, message};
    return false;
}

bool BatchReader::misplaced()
{
    if (m_place == Place::Outside)
        return fail("json_nao_objeto");
    QString place;
    if (m_place != Place::Batch)
        place = QStringLiteral("operacoes[%1]").arg(m_batch.operations.size());
    if (m_place != Place::Operations && m_member != None) {
        if (!place.isEmpty())
            place += u'.';
        place += QString::fromStdString(m_name);
    }
    return fail("lote_invalido", place);
}

BatchReader::Member BatchReader::memberOf(Place place, std::string_view name)
{
    if (place == Place::Batch) {
        if (name == "operacoes")
            return Operacoes;
        return name == "atomico" ? Atomico : None;
    }
    if (name == "op")
        return Op;
    if (name == "id")
        return Id;
    if (name == "versao")
        return Versao;
    return name == "item" ? Item : None;
}

bool BatchReader::null()
{
    return m_item ? m_item->null() : misplaced();
}

bool BatchReader::boolean(bool value)
{
    if (m_item)
        return m_item->boolean(value);
    if (m_place != Place::Batch || m_member != Atomico)
        return misplaced();
    m_batch.atomic = value;
    return true;
}

bool BatchReader::number_integer(std::int64_t value)
{
    return m_item ? m_item->number_integer(value) : misplaced(); // negative
}

bool BatchReader::number_unsigned(std::uint64_t value)
{
    if (m_item)
        return m_item->number_unsigned(value);
    if (value == 0 || value > static_cast<std::uint64_t>(std::numeric_limits<qint64>::max()))
        return misplaced();
    return number(static_cast<qint64>(value));
}

bool BatchReader::number(qint64 value)
{
    if (m_place != Place::Operation)
        return misplaced();
    if (m_member == Id)
        m_operation.id = value;
    else if (m_member == Versao)
        m_operation.versao = value;
    else
        return misplaced();
    return true;
}

bool BatchReader::number_float(double value, const std::string &text)
{
    return m_item ? m_item->number_float(value, text) : misplaced();
}

bool BatchReader::string(std::string &text)
{
    if (m_item)
        return m_item->string(text);
    if (m_place != Place::Operation || m_member != Op)
        return misplaced();
    if (text == "criar")
        m_operation.op = BatchOp::Create;
    else if (text == "atualizar")
        m_operation.op = BatchOp::Replace;
    else if (text == "remover")
        m_operation.op = BatchOp::Remove;
    else
        return misplaced();
    return true;
}

bool BatchReader::binary(std::vector<std::uint8_t> &)
{
    return misplaced(); // no event of JSON text
}

bool BatchReader::start_object(std::size_t size)
{
    if (m_item)
        return m_item->start_object(size);
    switch (m_place) {
    case Place::Outside:
        m_place = Place::Batch;
        return true;
    case Place::Operations:
        if (m_batch.operations.size() == mostBatchOperations)
            return fail("lote_grande");
        m_place = Place::Operation;
        m_operation = {};
        m_seen = None;
        m_member = None;
        return true;
    case Place::Operation:
        if (m_member != Item)
            return misplaced();
        m_item.emplace();
        return m_item->start_object(size);
    case Place::Batch:
        break;
    }
    return misplaced();
}

bool BatchReader::start_array(std::size_t size)
{
    if (m_item)
        return m_item->start_array(size);
    if (m_place != Place::Batch || m_member != Operacoes)
        return misplaced();
    m_place = Place::Operations;
    return true;
}

bool BatchReader::key(std::string &name)
{
    if (m_item)
        return m_item->key(name);
    m_member = memberOf(m_place, name);
    unsigned &seen = m_place == Place::Batch ? m_batchSeen : m_seen;
    if (m_member == None)
        return misplaced();
    if (seen & m_member)
        return fail("json_duplicado");
    seen |= m_member;
    m_name = name;
    return true;
}

bool BatchReader::end_object()
{
    if (m_item) {
        const bool goOn = m_item->end_object();
        return goOn && !m_item->within() ? endItem() : goOn;
    }
    if (m_place == Place::Operation)
        return endOperation();
    m_place = Place::Outside;
    m_member = None;
    if (m_batch.operations.empty()) {
        m_place = Place::Batch;
        m_member = Operacoes;
        m_name = "operacoes";
        return misplaced();
    }
    m_whole = true;
    return true;
}

bool BatchReader::endItem()
{
    core::Result<DecodedFields> fields = m_item->finish();
    m_item.reset();
    if (!fields) {
        m_error = fields.error();
        return false;
    }
    m_operation.item = std::move(fields).value();
    return true;
}

/// Each kind has its members: those that it needs, and those that it may have.
bool BatchReader::endOperation()
{
    struct Kind
    {
        unsigned needed;
        unsigned allowed;
    };
    constexpr Kind kinds[] = {
        {Op | Item, Op | Item}, {Op | Id | Item, Op | Id | Versao | Item}, {Op | Id, Op | Id | Versao}};
    const Kind &kind = kinds[static_cast<std::size_t>(m_operation.op)];
    m_member = None;
    if ((m_seen & Op) == 0 || (m_seen & kind.needed) != kind.needed || (m_seen & ~kind.allowed) != 0)
        return misplaced();
    m_batch.operations.push_back(std::move(m_operation));
    m_place = Place::Operations;
    return true;
}

bool BatchReader::end_array()
{
    if (m_item)
        return m_item->end_array();
    m_place = Place::Batch;
    m_member = None;
    return true;
}

bool BatchReader::parse_error(std::size_t, const std::string &, const nlohmann::json::exception &error)
{
    constexpr int numberOverflow = 406; // nlohmann's id for a number that no double can hold
    if (error.id == numberOverflow) {
        m_item.reset(); // the parser stops here, and what follows stays unknown
        return misplaced();
    }
    return fail("json_invalido");
}

core::Result<Batch> BatchReader::finish()
{
    if (!m_error.code.isEmpty())
        return m_error;
    if (m_item) { // which made the parser stop
        if (const core::Result<DecodedFields> item = m_item->finish(); !item)
            return item.error();
        m_item.reset(); // it gave up: too much is wrong in it
        misplaced();
        return m_error;
    }
    if (!m_whole)
        return core::Error{"json_invalido", {}};
    return std::move(m_batch);
}

core::Result<Batch> decodeBatch(QByteArrayView json)
{
    BatchReader reader;
    if (json.contains('\0')) // the parser would take it for the end
        return core::Error{"json_invalido", {}};
    nlohmann::json::sax_parse(json.begin(), json.end(), &reader);
    return reader.finish();
}

} // namespace guarita::contract

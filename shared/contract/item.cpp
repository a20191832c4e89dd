// SPDX-License-Identifier: GPL-3.0-or-later
#include "contract/item.h"

#include "contract/answerreader.h"
#include "contract/itemreader.h"
#include "core/timetext.h"

namespace guarita::contract {

namespace {

/// Has the reader hear what is written; false where there is a NUL: the parser takes one for the end of the
/// text and would ignore whatever follows it.
template <typename Reader>
bool parse(QByteArrayView json, Reader &reader)
{
    if (json.contains('\0'))
        return false;
    nlohmann::json::sax_parse(json.begin(), json.end(), &reader);
    return true; // the reader knows of what else is wrong
}

core::Result<DecodedFields> readFields(QByteArrayView json, ItemReader::Expect expect)
{
    ItemReader reader(expect);
    if (!parse(json, reader))
        return core::Error{"json_invalido", QStringLiteral("The body is not valid JSON in UTF-8.")};
    return reader.finish();
}

core::Result<std::vector<Item>> readAnswer(QByteArrayView json, AnswerReader::Shape shape)
{
    AnswerReader reader(shape);
    if (!parse(json, reader))
        return core::Error{"item_invalido", QStringLiteral("The answer is not valid JSON in UTF-8.")};
    return reader.finish();
}

} // namespace

core::Result<DecodedFields> decodeItemFields(QByteArrayView json)
{
    return readFields(json, ItemReader::Expect::AllMembers);
}

core::Result<DecodedFields> decodeItemPatch(QByteArrayView json)
{
    return readFields(json, ItemReader::Expect::AnyMembers);
}

core::Result<Item> decodeItem(QByteArrayView json)
{
    core::Result<std::vector<Item>> items = readAnswer(json, AnswerReader::Shape::Item);
    if (!items)
        return items.error();
    return std::move(std::move(items).value().front());
}

core::Result<std::vector<Item>> decodeItems(QByteArrayView json)
{
    return readAnswer(json, AnswerReader::Shape::Array);
}

void encodeItem(core::JsonWriter &writer, const Item &item)
{
    writer.beginObject();
    writer.key("id");
    writer.integer(item.id);
    writer.key("nome");
    writer.string(item.fields.nome);
    writer.key("descricao");
    if (item.fields.descricao)
        writer.string(*item.fields.descricao);
    else
        writer.null();
    writer.key("preco");
    writer.raw(formatPrice(item.fields.precoCentavos));
    writer.key("versao");
    writer.integer(item.versao);
    writer.key("criado_em");
    writer.string(QByteArrayView(formatTimestamp(item.criadoEm)));
    writer.key("atualizado_em");
    writer.string(QByteArrayView(formatTimestamp(item.atualizadoEm)));
    writer.endObject();
}

QByteArray formatPrice(qint64 cents)
{
    const bool negative = cents < 0;
    const quint64 amount = negative ? 0 - static_cast<quint64>(cents) : static_cast<quint64>(cents);
    QByteArray text = QByteArray::number(amount);
    if (text.size() < 3)
        text.prepend(3 - text.size(), '0');
    text.insert(text.size() - 2, '.');
    if (negative)
        text.prepend('-');
    return text;
}

QByteArray formatTimestamp(Timestamp stamp)
{
    const core::TimestampText text = core::timestampText(stamp);
    return {text.data(), text.size()};
}

} // namespace guarita::contract

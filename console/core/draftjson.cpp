// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/core/draftjson.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include <set>

namespace guarita::console {

namespace {

constexpr qint64 formatVersion = 1;

/// Reads members and remembers whether one of them was not as it should be.
class MemberReader
{
public:
    explicit MemberReader(const QJsonObject &object)
        : m_object(object)
    {
    }

    bool good() const { return m_good; }
    void refuse() { m_good = false; }
    bool isNull(const QString &name) const { return m_object.value(name).isNull(); }

    qint64 integer(const QString &name)
    {
        // Two defaults tell a number that is none of theirs from one that is no whole number.
        const QJsonValue value = m_object.value(name);
        m_good = m_good && value.toInteger(0) == value.toInteger(1);
        return value.toInteger(0);
    }
    QString text(const QString &name)
    {
        const QJsonValue value = m_object.value(name);
        m_good = m_good && value.isString();
        return value.toString();
    }
    QJsonObject object(const QString &name)
    {
        const QJsonValue value = m_object.value(name);
        m_good = m_good && value.isObject();
        return value.toObject();
    }

private:
    const QJsonObject &m_object;
    bool m_good = true;
};

QJsonObject toJson(const ItemFields &fields)
{
    return {{QStringLiteral("nome"), fields.nome},
            {QStringLiteral("descricao"), fields.descricao ? QJsonValue(*fields.descricao) : QJsonValue()},
            {QStringLiteral("preco_centavos"), fields.precoCentavos}};
}

QJsonObject toJson(const Item &item)
{
    return {{QStringLiteral("id"), item.id},
            {QStringLiteral("fields"), toJson(item.fields)},
            {QStringLiteral("versao"), item.versao},
            {QStringLiteral("criado_em_ms"), qint64(item.criadoEm.time_since_epoch().count())},
            {QStringLiteral("atualizado_em_ms"), qint64(item.atualizadoEm.time_since_epoch().count())}};
}

QJsonObject toJson(const SentAs &sent)
{
    return {{QStringLiteral("key"), QString::fromLatin1(sent.key)},
            {QStringLiteral("at_ms"), sent.at},
            {QStringLiteral("place"), sent.place},
            {QStringLiteral("together"), sent.together},
            {QStringLiteral("fields"), toJson(sent.fields)},
            {QStringLiteral("versao"), sent.versao}};
}

QJsonObject toJson(const Draft &draft)
{
    const bool sent = draft.state == DraftState::Saving || draft.state == DraftState::Unknown;
    QJsonObject object{{QStringLiteral("key"), draft.key.value},
                       {QStringLiteral("sent"), sent ? 1 : 0},
                       {QStringLiteral("base"), draft.base ? QJsonValue(toJson(*draft.base)) : QJsonValue()},
                       {QStringLiteral("fields"), toJson(draft.fields)}};
    if (sent && draft.sent)
        object.insert(QStringLiteral("sent_as"), toJson(*draft.sent));
    return object;
}

ItemFields fieldsFrom(const QJsonObject &object, MemberReader &outer)
{
    MemberReader reader(object);
    ItemFields fields;
    fields.nome = reader.text(QStringLiteral("nome"));
    if (!reader.isNull(QStringLiteral("descricao")))
        fields.descricao = reader.text(QStringLiteral("descricao"));
    fields.precoCentavos = reader.integer(QStringLiteral("preco_centavos"));
    if (!reader.good())
        outer.refuse();
    return fields;
}

Item itemFrom(const QJsonObject &object, MemberReader &outer)
{
    MemberReader reader(object);
    Item item;
    item.id = reader.integer(QStringLiteral("id"));
    item.fields = fieldsFrom(reader.object(QStringLiteral("fields")), reader);
    item.versao = reader.integer(QStringLiteral("versao"));
    const auto stamp = [&](const QString &name) {
        return contract::Timestamp(std::chrono::milliseconds(reader.integer(name)));
    };
    item.criadoEm = stamp(QStringLiteral("criado_em_ms"));
    item.atualizadoEm = stamp(QStringLiteral("atualizado_em_ms"));
    if (!reader.good())
        outer.refuse();
    return item;
}

SentAs sentFrom(const QJsonObject &object, MemberReader &outer)
{
    MemberReader reader(object);
    SentAs sent;
    sent.key = reader.text(QStringLiteral("key")).toLatin1();
    sent.at = reader.integer(QStringLiteral("at_ms"));
    sent.place = static_cast<int>(reader.integer(QStringLiteral("place")));
    sent.together = static_cast<int>(reader.integer(QStringLiteral("together")));
    sent.fields = fieldsFrom(reader.object(QStringLiteral("fields")), reader);
    sent.versao = reader.integer(QStringLiteral("versao"));
    if (!reader.good() || sent.place < 0 || sent.place >= sent.together)
        outer.refuse();
    return sent;
}

std::optional<Draft> draftFrom(const QJsonObject &object)
{
    MemberReader reader(object);
    Draft draft;
    draft.key.value = reader.integer(QStringLiteral("key"));
    const bool sent = reader.integer(QStringLiteral("sent")) != 0;
    draft.state = sent ? DraftState::Unknown : DraftState::Staged;
    draft.fields = fieldsFrom(reader.object(QStringLiteral("fields")), reader);
    if (!reader.isNull(QStringLiteral("base")))
        draft.base = itemFrom(reader.object(QStringLiteral("base")), reader);
    if (sent && object.contains(u"sent_as"))
        draft.sent = sentFrom(reader.object(QStringLiteral("sent_as")), reader);
    // An edit of an item that exists needs what it began with.
    const bool whole = draft.key.isValid() && draft.key.isNew() == !draft.base;
    const bool ofItem = !draft.base || draft.base->id == draft.key.value;
    if (!reader.good() || !whole || !ofItem)
        return {};
    return draft;
}

} // namespace

QByteArray encodeDrafts(const std::vector<Draft> &drafts)
{
    QJsonArray array;
    for (const Draft &draft : drafts)
        array.append(toJson(draft));
    const QJsonObject journal{{QStringLiteral("version"), formatVersion}, {QStringLiteral("drafts"), array}};
    return QJsonDocument(journal).toJson(QJsonDocument::Compact);
}

std::optional<std::vector<Draft>> decodeDrafts(const QByteArray &json)
{
    const QJsonObject journal = QJsonDocument::fromJson(json).object();
    const QJsonValue array = journal.value(u"drafts");
    if (journal.value(u"version").toInteger() != formatVersion || !array.isArray())
        return {};
    std::vector<Draft> drafts;
    std::set<ItemKey> keys;
    for (const QJsonValue value : array.toArray()) {
        std::optional<Draft> draft = draftFrom(value.toObject());
        if (!draft || !keys.insert(draft->key).second)
            return {};
        drafts.push_back(std::move(*draft));
    }
    return drafts;
}

} // namespace guarita::console

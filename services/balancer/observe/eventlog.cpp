// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/observe/eventlog.h"

#include "balancer/admin/isotime.h"

namespace guarita::balancer {

namespace {

using Kind = ClusterEvent::Kind;

const char *changeName(Kind kind)
{
    switch (kind) {
    case Kind::State:
        break; // an event of its own
    case Kind::Weight:
        return "peso";
    case Kind::Added:
        return "adicionado";
    case Kind::Removed:
        return "removido";
    case Kind::Panic:
        return "panico";
    case Kind::Reload:
        return "recarga";
    }
    return "";
}

void textOrNull(core::JsonWriter &json, const char *name, const QByteArray &text)
{
    json.key(name);
    if (text.isEmpty())
        json.null();
    else
        json.string(QByteArrayView(text));
}

/// What a change went from or to: a number for a weight.
void changeEnd(core::JsonWriter &json, const char *name, Kind kind, const QByteArray &text)
{
    if (kind != Kind::Weight || text.isEmpty())
        return textOrNull(json, name, text);
    json.key(name);
    json.raw(text);
}

QByteArray eventText(const ClusterEvent &event, qint64 number, core::WallTime when)
{
    const bool state = event.kind == Kind::State;
    core::JsonWriter json;
    json.beginObject();
    json.key("seq");
    json.integer(number);
    json.key("em");
    writeIsoTime(json, when);
    textOrNull(json, "backend", event.backend);
    json.key("cluster");
    json.string(QByteArrayView(event.cluster));
    if (!state) {
        json.key("tipo");
        json.string(QByteArrayView(changeName(event.kind)));
    }
    changeEnd(json, "de", event.kind, event.from);
    changeEnd(json, "para", event.kind, event.to);
    if (state)
        textOrNull(json, "razao", event.reason);
    json.endObject();
    return "id: " + QByteArray::number(number) + "\nevent: " + (state ? "estado" : "mudanca") +
           "\ndata: " + json.buffer() + "\n\n";
}

} // namespace

void EventLog::append(const ClusterEvent &event, core::WallTime when)
{
    if (m_texts.size() == kept)
        m_texts.pop_front();
    m_texts.push_back(eventText(event, m_end, when));
    ++m_end;
}

QByteArray lostEventsText(qint64 from, qint64 to)
{
    return "event: perdidos\ndata: {\"desde\":" + QByteArray::number(from) +
           ",\"ate\":" + QByteArray::number(to) + "}\n\n";
}

} // namespace guarita::balancer

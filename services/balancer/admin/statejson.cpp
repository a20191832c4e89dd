// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/admin/statejson.h"

#include "config/jsonobject.h"
#include "config/quantities.h"
#include "core/jsonwriter.h"

#include <limits>

namespace guarita::balancer {

namespace {

using config::JsonObject;
using config::JsonValue;
using Place = BackendState::Place;

const QString backendsMember = QStringLiteral("backends");
const QString clusterMember = QStringLiteral("cluster");
const QString urlMember = QStringLiteral("url");
const QString addedMember = QStringLiteral("added");
const QString removedMember = QStringLiteral("removed");
const QString stateMember = QStringLiteral("state");
const QString weightMember = QStringLiteral("weight");
const QString configuredWeightMember = QStringLiteral("configured_weight");
const QString versionMember = QStringLiteral("version");

QByteArray lineOf(const BackendState &state)
{
    core::JsonWriter json;
    const auto key = [&](const QString &name) { json.key(name.toLatin1()); };
    json.beginObject();
    key(clusterMember);
    json.string(QByteArrayView(state.cluster));
    key(urlMember);
    json.string(state.url);
    if (state.place != Place::Configured) {
        key(state.place == Place::Added ? addedMember : removedMember);
        json.boolean(true);
    }
    if (state.place != Place::Removed) {
        key(stateMember);
        json.string(QByteArrayView(administrationName(state.administration)));
        key(weightMember);
        json.integer(state.weight);
        key(configuredWeightMember);
        json.integer(state.configuredWeight);
        key(versionMember);
        json.integer(state.version);
    }
    json.endObject();
    return json.take();
}

Place readPlace(JsonObject &object)
{
    const bool added = object.boolean(addedMember).value_or(false);
    const bool removed = object.boolean(removedMember).value_or(false);
    if (added && removed)
        object.reject(removedMember, QStringLiteral("and added contradict each other"));
    return removed ? Place::Removed : added ? Place::Added : Place::Configured;
}

void readWishes(JsonObject &object, BackendState &state)
{
    const std::optional<Administration> administration =
        administrationNamed(object.text(stateMember).value_or(QString()));
    if (!administration)
        object.reject(stateMember, QStringLiteral("must be ready, drain or maint"));
    state.administration = administration.value_or(Administration::Ready);
    const auto number = [&](const QString &member, qint64 most) {
        return object.integer(member, 1, most).value_or(1);
    };
    state.weight = static_cast<int>(number(weightMember, mostWeight));
    state.configuredWeight = static_cast<int>(number(configuredWeightMember, mostWeight));
    state.version = number(versionMember, std::numeric_limits<qint64>::max() / 2);
}

BackendState readState(JsonObject &object)
{
    BackendState state;
    state.cluster = object.text(clusterMember).value_or(QString()).toUtf8();
    if (state.cluster.isEmpty())
        object.reject(clusterMember, QStringLiteral("must name a cluster"));
    const QString url = object.text(urlMember).value_or(QString());
    if (!config::originFrom(url))
        object.reject(urlMember, QStringLiteral("must be ") + config::originRule());
    state.url = url;
    state.place = readPlace(object);
    if (state.place != Place::Removed)
        readWishes(object, state);
    object.refuseOthers();
    return state;
}

} // namespace

QByteArray stateJson(const BackendStates &states)
{
    QByteArray text = "{\"backends\": [";
    for (const BackendState &state : states)
        text += (text.endsWith('[') ? "\n" : ",\n") + lineOf(state);
    return text + "\n]}\n";
}

StateFile parseStates(QByteArrayView bytes)
{
    config::JsonFile json = config::parseJson(bytes);
    StateFile file;
    file.mistakes = std::move(json.mistakes);
    if (json.root.kind == JsonValue::Kind::Null && !file.mistakes.empty())
        return file;
    JsonObject root(json.root, file.mistakes);
    const JsonValue *backends = root.list(backendsMember);
    if (!backends && file.mistakes.empty())
        root.reject(backendsMember, QStringLiteral("is missing"));
    root.refuseOthers();
    for (const JsonValue &item : backends ? backends->items : std::vector<JsonValue>()) {
        const std::size_t before = file.mistakes.size();
        JsonObject object(item, file.mistakes);
        BackendState state = readState(object);
        if (file.mistakes.size() == before)
            file.states.push_back(std::move(state));
    }
    return file;
}

} // namespace guarita::balancer

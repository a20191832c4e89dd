// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/clusters/clustersfile.h"

#include "config/jsonobject.h"
#include "config/quantities.h"
#include "net/pathprefix.h"

#include <algorithm>
#include <map>
#include <set>

namespace guarita::balancer {

namespace {

using config::JsonObject;
using config::JsonValue;

const QString serversKey = QStringLiteral("SERVIDORES");
const QString fileKey = QStringLiteral("CLUSTERS_FILE");
const QString nameMember = QStringLiteral("name");
const QString prefixMember = QStringLiteral("prefix");
const QString serversMember = QStringLiteral("servers");

/// False if it is there already, by whatever name.
bool addServer(std::vector<EndpointConfig> &servers, std::set<QByteArray> &places, EndpointConfig server)
{
    const bool isNew = places.insert(placeOf(server)).second;
    if (isNew)
        servers.push_back(std::move(server));
    return isNew;
}

std::vector<EndpointConfig> readServers(config::Reader &reader)
{
    std::vector<EndpointConfig> servers;
    std::set<QByteArray> places;
    for (const QUrl &url : reader.origins(serversKey)) {
        // The reader refuses equal URLs; localhost and 127.0.0.1 are the same server, too.
        if (!addServer(servers, places, endpointConfigFor(url)))
            reader.reject(serversKey, QStringLiteral("names the server %1 twice").arg(url.toString()));
    }
    return servers;
}

bool isClusterName(const QByteArray &name)
{
    constexpr qsizetype longest = 32;
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    return !name.isEmpty() && name.size() <= longest && std::all_of(name.begin(), name.end(), fits);
}

/// Below these are the balancer's own operations.
bool isOwnPath(const QByteArray &prefix)
{
    return net::isBelow(prefix, "/admin") || net::isBelow(prefix, "/saude");
}

/// Reads one file into the clusters that the other settings make.
class FileReader
{
public:
    FileReader(config::Reader &reader, const client::ClientLimits &client,
               std::vector<ClusterSettings> &clusters)
        : m_reader(reader)
        , m_client(client)
        , m_path(reader.text(fileKey))
        , m_clusters(clusters)
    {
    }

    void read(QByteArrayView bytes)
    {
        config::JsonFile json = config::parseJson(bytes);
        m_mistakes = std::move(json.mistakes);
        if (json.root.kind != JsonValue::Kind::Null || m_mistakes.empty())
            readRoot(json.root);
        std::stable_sort(m_mistakes.begin(), m_mistakes.end(),
                         [](const auto &left, const auto &right) { return left.line < right.line; });
        for (const config::LineMistake &mistake : m_mistakes)
            m_reader.rejectAt(place(mistake.line), mistake.what);
    }

private:
    QString place(int line) const { return QStringLiteral("%1:%2").arg(m_path, QString::number(line)); }

    void readRoot(const JsonValue &value)
    {
        JsonObject root(value, m_mistakes);
        if (const JsonValue *clusters = root.list(QStringLiteral("clusters"))) {
            for (const JsonValue &item : clusters->items)
                readOne(item);
        } else if (m_mistakes.empty()) {
            root.reject(QStringLiteral("clusters"), QStringLiteral("is missing"));
        }
        root.refuseOthers();
    }

    void readOne(const JsonValue &item)
    {
        JsonObject object(item, m_mistakes);
        if (item.kind != JsonValue::Kind::Object)
            return;
        const QByteArray name = readName(object);
        const QByteArray prefix = readPrefix(object, name);
        std::vector<EndpointConfig> servers = readServersOf(object, name);
        ClusterSettings cluster = readSettings(object);
        object.refuseOthers();
        if (name == defaultCluster) {
            cluster.endpoints = servers.empty() ? m_clusters.front().endpoints : std::move(servers);
            m_clusters.front() = std::move(cluster);
            return;
        }
        cluster.name = name;
        cluster.prefix = prefix;
        cluster.endpoints = std::move(servers);
        m_clusters.push_back(std::move(cluster));
    }

    QByteArray readName(JsonObject &object)
    {
        const QByteArray name = object.text(nameMember).value_or(QString()).toUtf8();
        if (!isClusterName(name))
            object.reject(nameMember, QStringLiteral("must have 1 to 32 of a-z, 0-9, '-' and '_'"));
        else
            refuseSecond(object, nameMember, name, m_names);
        return name;
    }

    QByteArray readPrefix(JsonObject &object, const QByteArray &cluster)
    {
        const std::optional<QString> text = object.text(prefixMember);
        const QByteArray prefix = text.value_or(QString()).toUtf8();
        if (cluster == defaultCluster) {
            if (text)
                object.reject(prefixMember,
                              QStringLiteral("has no meaning here: this cluster takes what no other does"));
            return {};
        }
        if (!net::isPathPrefix(prefix))
            object.reject(prefixMember, net::pathPrefixRule());
        else if (isOwnPath(prefix))
            object.reject(prefixMember, QStringLiteral("must not be below /admin or /saude"));
        else
            refuseSecond(object, prefixMember, prefix, m_prefixes);
        return prefix;
    }

    void refuseSecond(JsonObject &object, const QString &member, const QByteArray &value,
                      std::map<QByteArray, int> &lines)
    {
        const auto [first, isNew] = lines.try_emplace(value, object.lineOf(member));
        if (!isNew)
            object.reject(member, QStringLiteral("%1 stands in line %2, too")
                                      .arg(QString::fromLatin1(value), QString::number(first->second)));
    }

    std::vector<EndpointConfig> readServersOf(JsonObject &object, const QByteArray &cluster)
    {
        const JsonValue *list = object.list(serversMember);
        std::vector<EndpointConfig> servers;
        std::set<QByteArray> places;
        for (const JsonValue &item : list ? list->items : std::vector<JsonValue>()) {
            JsonObject server(item, m_mistakes);
            const QString member = QStringLiteral("url");
            const std::optional<QUrl> url = config::originFrom(server.text(member).value_or(QString()));
            const qint64 weight = server.integer(QStringLiteral("weight"), 1, mostWeight).value_or(1);
            server.refuseOthers();
            if (!url) {
                server.reject(member, QStringLiteral("must be ") + config::originRule());
                continue;
            }
            EndpointConfig config = endpointConfigFor(*url, cluster);
            config.weight = static_cast<int>(weight);
            if (!addServer(servers, places, std::move(config)))
                server.reject(member, QStringLiteral("names a server of this cluster twice"));
        }
        const bool needed = list || cluster != defaultCluster;
        if (needed && (!list || list->items.empty()))
            object.reject(serversMember, QStringLiteral("must name a server"));
        return servers;
    }

    /// As the environment has them, but for those that stand here.
    ClusterSettings readSettings(JsonObject &object)
    {
        std::vector<config::Reader::Override> overrides;
        for (const config::Key &key : clusterKeys()) {
            const QString member = key.name.toLower();
            if (const std::optional<QString> text = object.plain(member))
                overrides.push_back({key.name, member, *text, place(object.lineOf(member))});
        }
        config::Reader own = m_reader.overriddenBy(overrides);
        ClusterSettings cluster = readCluster(own, m_client);
        m_reader.takeMistakes(own);
        return cluster;
    }

    config::Reader &m_reader;
    const client::ClientLimits &m_client;
    const QString m_path;
    std::vector<ClusterSettings> &m_clusters;
    std::vector<config::LineMistake> m_mistakes;
    std::map<QByteArray, int> m_names;    // and where they stand
    std::map<QByteArray, int> m_prefixes; // the same
};

} // namespace

std::vector<config::Key> clustersKeys()
{
    return {
        config::live(
            {serversKey, QStringLiteral("http://localhost:8002,http://localhost:8003"),
             QStringLiteral("The servers to spread requests over, as comma-separated URLs; localhost "
                            "means 127.0.0.1.")}),
        config::live(
            {fileKey, QString(),
             QStringLiteral("A file in JSON that names further clusters of servers, and what each of "
                            "them has another setting of; see docs/balancing.md. Empty: none.")}),
    };
}

std::vector<ClusterSettings> readClusters(config::Reader &reader, const client::ClientLimits &client)
{
    std::vector<ClusterSettings> clusters{readCluster(reader, client)};
    clusters.front().endpoints = readServers(reader);
    if (const std::optional<QByteArray> bytes = reader.file(fileKey))
        FileReader(reader, client, clusters).read(*bytes);
    return clusters;
}

} // namespace guarita::balancer

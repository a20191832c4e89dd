// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/admin/statekeeper.h"

#include "balancer/admin/statejson.h"
#include "http/problem.h"

#include <QtCore/QFile>
#include <QtCore/QLoggingCategory>
#include <QtCore/QSaveFile>

#include <utility>

namespace guarita::balancer {

namespace {

Q_LOGGING_CATEGORY(lcState, "guarita.balancer.state")

constexpr qint64 mostStateBytes = 16 * 1024 * 1024; // some tens of thousands of backends

} // namespace

StateKeeper::StateKeeper(QString path, Clusters &clusters)
    : m_path(std::move(path))
    , m_clusters(clusters)
    , m_text(stateJson({}))
{
    m_nextTurn.setSingleShot(true);
    m_nextTurn.callOnTimeout([this] { keep(); });
}

void StateKeeper::restore()
{
    QFile file(m_path);
    if (m_path.isEmpty() || !file.exists())
        return;
    if (!file.open(QIODevice::ReadOnly)) {
        m_mistaken = true;
        qCWarning(lcState, "%s cannot be read: %s", qPrintable(m_path), qPrintable(file.errorString()));
        return;
    }
    const QByteArray text = file.read(mostStateBytes);
    if (text == m_text)
        return;
    m_text = text;
    const StateFile parsed = parseStates(text);
    for (const config::LineMistake &mistake : parsed.mistakes)
        qCWarning(lcState, "%s:%d: %s", qPrintable(m_path), mistake.line, qPrintable(mistake.what));
    m_mistaken = !parsed.mistakes.empty();
    m_clusters.restore(parsed.states);
    qCInfo(lcState, "%zu backends are as operators set them, by %s", parsed.states.size(),
           qPrintable(m_path));
}

void StateKeeper::own()
{
    restore();
    m_ownership = Ownership::Owns;
    if (!m_mistaken)
        return;
    setAside();
    write();
}

void StateKeeper::setAside()
{
    const QString aside = m_path + QStringLiteral(".refused");
    QFile::remove(aside);
    if (QFile::rename(m_path, aside))
        qCWarning(lcState, "%s is set aside as %s: look at the states of the backends", qPrintable(m_path),
                  qPrintable(aside));
    m_mistaken = false;
    m_text.clear();
}

void StateKeeper::letGo()
{
    m_ownership = Ownership::LetGo;
    m_nextTurn.stop();
    for (Waiting &waiting : std::exchange(m_waiting, {}))
        waiting.reply.send(std::move(waiting.refusal));
}

void StateKeeper::changed()
{
    if (!m_path.isEmpty() && m_ownership == Ownership::Owns && !m_nextTurn.isActive())
        m_nextTurn.start(0);
}

void StateKeeper::answerOnceKept(const http::Request &request, http::ReplyHandle reply,
                                 http::Response response)
{
    changed();
    if (!m_nextTurn.isActive())
        return reply.send(std::move(response));
    m_waiting.push_back(
        {std::move(reply), std::move(response), http::problemResponse(request, http::draining())});
}

void StateKeeper::keep()
{
    write();
    for (Waiting &waiting : std::exchange(m_waiting, {}))
        waiting.reply.send(std::move(waiting.response));
}

/// What cannot be kept counts all the same: whoever drains a server does so for a reason.
void StateKeeper::write()
{
    const QByteArray text = stateJson(m_clusters.backendStates());
    if (text == m_text)
        return;
    QSaveFile file(m_path);
    if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit())
        m_text = text;
    else
        qCWarning(lcState, "what operators set of backends is not kept: %s: %s", qPrintable(m_path),
                  qPrintable(file.errorString()));
}

} // namespace guarita::balancer

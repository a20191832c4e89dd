// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/clusters/clusters.h"
#include "http/replyhandle.h"

#include <QtCore/QTimer>

#include <vector>

namespace guarita::balancer {

/// Keeps what operators make of backends in a file, so that it outlives the process (decision 0028). Of
/// processes that take over from one another, only the one that owns the port writes. Event-loop thread only.
class StateKeeper
{
public:
    /// Without a path nothing is kept. `clusters` outlives it.
    StateKeeper(QString path, Clusters &clusters);

    /// Makes of the clusters what the file says, in a process that does not own the port yet.
    void restore();
    /// This process owns the port from here on. What the one before it has written since comes in, too. A
    /// file with mistakes is set aside, with ".refused" at the end of its name, and what is good of it
    /// counts.
    void own();
    /// The port is another process's, or nobody's: nothing is written any more. Who still waits gets a 503.
    void letGo();
    bool hasLetGo() const { return m_ownership == Ownership::LetGo; }

    /// Operators or the configuration have changed something: it is written in the next turn of the event
    /// loop, with whatever else changes until then.
    void changed();
    /// The same, and the request that did it is answered after that.
    void answerOnceKept(const http::Request &request, http::ReplyHandle reply, http::Response response);

private:
    enum class Ownership { NotYet, Owns, LetGo };
    struct Waiting
    {
        http::ReplyHandle reply;
        http::Response response;
        http::Response refusal; // if it is not kept in time
    };

    void setAside();
    void keep();
    void write();

    const QString m_path;
    Clusters &m_clusters;
    Ownership m_ownership = Ownership::NotYet;
    QByteArray m_text;       // what the file says
    bool m_mistaken = false; // and whether something is wrong with it
    std::vector<Waiting> m_waiting;
    QTimer m_nextTurn;
};

} // namespace guarita::balancer

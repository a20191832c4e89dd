// SPDX-License-Identifier: GPL-3.0-or-later
// GatedConnection's way out: answers, whole and in parts.
#include "net/gatedconnection.h"
#include "net/httplistener.h"

#include <sys/socket.h>

#include <utility>

namespace guarita::net {

void GatedConnection::answer(std::uint32_t serial, QByteArray bytes, bool keepAlive,
                             std::chrono::milliseconds rest)
{
    if (!owes(serial))
        return;
    m_resting = rest > std::chrono::milliseconds::zero();
    m_restsUntil = m_listener.now() + rest;
    endBodyUnheard();
    settleReply();
    m_keepAlive = m_keepAlive && keepAlive;
    send(std::move(bytes));
}

/// The request is not under way any more.
void GatedConnection::settleReply()
{
    m_owedSerial = 0;
    m_owedBytes = 0;
    m_begun = false;
    --m_listener.mutableStats().inFlight;
}

void GatedConnection::beginAnswer(std::uint32_t serial, QByteArray bytes, AnswerEnd end)
{
    if (!owes(serial))
        return;
    m_begun = true;
    m_owedBytes = 0; // the handler keeps of the request what it needs, and no longer all of it
    m_unframed = end == AnswerEnd::ByClosing;
    if (m_unframed)
        resetWhenClosed(true);
    continueAnswer(serial, std::move(bytes));
}

/// Never tells the sink anything from within: the caller is in the middle of something.
bool GatedConnection::continueAnswer(std::uint32_t serial, QByteArray bytes)
{
    if (!owes(serial) || m_failed)
        return true;
    if (m_output.isEmpty())
        restartDeadline();
    m_output.add(std::move(bytes));
    const Written written = writeOutput();
    m_failed = written == Written::Failed;
    if (m_failed) {
        m_output.clear();
        m_listener.continueLater(*this);
    }
    charge();
    updateInterest();
    return written != Written::InPart;
}

void GatedConnection::breakAnswer(std::uint32_t serial)
{
    if (!owes(serial))
        return;
    endBodyUnheard();
    settleReply();
    close();
}

/// A client that knows the end by the connection's end must not take a broken answer, or the death of this
/// process, for one.
void GatedConnection::resetWhenClosed(bool reset)
{
    const linger option{reset ? 1 : 0, 0};
    ::setsockopt(m_channel.descriptor(), SOL_SOCKET, SO_LINGER, &option, sizeof(option));
}

void GatedConnection::send(QByteArray answer)
{
    m_output.add(std::move(answer));
    restartDeadline();
    writeToSocket();
}

void GatedConnection::writeToSocket()
{
    switch (writeOutput()) {
    case Written::Failed:
        peerLeft();
        return;
    case Written::InPart:
        charge();
        updateInterest();
        return;
    case Written::All:
        break;
    }
    if (replyOwed())
        partTaken();
    else
        finishAnswer();
}

GatedConnection::Written GatedConnection::writeOutput()
{
    while (!m_output.isEmpty()) {
        const Transfer sent = m_channel.write(m_output.view());
        if (!sent.done())
            return sent.state == Transfer::State::WantsWrite ? Written::InPart : Written::Failed;
        m_output.consume(sent.bytes);
        m_progress.add(sent.bytes, m_listener.now());
    }
    return Written::All;
}

/// The client has taken all that there was of an answer that goes on.
void GatedConnection::partTaken()
{
    restartDeadline();
    charge();
    updateInterest();
    m_listener.sink().answerTaken({slot(), m_owedSerial});
}

void GatedConnection::finishAnswer()
{
    restartDeadline();
    if (!m_keepAlive) {
        startLingering();
        return;
    }
    m_inputBlocked = false;
    if (m_processing)
        return;
    processInput();
}

} // namespace guarita::net

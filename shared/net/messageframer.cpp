// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/messageframer.h"

#include "net/bodyreader.h"
#include "net/fieldlines.h"
#include "net/headreader.h"
#include "net/incomingbody.h"
#include "net/linereader.h"

namespace guarita::net {

class MessageFramer::Impl
{
public:
    explicit Impl(const FramerLimits &limits)
        : m_limits(limits)
        , m_message(limits)
    {
    }

    qsizetype consume(QByteArrayView bytes);
    State state() const;
    bool expectsContinue() const;
    FrameRejection rejection() const { return *m_verdict; }
    bool headRequest() { return m_refusedHead || m_message.head.frame().method == Method::Head; }
    RequestFrame takeRequest();
    RequestFrame takeHead();
    QByteArray takeBody() { return m_message.body.takeBody(); }
    void next();
    qsizetype bufferedBytes() const;

private:
    enum class Phase { RequestLine, Fields, Body, Large, Complete, Rejected };

    /// All that belongs to one message, so that nothing of it can reach the next one.
    struct Message
    {
        explicit Message(const FramerLimits &limits)
            : fields(limits.headerBytes, limits.headerCount)
        {
        }

        HeadReader head;
        LineReader line; // the request line
        FieldLines fields;
        BodyReader body;
        BodyPlan plan;
        qsizetype acceptedHead = 0; // what head holds, in bytes of the message
        bool skippedEmptyLine = false;
    };

    void readRequestLine(QByteArrayView &rest);
    void readField(QByteArrayView &rest);
    void readBody(QByteArrayView &rest);
    void endHead();
    BodyRules::Rule bodyRule();
    void follow(BodyReader::Outcome outcome);
    void check(Verdict verdict);

    const FramerLimits m_limits;
    Message m_message;
    Verdict m_verdict = nullptr;
    bool m_refusedHead = false;
    Phase m_phase = Phase::RequestLine;
};

qsizetype MessageFramer::Impl::consume(QByteArrayView bytes)
{
    QByteArrayView rest = bytes;
    while (!rest.isEmpty()) { // each turn takes at least one byte
        switch (m_phase) {
        case Phase::RequestLine:
            readRequestLine(rest);
            break;
        case Phase::Fields:
            readField(rest);
            break;
        case Phase::Body:
            readBody(rest);
            break;
        case Phase::Large:
        case Phase::Complete:
        case Phase::Rejected:
            return bytes.size() - rest.size();
        }
    }
    return bytes.size();
}

MessageFramer::State MessageFramer::Impl::state() const
{
    switch (m_phase) {
    case Phase::RequestLine:
        return m_message.line.bufferedBytes() == 0 ? State::Idle : State::Head;
    case Phase::Fields:
        return State::Head;
    case Phase::Body:
        return State::Body;
    case Phase::Large:
        return State::Large;
    case Phase::Complete:
        return State::Complete;
    case Phase::Rejected:
        break;
    }
    return State::Rejected;
}

bool MessageFramer::Impl::expectsContinue() const
{
    return m_phase == Phase::Body && m_message.plan.expectsContinue && !m_message.body.begun();
}

qsizetype MessageFramer::Impl::bufferedBytes() const
{
    return m_message.acceptedHead + m_message.line.bufferedBytes() + m_message.fields.bufferedBytes() +
           m_message.body.bufferedBytes();
}

void MessageFramer::Impl::readRequestLine(QByteArrayView &rest)
{
    LineReader &reader = m_message.line;
    switch (reader.read(rest, m_limits.requestLine, &rejections::requestLineTooLong)) {
    case LineReader::Outcome::NeedMore:
        return;
    case LineReader::Outcome::Refused:
        return check(reader.verdict());
    case LineReader::Outcome::Line:
        break;
    }
    const QByteArrayView line = reader.line();
    if (line.isEmpty()) {
        const bool first = !m_message.skippedEmptyLine;
        m_message.skippedEmptyLine = true;
        reader.next();
        return check(first ? nullptr : &rejections::leadingEmptyLines);
    }
    const Verdict verdict = m_message.head.requestLine(line);
    m_message.acceptedHead = line.size();
    m_phase = Phase::Fields;
    reader.release();
    check(verdict);
}

void MessageFramer::Impl::readField(QByteArrayView &rest)
{
    FieldLines &fields = m_message.fields;
    switch (fields.read(rest)) {
    case LineReader::Outcome::NeedMore:
        return;
    case LineReader::Outcome::Refused:
        return check(fields.verdict());
    case LineReader::Outcome::Line:
        break;
    }
    const QByteArrayView line = fields.line();
    if (line.isEmpty())
        return endHead();
    const Verdict verdict = m_message.head.field(line);
    m_message.acceptedHead += line.size();
    fields.next();
    check(verdict);
}

void MessageFramer::Impl::endHead()
{
    m_message.fields.release();
    const BodyRules::Rule rule = bodyRule();
    const qint64 mostBody = rule.most.value_or(m_limits.bodyBytes);
    if (const Verdict verdict = m_message.head.finish(mostBody, m_message.plan))
        return check(verdict);
    m_phase = Phase::Body;
    follow(m_message.body.begin(m_message.plan, mostBody,
                                rule.passedOn ? m_limits.passOnAbove : BodyReader::neverLarge));
}

BodyRules::Rule MessageFramer::Impl::bodyRule()
{
    return m_limits.bodyRules ? m_limits.bodyRules->ruleFor(m_message.head.frame().path) : BodyRules::Rule();
}

void MessageFramer::Impl::readBody(QByteArrayView &rest)
{
    follow(m_message.body.read(rest, m_message.fields));
}

void MessageFramer::Impl::follow(BodyReader::Outcome outcome)
{
    if (outcome == BodyReader::Outcome::Complete)
        m_phase = Phase::Complete;
    else if (outcome == BodyReader::Outcome::Large)
        m_phase = Phase::Large;
    else if (outcome == BodyReader::Outcome::Refused)
        check(m_message.body.verdict());
}

void MessageFramer::Impl::check(Verdict verdict)
{
    if (!verdict)
        return;
    m_refusedHead = headRequest();
    m_message = Message(m_limits); // gives every buffer back
    m_verdict = verdict;
    m_phase = Phase::Rejected;
}

RequestFrame MessageFramer::Impl::takeRequest()
{
    Q_ASSERT(m_phase == Phase::Complete);
    RequestFrame frame = m_message.head.takeFrame();
    frame.body = m_message.body.takeBody();
    next();
    return frame;
}

RequestFrame MessageFramer::Impl::takeHead()
{
    Q_ASSERT(m_phase == Phase::Large);
    const BodyPlan &plan = m_message.plan;
    RequestFrame frame = m_message.head.takeFrame();
    frame.incoming =
        std::make_shared<IncomingBody>(plan.chunked ? std::nullopt : std::optional<qint64>(plan.length));
    m_message.acceptedHead = 0;
    m_phase = Phase::Body;
    return frame;
}

void MessageFramer::Impl::next()
{
    Q_ASSERT(m_phase == Phase::Complete);
    m_message = Message(m_limits);
    m_phase = Phase::RequestLine;
}

MessageFramer::MessageFramer(const FramerLimits &limits)
    : m_impl(std::make_unique<Impl>(limits))
{
}
MessageFramer::~MessageFramer() = default;
MessageFramer::MessageFramer(MessageFramer &&) noexcept = default;
MessageFramer &MessageFramer::operator=(MessageFramer &&) noexcept = default;

qsizetype MessageFramer::consume(QByteArrayView bytes)
{
    return m_impl->consume(bytes);
}

MessageFramer::State MessageFramer::state() const
{
    return m_impl->state();
}

bool MessageFramer::expectsContinue() const
{
    return m_impl->expectsContinue();
}

bool MessageFramer::headRequest() const
{
    return m_impl->headRequest();
}

FrameRejection MessageFramer::rejection() const
{
    return m_impl->rejection();
}

RequestFrame MessageFramer::takeRequest()
{
    return m_impl->takeRequest();
}

RequestFrame MessageFramer::takeHead()
{
    return m_impl->takeHead();
}

QByteArray MessageFramer::takeBody()
{
    return m_impl->takeBody();
}

void MessageFramer::next()
{
    m_impl->next();
}

qsizetype MessageFramer::bufferedBytes() const
{
    return m_impl->bufferedBytes();
}

} // namespace guarita::net

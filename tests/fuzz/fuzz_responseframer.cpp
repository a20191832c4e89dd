// SPDX-License-Identifier: GPL-3.0-or-later
#include "responsesupport.h"

#include "net/knownfields.h"

#include "piecesizes.h"

#include <sanitizer/allocator_interface.h>

#include <cstdint>

/// What must hold for every stream of bytes from a server, whatever pieces it comes in.

using namespace guarita::fuzz;
using namespace guarita::net;
using namespace guarita::support;

namespace {

Answers answersInPieces(QByteArrayView requests, QByteArrayView bytes, PieceSizes sizes,
                        const ResponseFramerLimits &limits)
{
    AnswerFeeder feeder(requests, limits);
    while (!bytes.isEmpty()) {
        const QByteArrayView piece = bytes.first(std::min(sizes.next(), bytes.size()));
        feeder.feed(piece);
        bytes = bytes.sliced(piece.size());
    }
    const Answers answers = feeder.end();
    require(feeder.stayedBounded(), "bufferedBytes() stays within what came, and within the limits");
    return answers;
}

bool isKeptRole(FieldRole role)
{
    return role != FieldRole::HopByHop && role != FieldRole::Connection && role != FieldRole::ContentLength &&
           role != FieldRole::TransferEncoding;
}

void checkHead(const ResponseFrame &head, bool toHead, const ResponseFramerLimits &limits)
{
    require(head.status >= 200 && head.status <= 599, "the status is that of a final answer");
    for (const HeaderField &field : head.headers) {
        require(isToken(field.name), "names are tokens");
        require(isFieldValue(field.value) && field.value == field.value.trimmed(),
                "values are clean and trimmed");
        require(isKeptRole(findKnownField(field.name.toLower()).role),
                "no framing and no hop-by-hop field is kept");
    }
    require(head.headers.count("content-type") <= 1, "one Content-Type at most");
    require(head.headers.size() <= static_cast<std::size_t>(limits.fields), "the field count is bounded");
    if (toHead || head.status == 204 || head.status == 304)
        require(head.bodyLength == qint64(0), "no body where there can be none");
    else
        require(head.bodyLength == head.contentLength, "a length that is told is the body's");
}

/// The re-written answer may be a little longer: a length of its own, a Connection.
void checkCanonical(const Answer &answer, QByteArrayView request, ResponseFramerLimits limits)
{
    limits.headBytes += 200;
    limits.fields += 3;
    const QByteArray bytes = serialise(answer);
    const Answers again = guarita::support::answersInPieces(request, bytes, 0, limits);
    require(again.list.size() == 1 && again.list[0] == answer && again.left == 0,
            "a complete answer gives an equal one again");
}

void checkAnswer(const Answer &answer, QByteArrayView request, const ResponseFramerLimits &limits)
{
    checkHead(answer.head, request == QByteArrayView("H"), limits);
    if (answer.head.bodyLength)
        require(answer.body.size() <= *answer.head.bodyLength, "no byte behind the body is its");
    if (!answer.complete)
        return;
    require(!answer.head.bodyLength || answer.body.size() == *answer.head.bodyLength, "no body is cut short");
    require(!answer.atEnd || (!answer.head.keepAlive && !answer.head.bodyLength),
            "the end ends what nothing else does");
    checkCanonical(answer, request, limits);
}

/// No answer was complete before its last byte, unless the end of the connection may come anywhere.
void checkLastByte(QByteArrayView requests, QByteArrayView bytes, const Answers &whole,
                   const ResponseFramerLimits &limits)
{
    if (whole.consumed == 0)
        return;
    const Answers shorter =
        guarita::support::answersInPieces(requests, bytes.first(whole.consumed - 1), 0, limits);
    require(shorter.refusal.isEmpty(), "a refusal falls at its byte");
    const auto complete = [](const Answers &answers) {
        return std::count_if(answers.list.begin(), answers.list.end(),
                             [](const Answer &answer) { return answer.complete && !answer.atEnd; });
    };
    const bool lastByteCompletes =
        whole.refusal.isEmpty() && !whole.brokeOff && !whole.list.empty() && !whole.list.back().atEnd;
    require(complete(shorter) == complete(whole) - (lastByteCompletes ? 1 : 0),
            "an answer is complete with its last byte and not before");
}

/// What the allocator says. Between two answers and after a refusal the framer holds nothing at all.
void checkMemory(QByteArrayView bytes, PieceSizes sizes, bool toHead)
{
    constexpr std::size_t mostAtRest = 64 * 1024; // fields in their containers, the body's first buffer
    constexpr std::size_t mostForAByte = 4;       // buffers that grow are at times twice what they hold
    ResponseFramer framer;
    const std::size_t before = __sanitizer_get_current_allocated_bytes();
    framer.begin(toHead);
    QByteArrayView rest = bytes;
    while (!rest.isEmpty()) {
        QByteArrayView piece = rest.first(std::min(sizes.next(), rest.size()));
        rest = rest.sliced(piece.size());
        ResponseFramer::Outcome outcome = framer.read(piece);
        if (outcome == ResponseFramer::Outcome::Head)
            outcome = framer.read(piece);
        const std::size_t held = __sanitizer_get_current_allocated_bytes() - before;
        const auto came = static_cast<std::size_t>(bytes.size() - rest.size());
        require(held <= mostAtRest + mostForAByte * came, "memory follows what came");
        if (outcome == ResponseFramer::Outcome::NeedMore)
            continue;
        framer.head() = {};
        framer.takeBody();
        require(__sanitizer_get_current_allocated_bytes() == before, "a framer at rest holds no memory");
        framer.begin(toHead);
        require(__sanitizer_get_current_allocated_bytes() == before, "nor does one that waits");
    }
}

void check(QByteArrayView requests, QByteArrayView bytes, const ResponseFramerLimits &limits)
{
    const Answers whole = guarita::support::answersInPieces(requests, bytes, 0, limits);
    for (const std::uint64_t seed : {1, 2})
        require(answersInPieces(requests, bytes, PieceSizes(bytes, seed), limits) == whole,
                "pieces do not matter");
    require(whole.consumed + whole.left == bytes.size(), "each byte is taken or left");
    require(whole.list.size() <= static_cast<std::size_t>(requests.size()), "no answer is to nobody");
    for (std::size_t i = 0; i < whole.list.size(); ++i)
        checkAnswer(whole.list[i], requests.sliced(static_cast<qsizetype>(i), 1), limits);
    checkLastByte(requests, bytes, whole, limits);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArrayView bytes(data, static_cast<qsizetype>(size));
    for (const char *requests : {"GGG", "HGH"}) {
        check(requests, bytes, {});
        check(requests, bytes, {.headBytes = 80, .fields = 4});
    }
    for (const bool toHead : {false, true})
        checkMemory(bytes, PieceSizes(bytes, 3), toHead);
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "framersupport.h"

#include "net/knownfields.h"

#include "piecesizes.h"

#include <cstdint>

/// What must hold for every stream of bytes, whatever pieces it comes in.

using namespace guarita::fuzz;
using namespace guarita::net;
using namespace guarita::support;

namespace {

Outcome outcomeInPieces(QByteArrayView bytes, PieceSizes sizes, const FramerLimits &limits)
{
    Feeder feeder(limits);
    while (!bytes.isEmpty()) {
        const QByteArrayView piece = bytes.first(std::min(sizes.next(), bytes.size()));
        feeder.feed(piece);
        bytes = bytes.sliced(piece.size());
    }
    require(feeder.stayedBounded(), "bufferedBytes() stays within the limits");
    return feeder.outcome();
}

bool isKeptRole(FieldRole role)
{
    return role == FieldRole::Unknown || role == FieldRole::EndToEnd || role == FieldRole::Singleton;
}

void checkFrame(const RequestFrame &frame, const FramerLimits &limits)
{
    for (const HeaderField &field : frame.headers) {
        require(isToken(field.name) && field.name == field.name.toLower(), "names are tokens in lower case");
        require(isFieldValue(field.value) && field.value == field.value.trimmed(),
                "values are clean and trimmed");
        require(isKeptRole(findKnownField(field.name).role), "no framing and no hop-by-hop field is kept");
    }
    require(frame.headers.count("authorization") <= 1, "one Authorization at most");
    require(frame.headers.size() <= static_cast<std::size_t>(limits.headerCount),
            "the header count is bounded");
    require(frame.body.size() <= limits.bodyBytes, "the body is bounded");
    require(frame.target.size() <= limits.requestLine, "the target is bounded");
    require(frame.path.startsWith('/') && frame.path.isValidUtf8() && !frame.path.contains('\0'),
            "clean path");
    require(!(frame.path + '/').contains("/../") && !(frame.path + '/').contains("/./"), "no dot segment");
    require(!frame.path.contains("//") && !frame.path.contains('\\'), "no second reading of the path");
    require(!frame.host.isEmpty() || !frame.http11, "HTTP/1.1 has a host");
}

/// The re-written request may be a little longer: a length for chunks, a longer Connection.
void checkCanonical(const RequestFrame &frame, FramerLimits limits)
{
    limits.requestLine += 100;
    limits.headerBytes += 200;
    limits.headerCount += 3;
    const Outcome again = ::outcomeInPieces(serialise(frame), 0, limits);
    require(again.frames.size() == 1 && again.state == MessageFramer::State::Idle,
            "an accepted request parses again");
    require(asTuple(again.frames[0]) == asTuple(frame), "and gives the same frame");
}

class EveryBody final : public BodyRules
{
public:
    Rule ruleFor(const QByteArray &) const override { return {.passedOn = true}; }
};

Outcome outcomeOf(QByteArrayView bytes, const FramerLimits &limits)
{
    const Outcome whole = ::outcomeInPieces(bytes, 0, limits);
    for (const std::uint64_t seed : {1, 2})
        require(outcomeInPieces(bytes, PieceSizes(bytes, seed), limits) == whole, "pieces do not matter");
    for (const RequestFrame &frame : whole.frames) {
        checkFrame(frame, limits);
        checkCanonical(frame, limits);
    }
    return whole;
}

/// Bodies that are passed on are judged like whole ones.
void check(QByteArrayView bytes, FramerLimits limits)
{
    const Outcome whole = outcomeOf(bytes, limits);
    const EveryBody rules;
    limits.bodyRules = &rules;
    limits.passOnAbove = 3;
    const Outcome passed = outcomeOf(bytes, limits);
    require(passed.state == whole.state && passed.rejection == whole.rejection &&
                passed.consumed == whole.consumed,
            "passed on or whole, the verdict is the same");
    require(passed.frames.size() >= whole.frames.size() && passed.frames.size() <= whole.frames.size() + 1,
            "the same requests, and one more that is unfinished or refused");
    for (std::size_t i = 0; i < whole.frames.size(); ++i)
        require(asTuple(passed.frames[i]) == asTuple(whole.frames[i]), "the same requests");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArrayView bytes(data, static_cast<qsizetype>(size));
    check(bytes, FramerLimits{});
    check(bytes, {.requestLine = 40, .headerBytes = 80, .headerCount = 4, .bodyBytes = 16});
    return 0;
}

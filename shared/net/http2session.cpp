// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/http2session.h"

#include <nghttp2/nghttp2.h>

#include <array>

namespace guarita::net {

namespace {

constexpr std::uint32_t streamWindow = 256 * 1024;
constexpr std::int32_t connectionWindow = 1024 * 1024;

Http2Events &eventsOf(void *userData)
{
    return *static_cast<Http2Events *>(userData);
}

QByteArrayView viewOf(const std::uint8_t *bytes, std::size_t size)
{
    return {reinterpret_cast<const char *>(bytes), static_cast<qsizetype>(size)};
}

bool isRequest(const nghttp2_frame *frame)
{
    return frame->hd.type == NGHTTP2_HEADERS && frame->headers.cat == NGHTTP2_HCAT_REQUEST;
}

int onBeginHeaders(nghttp2_session *, const nghttp2_frame *frame, void *user)
{
    if (isRequest(frame))
        eventsOf(user).requestBegins(frame->hd.stream_id);
    return 0;
}

int onHeader(nghttp2_session *, const nghttp2_frame *frame, const std::uint8_t *name, std::size_t nameSize,
             const std::uint8_t *value, std::size_t valueSize, std::uint8_t, void *user)
{
    const bool goOn =
        eventsOf(user).fieldCame(frame->hd.stream_id, viewOf(name, nameSize), viewOf(value, valueSize));
    return goOn ? 0 : NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
}

/// nghttp2 would ignore such a field; RFC 9113, 8.1.1 calls the request malformed.
int onInvalidHeader(nghttp2_session *, const nghttp2_frame *, const std::uint8_t *, std::size_t,
                    const std::uint8_t *, std::size_t, std::uint8_t, void *)
{
    return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
}

int onFrameReceived(nghttp2_session *, const nghttp2_frame *frame, void *user)
{
    Http2Events &events = eventsOf(user);
    const bool ends = (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
    if (isRequest(frame))
        events.headEnds(frame->hd.stream_id, !ends);
    const bool carries = frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA;
    if (carries && ends)
        events.requestEnds(frame->hd.stream_id);
    else if (!carries || (frame->hd.type == NGHTTP2_DATA && frame->hd.length == 0))
        events.idleFrameCame();
    return 0;
}

int onInvalidFrame(nghttp2_session *, const nghttp2_frame *frame, int, void *user)
{
    eventsOf(user).frameRefused(frame->hd.stream_id);
    return 0;
}

int onData(nghttp2_session *, std::uint8_t, std::int32_t stream, const std::uint8_t *data, std::size_t size,
           void *user)
{
    eventsOf(user).contentCame(stream, viewOf(data, size));
    return 0;
}

int onFrameSent(nghttp2_session *, const nghttp2_frame *frame, void *user)
{
    const bool carries = frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA;
    if (carries && (frame->hd.flags & NGHTTP2_FLAG_END_STREAM))
        eventsOf(user).answerSent(frame->hd.stream_id);
    return 0;
}

int onStreamClosed(nghttp2_session *, std::int32_t stream, std::uint32_t error, void *user)
{
    eventsOf(user).streamCloses(stream, error == NGHTTP2_NO_ERROR);
    return 0;
}

ssize_t readContent(nghttp2_session *, std::int32_t stream, std::uint8_t *into, std::size_t most,
                    std::uint32_t *flags, nghttp2_data_source *, void *user)
{
    bool end = false;
    const qsizetype count =
        eventsOf(user).contentFor(stream, reinterpret_cast<char *>(into), static_cast<qsizetype>(most), end);
    if (end)
        *flags |= NGHTTP2_DATA_FLAG_EOF;
    return count == 0 && !end ? static_cast<ssize_t>(NGHTTP2_ERR_DEFERRED) : static_cast<ssize_t>(count);
}

nghttp2_session *newSession(Http2Events &events)
{
    nghttp2_session_callbacks *callbacks = nullptr;
    nghttp2_option *option = nullptr;
    nghttp2_session *session = nullptr;
    if (nghttp2_session_callbacks_new(&callbacks) == 0 && nghttp2_option_new(&option) == 0) {
        nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, onBeginHeaders);
        nghttp2_session_callbacks_set_on_header_callback(callbacks, onHeader);
        nghttp2_session_callbacks_set_on_invalid_header_callback(callbacks, onInvalidHeader);
        nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, onFrameReceived);
        nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(callbacks, onInvalidFrame);
        nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, onData);
        nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, onFrameSent);
        nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, onStreamClosed);
        nghttp2_option_set_no_auto_window_update(option, 1);
        nghttp2_option_set_no_closed_streams(option, 1); // keeps none for a tree of priorities
        if (nghttp2_session_server_new2(&session, callbacks, &events, option) != 0)
            session = nullptr;
    }
    nghttp2_option_del(option);
    nghttp2_session_callbacks_del(callbacks);
    return session;
}

nghttp2_nv pairOf(QByteArrayView name, QByteArrayView value)
{
    const auto bytes = [](QByteArrayView text) {
        return const_cast<std::uint8_t *>(reinterpret_cast<const std::uint8_t *>(text.data()));
    };
    return {bytes(name), bytes(value), static_cast<std::size_t>(name.size()),
            static_cast<std::size_t>(value.size()), NGHTTP2_NV_FLAG_NONE};
}

} // namespace

Http2Session::Http2Session(Http2Events &events, const Http2Limits &limits, qint64 headerBytes)
    : m_session(newSession(events), nghttp2_session_del)
{
    const std::array settings{
        nghttp2_settings_entry{NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS,
                               static_cast<std::uint32_t>(limits.streams)},
        nghttp2_settings_entry{NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, streamWindow},
        nghttp2_settings_entry{NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE,
                               static_cast<std::uint32_t>(headerBytes)},
        nghttp2_settings_entry{NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1},
    };
    if (!valid())
        return;
    if (nghttp2_submit_settings(m_session.get(), NGHTTP2_FLAG_NONE, settings.data(), settings.size()) != 0 ||
        nghttp2_session_set_local_window_size(m_session.get(), NGHTTP2_FLAG_NONE, 0, connectionWindow) != 0)
        m_session.reset();
}

bool Http2Session::receive(QByteArrayView bytes)
{
    const ssize_t taken =
        nghttp2_session_mem_recv(m_session.get(), reinterpret_cast<const std::uint8_t *>(bytes.data()),
                                 static_cast<std::size_t>(bytes.size()));
    // After an error that it can tell the client, nghttp2 takes the rest and wants to read no more.
    return taken == bytes.size() && nghttp2_session_want_read(m_session.get()) != 0;
}

bool Http2Session::collect(QByteArray &output, qsizetype most)
{
    while (output.size() < most) {
        const std::uint8_t *bytes = nullptr;
        const ssize_t count = nghttp2_session_mem_send(m_session.get(), &bytes);
        if (count <= 0)
            return count == 0;
        output += viewOf(bytes, static_cast<std::size_t>(count));
    }
    return true;
}

void Http2Session::answer(StreamId stream, int status, const std::vector<HeaderField> &fields, bool content)
{
    const QByteArray statusText = QByteArray::number(status);
    std::vector<nghttp2_nv> pairs{pairOf(":status", statusText)};
    pairs.reserve(fields.size() + 1);
    for (const HeaderField &field : fields)
        pairs.push_back(pairOf(field.name, field.value));
    nghttp2_data_provider provider{};
    provider.read_callback = readContent;
    if (nghttp2_submit_response(m_session.get(), stream, pairs.data(), pairs.size(),
                                content ? &provider : nullptr) != 0)
        reset(stream, Error::Internal);
}

void Http2Session::greetContent(StreamId stream)
{
    const nghttp2_nv status = pairOf(":status", "100");
    nghttp2_submit_headers(m_session.get(), NGHTTP2_FLAG_NONE, stream, nullptr, &status, 1, nullptr);
}

void Http2Session::proceed(StreamId stream)
{
    nghttp2_session_resume_data(m_session.get(), stream);
}

void Http2Session::reset(StreamId stream, Error error)
{
    nghttp2_submit_rst_stream(m_session.get(), NGHTTP2_FLAG_NONE, stream, static_cast<std::uint32_t>(error));
}

void Http2Session::consumed(StreamId stream, qsizetype bytes)
{
    nghttp2_session_consume(m_session.get(), stream, static_cast<std::size_t>(bytes));
}

void Http2Session::consumedByConnection(qsizetype bytes)
{
    nghttp2_session_consume_connection(m_session.get(), static_cast<std::size_t>(bytes));
}

void Http2Session::consumedByStream(StreamId stream, qsizetype bytes)
{
    nghttp2_session_consume_stream(m_session.get(), stream, static_cast<std::size_t>(bytes));
}

void Http2Session::announceGoAway()
{
    nghttp2_submit_shutdown_notice(m_session.get());
}

void Http2Session::goAway(Error error)
{
    nghttp2_submit_goaway(m_session.get(), NGHTTP2_FLAG_NONE,
                          nghttp2_session_get_last_proc_stream_id(m_session.get()),
                          static_cast<std::uint32_t>(error), nullptr, 0);
}

} // namespace guarita::net

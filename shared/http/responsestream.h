// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

#include <functional>
#include <memory>

namespace guarita::http {

class Exchange;

/// An answer whose content comes bit by bit: with the length that its head told, else in chunks (RFC
/// 9112, 7.1), or for an HTTP/1.0 client until the connection closes. ReplyHandle::begin() makes it.
///
/// Move-only, on the event-loop thread. Destroyed unfinished, it breaks the connection, so that the client
/// sees that something is missing; so do more bytes than the head's length says, and fewer at finish(). Once
/// nobody wants the content everything here does nothing, and it may be destroyed or finished as one likes.
///
/// When the daemon drains, a stream that nothing was written to for a second, and whose client took all there
/// was, is broken off as if the client had left; others may finish until the drain deadline. Who follows
/// events so connects anew, to another server, and who downloads gets his file. HttpApp::breakOffStreams()
/// ends any stream in the same way.
class ResponseStream
{
public:
    ResponseStream() = default; // spent: nobody wants content
    explicit ResponseStream(std::shared_ptr<Exchange> exchange);
    ~ResponseStream();
    ResponseStream(ResponseStream &&other) noexcept;
    ResponseStream &operator=(ResponseStream &&other) noexcept;

    /// False for HEAD and for a status without content, where begin() was the whole answer, and once the
    /// client has left: nothing need be made.
    bool wantsContent() const;

    /// Takes the bytes in any case. False: the client takes less than comes. Wait for onRoom() before writing
    /// more, or memory fills up, and a stream that holds much of it is closed first when it runs short.
    bool write(QByteArray bytes);

    /// Ends the answer properly. The stream is spent afterwards.
    void finish();

    /// Called when everything that was written has been taken by the kernel, after a write() that returned
    /// false; each time, from the event loop, never from within write(). It may write, finish and destroy
    /// this.
    void onRoom(std::function<void()> callback);
    /// Called once when the client leaves (or does not take for too long what was written), from the event
    /// loop, never from within write(). It may destroy this.
    void onClientLeft(std::function<void()> callback);

private:
    void breakOff();

    std::shared_ptr<Exchange> m_exchange;
};

} // namespace guarita::http

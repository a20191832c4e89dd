// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/endlessupstream.h"

#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace guarita::support {

namespace {

// Everything here runs in a forked child: no Qt, nothing shared.

bool sendAll(int socket, const char *bytes, std::size_t size)
{
    while (size > 0) {
        const ssize_t count = ::send(socket, bytes, size, MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        bytes += count;
        size -= static_cast<std::size_t>(count);
    }
    return true;
}

bool sendText(int socket, const std::string &text)
{
    return sendAll(socket, text.data(), text.size());
}

bool sendContent(int socket, const char *status, long long bytes, bool chunked)
{
    static const std::string block(64 * 1024, 'x');
    const std::string head =
        chunked ? "Transfer-Encoding: chunked\r\n" : "Content-Length: " + std::to_string(bytes) + "\r\n";
    if (!sendText(socket, "HTTP/1.1 " + std::string(status) + "\r\n" + head + "\r\n"))
        return false;
    char size[32];
    for (long long left = bytes; left > 0;) {
        const std::size_t piece = static_cast<std::size_t>(std::min<long long>(left, 64 * 1024));
        std::snprintf(size, sizeof(size), "%zx\r\n", piece);
        if ((chunked && !sendText(socket, size)) || !sendAll(socket, block.data(), piece) ||
            (chunked && !sendText(socket, "\r\n")))
            return false;
        left -= static_cast<long long>(piece);
    }
    return !chunked || sendText(socket, "0\r\n\r\n");
}

void serve(int socket)
{
    std::string input;
    char buffer[4096];
    for (;;) {
        const std::size_t end = input.find("\r\n\r\n");
        if (end == std::string::npos) {
            const ssize_t count = ::recv(socket, buffer, sizeof(buffer), 0);
            if (count <= 0)
                return;
            input.append(buffer, static_cast<std::size_t>(count));
            continue;
        }
        const std::string line = input.substr(0, input.find("\r\n"));
        input.erase(0, end + 4);
        const std::size_t mark = line.find('?');
        const long long bytes = mark == std::string::npos ? -1 : std::atoll(line.c_str() + mark + 1);
        const auto asksFor = [&line](const char *word) { return line.find(word) != std::string::npos; };
        const char *status = asksFor("/401") ? "401 No" : asksFor("/407") ? "407 No" : "200 OK";
        const bool served = bytes < 0 ? sendText(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                                      : sendContent(socket, status, bytes, asksFor("/chunked"));
        if (!served)
            return;
    }
}

[[noreturn]] void run(int listener)
{
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::signal(SIGCHLD, SIG_IGN);
    for (;;) {
        const int socket = ::accept(listener, nullptr, nullptr);
        if (socket < 0)
            ::_exit(1);
        if (::fork() == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            ::close(listener);
            serve(socket);
            ::_exit(0);
        }
        ::close(socket);
    }
}

} // namespace

EndlessUpstream::EndlessUpstream()
{
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof(address);
    ::bind(listener, reinterpret_cast<sockaddr *>(&address), length);
    ::listen(listener, 64);
    ::getsockname(listener, reinterpret_cast<sockaddr *>(&address), &length);
    m_port = ntohs(address.sin_port);
    m_group = ::fork();
    if (m_group == 0)
        run(listener);
    ::setpgid(m_group, m_group); // both do, so that it is done whoever comes first
    ::close(listener);
}

EndlessUpstream::~EndlessUpstream()
{
    kill();
}

void EndlessUpstream::kill()
{
    if (m_group <= 0)
        return;
    ::kill(-m_group, SIGKILL);
    ::waitpid(m_group, nullptr, 0);
    m_group = -1;
}

} // namespace guarita::support

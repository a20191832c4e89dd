// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/commandline/passwordprompt.h"

#include <cstdio>
#include <iostream>
#include <string>

#include <termios.h>
#include <unistd.h>

namespace guarita::gateway {

namespace {

/// Turns a terminal's echo off for as long as it lives; does nothing on a pipe.
class SilentTerminal
{
public:
    SilentTerminal()
        : m_isTerminal(tcgetattr(STDIN_FILENO, &m_before) == 0)
    {
        if (!m_isTerminal)
            return;
        termios silent = m_before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
        std::fputs("Password: ", stderr);
    }
    ~SilentTerminal()
    {
        if (!m_isTerminal)
            return;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
        std::fputc('\n', stderr);
    }
    SilentTerminal(const SilentTerminal &) = delete;
    SilentTerminal &operator=(const SilentTerminal &) = delete;

private:
    termios m_before{};
    bool m_isTerminal;
};

} // namespace

QByteArray readPassword()
{
    const SilentTerminal silence;
    std::string line;
    std::getline(std::cin, line);
    return QByteArray::fromStdString(line);
}

} // namespace guarita::gateway

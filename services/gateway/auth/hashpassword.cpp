// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/hashpassword.h"

#include "gateway/auth/passwordverifier.h"

#include <cstdio>
#include <iostream>
#include <string>

#include <sysexits.h>
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

int hashPasswordFromStandardInput()
{
    std::string password;
    {
        const SilentTerminal silence;
        std::getline(std::cin, password);
    }
    if (password.empty()) {
        std::fputs("guarita-gateway: --hash-password reads the password from standard input, and got none.\n",
                   stderr);
        return EX_USAGE;
    }
    const QByteArray hash = PasswordVerifier::hash(QByteArray::fromStdString(password));
    if (hash.isEmpty()) {
        std::fputs("guarita-gateway: not enough memory to hash a password (64 MiB are needed).\n", stderr);
        return EX_OSERR;
    }
    std::puts(hash.constData());
    return 0;
}

} // namespace guarita::gateway

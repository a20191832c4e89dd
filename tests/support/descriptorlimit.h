// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/resource.h>
#include <unistd.h>

namespace guarita::support {

/// While it lives this process can open `left` further descriptors, and no more.
class DescriptorLimit
{
public:
    explicit DescriptorLimit(rlim_t left)
    {
        const int lowestFree = ::dup(0);
        ::close(lowestFree);
        ::getrlimit(RLIMIT_NOFILE, &m_before);
        const rlimit tight{static_cast<rlim_t>(lowestFree) + left, m_before.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &tight);
    }
    ~DescriptorLimit() { ::setrlimit(RLIMIT_NOFILE, &m_before); }
    DescriptorLimit(const DescriptorLimit &) = delete;
    DescriptorLimit &operator=(const DescriptorLimit &) = delete;

private:
    rlimit m_before{};
};

} // namespace guarita::support

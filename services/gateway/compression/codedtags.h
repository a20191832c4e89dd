// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/compression/coding.h"

namespace guarita::gateway {

/// Entity tags of coded content. Content that was coded here is another representation than the upstream's,
/// so a strong tag may not be the same (RFC 9110, 8.8.3.3); yet whoever got it must be able to say what he
/// has, above all in If-Match. So the tag gets a suffix, "7" becomes "7~gzip", and loses it in the
/// conditions of a request, where the upstream finds its own tag again. Weak tags stay as they are. An
/// upstream must not end tags of its own in these suffixes.

/// On a coded answer.
void codeTag(net::Headers &answer, Coding coding);

/// In a request's If-Match, whatever the coding: it is about the item, not about its form.
void uncodeMatch(net::Headers &request);
/// In a request's If-None-Match, only those of `coding`: what the client has in another one is of no use to
/// it now. If-Range stays: a part of the plain content never completes coded content.
void uncodeNoneMatch(net::Headers &request, Coding coding);
/// On a 304: the tag as the client has it, if `asked`, its If-None-Match, names it with the suffix. Whether
/// it does.
bool recodeTag(net::Headers &answer, const QByteArray &asked, Coding coding);

} // namespace guarita::gateway

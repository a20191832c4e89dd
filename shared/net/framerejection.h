// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

namespace guarita::net {

/// Why a message was refused. The connection cannot be trusted any further: answer and close.
struct FrameRejection
{
    int status;         // 400, 413, 414, 417, 431, 501, 505
    const char *reason; // static, lower_snake_case, e.g. "bare_lf"; for logs, metrics and problem+json

    friend bool operator==(const FrameRejection &left, const FrameRejection &right)
    {
        return left.status == right.status && qstrcmp(left.reason, right.reason) == 0;
    }
};

/// What a check found: nullptr when it accepts, or one of the constants below.
using Verdict = const FrameRejection *;

/// Every rejection there is, so that metrics have a bounded set of labels.
namespace rejections {

// Lines: where they end and what may stand in them (RFC 9112, 2.2).
inline constexpr FrameRejection bareLf{400, "bare_lf"};
inline constexpr FrameRejection bareCr{400, "bare_cr"};
inline constexpr FrameRejection controlCharacter{400, "control_character"};

// Before TLS.
inline constexpr FrameRejection plainHttp{400, "plain_http"};

// The request line (RFC 9112, 3).
inline constexpr FrameRejection leadingEmptyLines{400, "leading_empty_lines"};
inline constexpr FrameRejection leadingWhitespace{400, "leading_whitespace"};
inline constexpr FrameRejection badRequestLine{400, "bad_request_line"};
inline constexpr FrameRejection badMethod{400, "bad_method"};
inline constexpr FrameRejection badVersion{400, "bad_version"};
inline constexpr FrameRejection requestLineTooLong{414, "request_line_too_long"};
inline constexpr FrameRejection methodNotImplemented{501, "method_not_implemented"};
inline constexpr FrameRejection versionNotSupported{505, "version_not_supported"};

// The target (RFC 9112, 3.2; RFC 3986).
inline constexpr FrameRejection badTargetForm{400, "bad_target_form"};
inline constexpr FrameRejection badTargetAuthority{400, "bad_target_authority"};
inline constexpr FrameRejection badTargetCharacter{400, "bad_target_character"};
inline constexpr FrameRejection badPercentEncoding{400, "bad_percent_encoding"};
inline constexpr FrameRejection forbiddenPercentEncoding{400, "forbidden_percent_encoding"};
inline constexpr FrameRejection dotSegment{400, "dot_segment"};
inline constexpr FrameRejection emptySegment{400, "empty_segment"};
inline constexpr FrameRejection pathNotUtf8{400, "path_not_utf8"};

// Fields (RFC 9112, 5; RFC 9110, 5 and 7).
inline constexpr FrameRejection obsFold{400, "obs_fold"};
inline constexpr FrameRejection missingColon{400, "missing_colon"};
inline constexpr FrameRejection emptyFieldName{400, "empty_field_name"};
inline constexpr FrameRejection spaceBeforeColon{400, "space_before_colon"};
inline constexpr FrameRejection badFieldName{400, "bad_field_name"};
inline constexpr FrameRejection duplicateField{400, "duplicate_field"};
inline constexpr FrameRejection badConnection{400, "bad_connection"};
inline constexpr FrameRejection connectionListsEndToEndField{400, "connection_lists_end_to_end_field"};
inline constexpr FrameRejection headersTooLarge{431, "headers_too_large"};
inline constexpr FrameRejection tooManyHeaders{431, "too_many_headers"};
inline constexpr FrameRejection expectationFailed{417, "expectation_failed"};

// Host (RFC 9112, 3.2).
inline constexpr FrameRejection missingHost{400, "missing_host"};
inline constexpr FrameRejection duplicateHost{400, "duplicate_host"};
inline constexpr FrameRejection badHost{400, "bad_host"};
inline constexpr FrameRejection hostMismatch{400, "host_mismatch"};

// The body's length (RFC 9112, 6) and chunks (7.1).
inline constexpr FrameRejection badContentLength{400, "bad_content_length"};
inline constexpr FrameRejection duplicateContentLength{400, "duplicate_content_length"};
inline constexpr FrameRejection contentLengthWithTransferEncoding{400,
                                                                  "content_length_with_transfer_encoding"};
inline constexpr FrameRejection transferEncodingOnHttp10{400, "transfer_encoding_on_http10"};
inline constexpr FrameRejection duplicateTransferEncoding{400, "duplicate_transfer_encoding"};
inline constexpr FrameRejection badTransferEncoding{400, "bad_transfer_encoding"};
inline constexpr FrameRejection finalCodingNotChunked{400, "final_coding_not_chunked"};
inline constexpr FrameRejection transferCodingNotImplemented{501, "transfer_coding_not_implemented"};
inline constexpr FrameRejection bodyTooLarge{413, "body_too_large"};
inline constexpr FrameRejection badChunkSize{400, "bad_chunk_size"};
inline constexpr FrameRejection badChunkExtension{400, "bad_chunk_extension"};
inline constexpr FrameRejection chunkLineTooLong{400, "chunk_line_too_long"};
inline constexpr FrameRejection chunkOverhead{400, "chunk_overhead"};
inline constexpr FrameRejection badChunkEnd{400, "bad_chunk_end"};
inline constexpr FrameRejection forbiddenTrailer{400, "forbidden_trailer"};

} // namespace rejections

} // namespace guarita::net

// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/fieldline.h"

#include "net/characters.h"
#include "net/headers.h"

#include <algorithm>

namespace guarita::net {

namespace {

QByteArrayView withoutBlanks(QByteArrayView text)
{
    while (!text.isEmpty() && characters::isBlank(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && characters::isBlank(text.back()))
        text.chop(1);
    return text;
}

Verdict judgeName(QByteArrayView name)
{
    if (name.isEmpty())
        return &rejections::emptyFieldName;
    if (isToken(name))
        return nullptr;
    return characters::isBlank(name.back()) ? &rejections::spaceBeforeColon : &rejections::badFieldName;
}

} // namespace

Verdict parseFieldLine(QByteArrayView line, FieldLine &parts)
{
    if (characters::isBlank(line.front()))
        return &rejections::obsFold;
    const qsizetype colon = line.indexOf(':');
    if (colon < 0)
        return &rejections::missingColon;
    parts.name = line.first(colon);
    parts.value = withoutBlanks(line.sliced(colon + 1));
    return judgeName(parts.name);
}

LowerName::LowerName(QByteArrayView name)
{
    char *out = m_short.data();
    if (name.size() > static_cast<qsizetype>(m_short.size())) {
        m_long = QByteArray(name.size(), Qt::Uninitialized);
        out = m_long.data();
    }
    std::transform(name.begin(), name.end(), out, characters::lower);
    m_view = QByteArrayView(out, name.size());
}

} // namespace guarita::net

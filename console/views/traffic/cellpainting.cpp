// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/cellpainting.h"

#include "console/models/traffic/backendsmodel.h"

#include <QtGui/QPainter>

namespace guarita::console::cells {

using theme::Tone;

QColor textColour(const QModelIndex &index)
{
    return theme::colour(index.data(BackendsModel::StaleRole).toBool() ? Tone::TextDisabled : Tone::Text);
}

QColor detailColour(const QModelIndex &index)
{
    if (index.data(BackendsModel::StaleRole).toBool())
        return theme::colour(Tone::TextDisabled);
    return theme::colour(index.data(BackendsModel::TroubleRole).toBool() ? Tone::Bad : Tone::TextMuted);
}

void paintLines(QPainter &painter, const QRect &rect, const QFont &font, const QModelIndex &index)
{
    const auto alignment = index.data(Qt::TextAlignmentRole).value<Qt::Alignment>();
    const QString detail = index.data(BackendsModel::DetailRole).toString();
    const QFont numbers = theme::tabularFont(font);
    const QFontMetrics metrics(numbers);
    const QFont small = theme::tabularFont(smallFont(font));
    const QFontMetrics smallMetrics(small);
    const int height = metrics.height() + (detail.isEmpty() ? 0 : smallMetrics.height());
    QRect line(rect.left(), rect.top() + (rect.height() - height) / 2, rect.width(), metrics.height());
    painter.setFont(numbers);
    painter.setPen(textColour(index));
    painter.drawText(line, int(alignment),
                     metrics.elidedText(index.data().toString(), Qt::ElideMiddle, line.width()));
    if (detail.isEmpty())
        return;
    line.translate(0, metrics.height());
    line.setHeight(smallMetrics.height());
    painter.setFont(small);
    painter.setPen(detailColour(index));
    painter.drawText(line, int(alignment), smallMetrics.elidedText(detail, Qt::ElideRight, line.width()));
}

} // namespace guarita::console::cells

// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/mappingheader.h"

#include "console/views/items/itemtexts.h"
#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QComboBox>

#include <algorithm>

namespace guarita::console {

namespace {

constexpr int comboHeight = 30;
constexpr int gap = 4;
constexpr int nameHeight = 24;
constexpr int unused = -1; // the data of "Not imported"

} // namespace

MappingHeader::MappingHeader(ImportModel &model, QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
    , m_model(model)
{
    setObjectName(QStringLiteral("importMapping"));
    setSectionsClickable(false);
    setHighlightSections(false);
    setMinimumSectionSize(112); // the longest word of a combo
    setSectionsMovable(false);
    connect(this, &QHeaderView::sectionResized, this, &MappingHeader::place);
    connect(this, &QHeaderView::sectionCountChanged, this, &MappingHeader::rebuild);
    connect(&model, &ImportModel::mappingChanged, this, &MappingHeader::refresh);
}

QSize MappingHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), gap + comboHeight + gap + nameHeight};
}

QWidget *MappingHeader::firstCombo() const
{
    return m_combos.empty() ? nullptr : m_combos.front();
}

QWidget *MappingHeader::lastCombo() const
{
    return m_combos.empty() ? nullptr : m_combos.back();
}

void MappingHeader::rebuild()
{
    for (QComboBox *combo : m_combos)
        combo->deleteLater();
    m_combos.clear();
    for (int column = 0; column < count(); ++column) {
        auto *combo = new QComboBox(viewport());
        combo->setObjectName(QStringLiteral("importField%1").arg(column));
        combo->addItem(QString(), unused);
        for (const Field field : allFields)
            combo->addItem(QString(), static_cast<int>(field));
        if (!m_combos.empty())
            QWidget::setTabOrder(m_combos.back(), combo);
        connect(combo, &QComboBox::activated, this, [this, column, combo] {
            const int data = combo->currentData().toInt();
            m_model.setField(column, data == unused ? std::nullopt : std::optional(static_cast<Field>(data)));
        });
        m_combos.push_back(combo);
        combo->show();
    }
    retranslate();
    refresh();
    place();
    Q_EMIT combosChanged();
}

QSize MappingHeader::sectionSizeFromContents(int logicalIndex) const
{
    QSize size = QHeaderView::sectionSizeFromContents(logicalIndex);
    if (!m_combos.empty())
        size.setWidth(std::max(size.width(), m_combos.front()->sizeHint().width() + 2 * gap));
    return size;
}

void MappingHeader::place()
{
    for (int column = 0; column < static_cast<int>(m_combos.size()); ++column) {
        const QRect section(sectionViewportPosition(column), 0, sectionSize(column), height());
        m_combos[static_cast<std::size_t>(column)]->setGeometry(section.left() + gap, gap,
                                                                section.width() - 2 * gap, comboHeight);
    }
}

void MappingHeader::refresh()
{
    for (int column = 0; column < static_cast<int>(m_combos.size()); ++column) {
        QComboBox *combo = m_combos[static_cast<std::size_t>(column)];
        const QVariant field = m_model.headerData(column, Qt::Horizontal, ImportModel::FieldRole);
        combo->setCurrentIndex(combo->findData(field.isValid() ? field.toInt() : unused));
        const QString name = m_model.headerData(column, Qt::Horizontal).toString();
        combo->setAccessibleName(tr("What column %1 holds").arg(name));
    }
    viewport()->update();
}

void MappingHeader::retranslate()
{
    for (QComboBox *combo : m_combos) {
        combo->setItemText(0, tr("Not imported"));
        for (const Field field : allFields)
            combo->setItemText(combo->findData(static_cast<int>(field)), ItemTexts::label(field));
    }
}

void MappingHeader::updateGeometries()
{
    QHeaderView::updateGeometries();
    place();
}

void MappingHeader::changeEvent(QEvent *event)
{
    QHeaderView::changeEvent(event);
    if (event->type() != QEvent::LanguageChange)
        return;
    retranslate();
    refresh();
}

void MappingHeader::paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const
{
    painter->save();
    painter->fillRect(rect, theme::colour(theme::Tone::Window));
    painter->setPen(theme::colour(theme::Tone::Border));
    painter->drawLine(rect.bottomLeft(), rect.bottomRight());
    painter->setPen(theme::colour(theme::Tone::Grid));
    painter->drawLine(rect.topRight(), rect.bottomRight());

    const QRect text(rect.left() + theme::spacing, rect.bottom() - nameHeight,
                     rect.width() - 2 * theme::spacing, nameHeight);
    const QVariant field = m_model.headerData(logicalIndex, Qt::Horizontal, ImportModel::FieldRole);
    const bool right = field.isValid() && field.toInt() == static_cast<int>(Field::Preco);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    painter->setFont(bold);
    painter->setPen(theme::colour(theme::Tone::TextMuted));
    const QString name = m_model.headerData(logicalIndex, Qt::Horizontal).toString();
    painter->drawText(text, (right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter,
                      QFontMetrics(bold).elidedText(name, Qt::ElideRight, text.width()));
    painter->restore();
}

} // namespace guarita::console

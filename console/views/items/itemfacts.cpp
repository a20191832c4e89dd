// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/itemfacts.h"

#include "console/views/items/itemtexts.h"
#include "console/widgets/labels.h"

#include <QtCore/QEvent>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QLabel>

namespace guarita::console {

ItemFacts::ItemFacts(QWidget *parent)
    : QWidget(parent)
{
    const std::array<QString, FactCount> objectNames{QStringLiteral("idValue"), QStringLiteral("versaoValue"),
                                                     QStringLiteral("criadoValue"),
                                                     QStringLiteral("atualizadoValue")};
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(theme::margin);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    for (int fact = 0; fact < FactCount; ++fact) {
        const auto at = static_cast<std::size_t>(fact);
        m_names[at] = mutedLabel(this);
        m_values[at] = plainLabel(this);
        m_values[at]->setObjectName(objectNames[at]);
        m_values[at]->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_names[at]->setBuddy(m_values[at]);
        grid->addWidget(m_names[at], fact, 0);
        grid->addWidget(m_values[at], fact, 1);
    }
    retranslate();
}

void ItemFacts::show(const std::optional<Item> &item)
{
    m_item = item;
    setVisible(item.has_value());
    retranslate();
}

void ItemFacts::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange)
        retranslate();
}

void ItemFacts::retranslate()
{
    const std::array<QString, FactCount> names{tr("ID"), tr("Version"), tr("Created"), tr("Changed")};
    for (std::size_t at = 0; at < FactCount; ++at) {
        m_names[at]->setText(names[at]);
        m_values[at]->setAccessibleName(names[at]);
    }
    if (!m_item)
        return;
    m_values[Id]->setText(QString::number(m_item->id)); // a name rather than an amount
    m_values[Version]->setText(locale().toString(m_item->versao));
    m_values[Created]->setText(ItemTexts::time(m_item->criadoEm, locale()));
    m_values[Updated]->setText(ItemTexts::time(m_item->atualizadoEm, locale()));
}

} // namespace guarita::console

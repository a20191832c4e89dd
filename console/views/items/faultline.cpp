// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/faultline.h"

#include "console/models/items/importmodel.h"
#include "console/views/items/itemtexts.h"
#include "console/widgets/labels.h"
#include "console/widgets/moneyedit.h"

#include <QtCore/QEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>

namespace guarita::console {

namespace {

constexpr int lineIconSize = 16;

/// What a price with the other separators is probably meant to be; else null.
QString suggestionFor(const QModelIndex &cell, const QLocale &numbers)
{
    const QVariant field = cell.data(ImportModel::FieldRole);
    if (!field.isValid() || field.toInt() != static_cast<int>(Field::Preco))
        return {};
    const QString text = cell.data(Qt::EditRole).toString();
    if (const auto read = parseMoney(text, numbers); read || read.error() != MoneyFault::Ambiguous)
        return {};
    const std::optional<qint64> likely = MoneyEdit::likelyCents(text, numbers);
    return likely ? formatMoneyPlain(*likely, numbers) : QString();
}

} // namespace

FaultLine::FaultLine(QWidget *parent)
    : SoftFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(plainLabel(this))
    , m_suggestion(new QPushButton(this))
{
    setObjectName(QStringLiteral("importFault"));
    m_text->setObjectName(QStringLiteral("importFaultText"));
    m_text->setSizePolicy(QSizePolicy::Ignored,
                          QSizePolicy::Preferred); // a long cell must not widen the dialog
    m_suggestion->setObjectName(QStringLiteral("importSuggestion"));
    m_suggestion->setProperty("kind", QStringLiteral("link"));
    m_suggestion->setAutoDefault(false);
    connect(m_suggestion, &QPushButton::clicked, this, [this] {
        if (QAbstractItemModel *model = const_cast<QAbstractItemModel *>(m_cell.model()))
            model->setData(m_cell, m_suggested, Qt::EditRole);
    });

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 4, 8, 4);
    row->setSpacing(theme::spacing);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addWidget(m_suggestion);
    setFixedHeight(40);
    refresh();
}

void FaultLine::show(const QModelIndex &cell, const QLocale &numbers)
{
    m_cell = cell;
    m_numbers = numbers;
    refresh();
}

void FaultLine::refresh()
{
    const bool faulty = m_cell.isValid() && m_cell.data(ImportModel::FaultRole).toBool();
    setTones(faulty ? theme::Tone::BadSoft : theme::Tone::Window,
             faulty ? theme::Tone::Bad : theme::Tone::Border);
    m_icon->setPixmap(theme::pixmap(faulty ? theme::Icon::Error : theme::Icon::Info, lineIconSize,
                                    faulty ? theme::Tone::Bad : theme::Tone::TextMuted, devicePixelRatioF()));
    theme::setProperty(m_text, "tone", faulty ? QString() : QStringLiteral("muted"));
    m_suggested.clear();
    if (faulty) {
        const int line = m_cell.model()->headerData(m_cell.row(), Qt::Vertical).toInt();
        const auto field = static_cast<Field>(m_cell.data(ImportModel::FieldRole).toInt());
        m_text->setText(tr("Line %1, %2: %3")
                            .arg(locale().toString(line), ItemTexts::label(field),
                                 m_cell.data(Qt::ToolTipRole).toString()));
        m_suggested = suggestionFor(m_cell, m_numbers);
    } else {
        m_text->setText(tr("Press F2 or double-click a cell to change it. The original stays as it is."));
    }
    m_suggestion->setVisible(!m_suggested.isEmpty());
    m_suggestion->setText(tr("&Use %1").arg(m_suggested));
}

void FaultLine::changeEvent(QEvent *event)
{
    SoftFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange ||
        event->type() == QEvent::PaletteChange)
        refresh();
}

} // namespace guarita::console

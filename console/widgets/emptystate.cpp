// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/emptystate.h"

#include "console/widgets/labels.h"
#include "console/widgets/spinner.h"

#include <QtCore/QEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

namespace guarita::console {

namespace {

constexpr int iconExtent = 48;
constexpr int textWidth = 420; // a sentence is read best in lines of about 60 letters

QLabel *newLabel(const QString &name, QWidget *parent)
{
    QLabel *label = plainLabel(parent);
    label->setObjectName(name);
    label->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    label->setWordWrap(true);
    label->setFixedWidth(textWidth);
    return label;
}

QPushButton *newButton(const QString &name, QWidget *parent)
{
    auto *button = new QPushButton(parent);
    button->setObjectName(name);
    button->setAutoDefault(false);
    button->hide();
    return button;
}

/// Between stretches, not by alignment: a column would ask an aligned label how high it is across the whole
/// width, and cut its second line off.
QHBoxLayout *centred(QWidget *widget)
{
    auto *row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(widget);
    row->addStretch();
    return row;
}

} // namespace

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_spinner(new Spinner(32, this))
    , m_title(newLabel(QStringLiteral("emptyTitle"), this))
    , m_text(newLabel(QStringLiteral("emptyText"), this))
    , m_primary(newButton(QStringLiteral("emptyPrimary"), this))
    , m_secondary(newButton(QStringLiteral("emptySecondary"), this))
{
    m_title->setFont(theme::titleFont());
    m_text->setProperty("tone", QStringLiteral("muted"));
    m_primary->setProperty("kind", QStringLiteral("primary"));
    connect(m_primary, &QPushButton::clicked, this, &EmptyState::primaryTriggered);
    connect(m_secondary, &QPushButton::clicked, this, &EmptyState::secondaryTriggered);
    m_delay.setSingleShot(true);
    connect(&m_delay, &QTimer::timeout, this, [this] { setContentVisible(true); });

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme::spacing);
    buttons->addStretch();
    buttons->addWidget(m_secondary);
    buttons->addWidget(m_primary);
    buttons->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme::margin, theme::margin, theme::margin, theme::margin);
    column->setSpacing(theme::spacing);
    column->addStretch(2);
    column->addWidget(m_icon, 0, Qt::AlignHCenter);
    column->addWidget(m_spinner, 0, Qt::AlignHCenter);
    column->addLayout(centred(m_title));
    column->addLayout(centred(m_text));
    column->addSpacing(theme::spacing);
    column->addLayout(buttons);
    column->addStretch(3);
    m_icon->hide();
    m_spinner->hide();
}

void EmptyState::show(theme::Icon icon, const QString &title, const QString &text)
{
    m_delay.stop();
    m_iconOf = icon;
    updateIcon();
    m_title->setText(title);
    m_text->setText(text);
    setAccessibleName(title);
    setAccessibleDescription(text);
    setContentVisible(false);
}

void EmptyState::showLoading(const QString &text)
{
    m_title->setText({});
    m_text->setText(text);
    setAccessibleName(text);
    setAccessibleDescription({});
    setActions({}, {});
    for (QWidget *part : std::initializer_list<QWidget *>{m_icon, m_spinner, m_title, m_text})
        part->hide();
    m_delay.start(loadingDelay);
}

void EmptyState::setActions(const QString &primary, const QString &secondary)
{
    m_primary->setText(primary);
    m_primary->setVisible(!primary.isNull());
    m_secondary->setText(secondary);
    m_secondary->setVisible(!secondary.isNull());
}

void EmptyState::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateIcon();
}

void EmptyState::updateIcon()
{
    m_icon->setPixmap(theme::pixmap(m_iconOf, iconExtent, theme::Tone::TextMuted, devicePixelRatioF()));
}

void EmptyState::setContentVisible(bool loading)
{
    m_icon->setVisible(!loading);
    m_spinner->setVisible(loading);
    m_title->setVisible(!loading);
    m_text->setVisible(true);
}

} // namespace guarita::console

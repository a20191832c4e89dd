// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/banner.h"

#include "console/widgets/labels.h"
#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtGui/QAccessible>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

#include <array>

namespace guarita::console {

namespace {

struct Look
{
    const char *name;
    theme::Icon icon;
    theme::Tone tone;
};
constexpr std::array looks{
    Look{"info", theme::Icon::Info, theme::Tone::Info},
    Look{"success", theme::Icon::Success, theme::Tone::Good},
    Look{"warning", theme::Icon::Warning, theme::Tone::Warning},
    Look{"error", theme::Icon::Error, theme::Tone::Bad},
};
constexpr int iconSize = 20;

QLabel *newLabel(QWidget *parent)
{
    QLabel *label = plainLabel(parent);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

Banner::Banner(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(newLabel(this))
    , m_detail(newLabel(this))
    , m_content(new QHBoxLayout)
    , m_close(new QToolButton(this))
{
    QFont strong = m_text->font();
    strong.setWeight(QFont::DemiBold);
    m_text->setFont(strong);
    m_text->setObjectName(QStringLiteral("bannerText"));
    m_detail->setObjectName(QStringLiteral("bannerDetail"));
    m_detail->hide();
    m_close->setObjectName(QStringLiteral("bannerClose"));
    m_close->setIcon(theme::icon(theme::Icon::Close));
    m_close->hide();
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT closed();
    });

    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addStretch();
    texts->addWidget(m_text);
    texts->addWidget(m_detail);
    texts->addStretch();
    m_content->setContentsMargins(theme::margin - 4, theme::spacing, theme::spacing, theme::spacing);
    m_content->setSpacing(theme::spacing);
    m_content->addWidget(m_icon);
    m_content->addSpacing(4);
    m_content->addLayout(texts, 1);
    m_content->addWidget(m_close);
    setLayout(m_content);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    setKind(Kind::Info);
    retranslate();
}

void Banner::setKind(Kind kind)
{
    m_kind = kind;
    theme::setProperty(this, "kind", QLatin1String(looks[static_cast<std::size_t>(kind)].name));
    updateIcon();
}

void Banner::setText(const QString &text, const QString &detail)
{
    m_text->setText(text);
    m_detail->setText(detail);
    m_detail->setVisible(!detail.isEmpty());
    setAccessibleName(text);
    setAccessibleDescription(detail);
}

QString Banner::text() const
{
    return m_text->text();
}

QPushButton *Banner::addButton(const QString &text, std::function<void()> action)
{
    auto *button = new QPushButton(text, this);
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, [action = std::move(action)] { action(); });
    m_content->insertWidget(m_content->indexOf(m_close), button);
    m_buttons.push_back(button);
    return button;
}

void Banner::addWidget(QWidget *widget)
{
    m_content->insertWidget(m_content->indexOf(m_close), widget);
}

void Banner::clearButtons()
{
    for (QPushButton *button : std::exchange(m_buttons, {})) {
        button->hide();
        button->deleteLater(); // it may be the one that was just pressed
    }
}

void Banner::setClosable(bool closable)
{
    m_close->setVisible(closable);
}

void Banner::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange)
        updateIcon();
}

void Banner::showEvent(QShowEvent *event)
{
    QFrame::showEvent(event);
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void Banner::retranslate()
{
    m_close->setToolTip(tr("Close"));
    m_close->setAccessibleName(tr("Close this message"));
}

void Banner::updateIcon()
{
    const Look &look = looks[static_cast<std::size_t>(m_kind)];
    m_icon->setPixmap(theme::pixmap(look.icon, iconSize, look.tone, devicePixelRatioF()));
}

} // namespace guarita::console

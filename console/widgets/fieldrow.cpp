// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/fieldrow.h"

#include "console/widgets/labels.h"
#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtGui/QAccessible>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>

namespace guarita::console {

FieldRow::FieldRow(QWidget *editor, QWidget *parent)
    : QWidget(parent)
    , m_editor(editor)
    , m_target(editor->focusProxy() ? editor->focusProxy() : editor)
    , m_label(new QLabel(this))
    , m_hint(mutedLabel(this))
    , m_errorLine(new QWidget(this))
    , m_icon(new QLabel(m_errorLine))
    , m_error(plainLabel(m_errorLine))
    , m_suggestion(new QPushButton(m_errorLine))
{
    m_label->setBuddy(m_target);
    m_error->setWordWrap(true);
    m_error->setProperty("tone", QStringLiteral("bad"));
    m_error->setObjectName(editor->objectName() + QStringLiteral("Error"));
    m_suggestion->setProperty("kind", QStringLiteral("link"));
    m_suggestion->setObjectName(editor->objectName() + QStringLiteral("Suggestion"));
    connect(m_suggestion, &QPushButton::clicked, this, &FieldRow::suggestionTaken);

    auto *top = new QHBoxLayout;
    top->addWidget(m_label);
    top->addStretch();
    top->addWidget(m_hint);
    auto *line = new QHBoxLayout(m_errorLine);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(6);
    line->addWidget(m_icon, 0, Qt::AlignTop);
    line->addWidget(m_error, 1);
    line->addWidget(m_suggestion, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(top);
    column->addWidget(editor);
    column->addWidget(m_errorLine);
    setTabOrder(editor, m_suggestion);
    m_errorLine->hide();
    tint();
}

void FieldRow::setLabel(const QString &label)
{
    m_label->setText(label);
    m_target->setAccessibleName(label);
}

void FieldRow::setHint(const QString &hint, bool exceeded)
{
    m_hint->setText(hint);
    theme::setProperty(m_hint, "tone", QLatin1String(exceeded ? "bad" : "muted"));
}

void FieldRow::setError(const QString &error, const QString &suggestion)
{
    m_suggestion->setText(suggestion);
    m_suggestion->setVisible(!suggestion.isEmpty());
    m_errorLine->setVisible(!error.isEmpty());
    if (m_error->text() == error)
        return;
    m_error->setText(error);
    m_target->setAccessibleDescription(error);
    theme::setProperty(m_target, "invalid", !error.isEmpty());
    if (!error.isEmpty()) {
        QAccessibleEvent alert(m_target, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

QString FieldRow::error() const
{
    return m_error->text();
}

void FieldRow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        tint();
}

void FieldRow::tint()
{
    m_icon->setPixmap(theme::pixmap(theme::Icon::Error, 16, theme::Tone::Bad, devicePixelRatioF()));
}

} // namespace guarita::console

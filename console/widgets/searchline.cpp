// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/searchline.h"

#include "console/widgets/theme.h"

#include <QtGui/QAction>
#include <QtGui/QKeyEvent>

namespace guarita::console {

SearchLine::SearchLine(QWidget *parent)
    : QLineEdit(parent)
    , m_clear(new QAction(this))
{
    addAction(theme::icon(theme::Icon::Search, theme::Tone::TextMuted), LeadingPosition);
    m_clear->setIcon(theme::icon(theme::Icon::Clear, theme::Tone::TextMuted));
    m_clear->setVisible(false);
    addAction(m_clear, TrailingPosition);
    setMaxLength(200);
    connect(m_clear, &QAction::triggered, this, &SearchLine::clearSearch);
    connect(this, &QLineEdit::textChanged, this,
            [this](const QString &text) { m_clear->setVisible(!text.isEmpty()); });
    connect(this, &QLineEdit::textEdited, this,
            [this](const QString &text) { Q_EMIT searched(text, false); });
    connect(this, &QLineEdit::returnPressed, this, [this] { Q_EMIT searched(text(), true); });
    retranslate();
}

void SearchLine::setTexts(const QString &name, const QString &explanation)
{
    setPlaceholderText(name);
    setAccessibleName(name);
    setToolTip(explanation);
}

void SearchLine::clearSearch()
{
    if (text().isEmpty())
        return;
    clear();
    Q_EMIT searched({}, true);
}

void SearchLine::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && event->modifiers() == Qt::NoModifier) {
        if (text().isEmpty())
            Q_EMIT escapePressed();
        else
            clearSearch();
    } else if (event->key() == Qt::Key_Down) {
        Q_EMIT downPressed();
    } else {
        QLineEdit::keyPressEvent(event);
    }
}

void SearchLine::changeEvent(QEvent *event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void SearchLine::retranslate()
{
    m_clear->setToolTip(tr("Clear (Esc)"));
}

} // namespace guarita::console

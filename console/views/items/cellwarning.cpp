// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/cellwarning.h"

#include "console/widgets/labels.h"

#include <QtCore/QEvent>
#include <QtGui/QAccessible>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>

namespace guarita::console {

CellWarning::CellWarning(QWidget *viewport)
    : SoftFrame(viewport)
    , m_icon(new QLabel(this))
    , m_text(plainLabel(this))
{
    setObjectName(QStringLiteral("cellWarning"));
    setTones(theme::Tone::BadSoft, theme::Tone::Bad);
    m_text->setObjectName(QStringLiteral("cellWarningText"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 6, 12, 6);
    row->setSpacing(theme::spacing);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    tint();
    hide();
}

void CellWarning::showUnder(QWidget &editor, const QString &text)
{
    m_editor = &editor;
    m_text->setText(text);
    editor.setAccessibleDescription(text);
    theme::setProperty(&editor, "invalid", true);
    adjustSize();
    show();
    raise();
    follow(editor);
    QAccessibleEvent alert(&editor, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void CellWarning::follow(const QWidget &editor)
{
    if (isHidden() || m_editor != &editor)
        return;
    const QRect room = parentWidget()->rect();
    const QRect cell = editor.geometry();
    const int left = std::clamp(cell.left(), 0, std::max(0, room.width() - width()));
    const bool below = cell.bottom() + 4 + height() <= room.bottom();
    move(left, below ? cell.bottom() + 4 : cell.top() - 4 - height());
}

void CellWarning::clear()
{
    if (m_editor) {
        m_editor->setAccessibleDescription({});
        theme::setProperty(m_editor, "invalid", false);
    }
    m_editor = nullptr;
    hide();
}

void CellWarning::changeEvent(QEvent *event)
{
    SoftFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        tint();
}

void CellWarning::tint()
{
    m_icon->setPixmap(theme::pixmap(theme::Icon::Error, 16, theme::Tone::Bad, devicePixelRatioF()));
}

} // namespace guarita::console

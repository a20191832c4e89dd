// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/shell/shortcutsheet.h"

#include "console/widgets/labels.h"
#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtGui/QAction>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

namespace guarita::console {

namespace {

QString plain(QString text)
{
    text.remove(QLatin1Char('&'));
    text = text.section(u':', 0, 0); // "Undo: what would be undone"
    while (text.endsWith(u'…') || text.endsWith(u'.'))
        text.chop(1);
    return text;
}

bool hasShortcut(const QAction *action)
{
    return action && !action->shortcuts().isEmpty() && !action->text().isEmpty();
}

} // namespace

ShortcutSheet::ShortcutSheet(std::function<std::vector<Group>()> groups, QWidget *parent)
    : QDialog(parent)
    , m_groups(std::move(groups))
    , m_heading(plainLabel(this))
    , m_column(new QVBoxLayout(this))
    , m_close(new QPushButton(this))
{
    setObjectName(QStringLiteral("shortcutSheet"));
    m_heading->setFont(theme::titleFont());
    m_close->setObjectName(QStringLiteral("shortcutSheetClose"));
    connect(m_close, &QPushButton::clicked, this, &QDialog::accept);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_close);
    m_column->setContentsMargins(theme::margin * 3 / 2, theme::margin * 3 / 2, theme::margin * 3 / 2,
                                 theme::margin);
    m_column->setSpacing(theme::margin);
    m_column->addWidget(m_heading);
    m_column->addLayout(buttons);
    retranslate();
}

void ShortcutSheet::ask()
{
    fill();
    adjustSize();
    open();
    m_close->setFocus();
}

void ShortcutSheet::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        if (isVisible())
            fill();
    }
}

void ShortcutSheet::fill()
{
    delete m_content;
    m_content = new QWidget(this);
    auto *columns = new QHBoxLayout(m_content);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(theme::margin * 2);
    std::vector<Group> left;
    std::vector<Group> right;
    qsizetype leftRows = 0;
    qsizetype rightRows = 0;
    for (Group &group : m_groups()) {
        group.actions.removeIf([](const QAction *action) { return !hasShortcut(action); });
        if (group.actions.isEmpty())
            continue;
        const bool toLeft = leftRows <= rightRows;
        (toLeft ? leftRows : rightRows) += group.actions.size() + 2;
        (toLeft ? left : right).push_back(std::move(group));
    }
    columns->addWidget(columnOf(left), 1);
    columns->addWidget(columnOf(right), 1);
    m_column->insertWidget(1, m_content, 1);
}

QWidget *ShortcutSheet::columnOf(const std::vector<Group> &groups)
{
    auto *column = new QWidget(m_content);
    auto *grid = new QGridLayout(column);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(theme::margin * 2);
    grid->setVerticalSpacing(theme::spacing - 2);
    grid->setColumnStretch(0, 1);
    int row = 0;
    for (const Group &group : groups) {
        auto *title = plainLabel(group.title, column);
        QFont strong = title->font();
        strong.setWeight(QFont::DemiBold);
        title->setFont(strong);
        title->setProperty("tone", QStringLiteral("accent"));
        if (row > 0)
            grid->setRowMinimumHeight(row++, theme::spacing);
        grid->addWidget(title, row++, 0, 1, 2);
        for (const QAction *action : group.actions) {
            QStringList keys;
            for (const QKeySequence &key : action->shortcuts())
                keys += key.toString(QKeySequence::NativeText);
            auto *cap = plainLabel(keys.join(QStringLiteral("  ")), column);
            cap->setProperty("kind", QStringLiteral("keys"));
            grid->addWidget(plainLabel(plain(action->text()), column), row, 0);
            grid->addWidget(cap, row++, 1, Qt::AlignRight);
        }
    }
    grid->setRowStretch(row, 1);
    return column;
}

void ShortcutSheet::retranslate()
{
    setWindowTitle(tr("Keyboard shortcuts"));
    m_heading->setText(tr("Keyboard shortcuts"));
    m_close->setText(tr("&Close"));
}

} // namespace guarita::console

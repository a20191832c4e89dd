// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/itemsfoot.h"

#include "console/models/items/itemworkspace.h"
#include "console/views/items/itemcommands.h"
#include "console/views/items/itemtransfer.h"
#include "console/views/items/stagedbar.h"
#include "console/views/items/undobar.h"
#include "console/widgets/progressstrip.h"

#include <QtCore/QEvent>
#include <QtWidgets/QVBoxLayout>

namespace guarita::console {

ItemsFoot::ItemsFoot(const core::Clock &clock, ItemWorkspace &workspace, ItemCommands &commands,
                     ItemTransfer &transfer, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_progress(new ProgressStrip(QStringLiteral("saveProgress"), this))
    , m_staged(new StagedBar(workspace.drafts(), this))
{
    auto *undo = new UndoBar(clock, this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    for (QWidget *bar :
         std::initializer_list<QWidget *>{undo, transfer.progressStrip(), m_progress, m_staged})
        column->addWidget(bar);
    connect(&workspace, &ItemWorkspace::progressChanged, this, &ItemsFoot::showProgress);
    connect(m_progress, &ProgressStrip::cancelWanted, &workspace, &ItemWorkspace::cancel);
    connect(m_staged, &StagedBar::saveWanted, &commands, &ItemCommands::saveAll);
    connect(m_staged, &StagedBar::discardWanted, &commands, &ItemCommands::discardAll);
    connect(m_staged, &StagedBar::showWanted, &commands, &ItemCommands::showMistake);
    connect(&commands, &ItemCommands::removed, undo, &UndoBar::offer);
    connect(&commands, &ItemCommands::removalPassed, undo, &UndoBar::withdraw);
    connect(undo, &UndoBar::undoWanted, &commands, &ItemCommands::undoRemoval);
    showProgress();
}

void ItemsFoot::setReadOnly(bool readOnly)
{
    m_staged->setEnabled(!readOnly);
}

void ItemsFoot::showProgress()
{
    const auto &progress = m_workspace.progress();
    const qint64 ended = progress.done + progress.failed;
    if (progress.running())
        m_progress->advance(ended, progress.together ? -1 : progress.total);
    else
        m_progress->end();
    m_progress->setTexts(
        tr("%1 of %2 sent").arg(locale().toString(ended), locale().toString(qint64(progress.total))),
        tr("What has not been sent stays an unsaved change."));
}

void ItemsFoot::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange)
        showProgress();
}

} // namespace guarita::console

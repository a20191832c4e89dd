// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <QtWidgets/QWidget>

namespace guarita::console {

class ItemCommands;
class ItemTransfer;
class ItemWorkspace;
class ProgressStrip;
class StagedBar;

/// The bars under the grid, each there only while it has something to say: what was deleted can come back,
/// how far an export and the writes are, what is not saved.
class ItemsFoot final : public QWidget
{
    Q_OBJECT

public:
    ItemsFoot(const core::Clock &clock, ItemWorkspace &workspace, ItemCommands &commands,
              ItemTransfer &transfer, QWidget *parent);

    /// Drafts stay to be seen, but nothing can be done with them.
    void setReadOnly(bool readOnly);

protected:
    void changeEvent(QEvent *event) override;

private:
    void showProgress();

    ItemWorkspace &m_workspace;
    ProgressStrip *m_progress;
    StagedBar *m_staged;
};

} // namespace guarita::console

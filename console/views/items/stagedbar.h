// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/items/draftstore.h"
#include "console/widgets/softframe.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QTimer>

class QLabel;
class QPushButton;

namespace guarita::console {

/// How many changes wait to be saved, and which of them cannot be as they are; leads to those one by one.
class StagedBar final : public SoftFrame
{
    Q_OBJECT

public:
    explicit StagedBar(const DraftStore &drafts, QWidget *parent = nullptr);

Q_SIGNALS:
    void saveWanted();
    void discardWanted();
    void showWanted(guarita::console::ItemKey key);

protected:
    void changeEvent(QEvent *event) override;

private:
    void refreshSoon();
    void refresh();
    void showNext();
    void retranslate();

    const DraftStore &m_drafts;
    QTimer m_refresh;        // many drafts change at once: counted once
    QElapsedTimer m_counted; // and, while they are saved, again and again
    std::vector<ItemKey> m_troubled;
    ItemKey m_last;
    qsizetype m_count = 0;
    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_troubles;
    QPushButton *m_discard;
    QPushButton *m_save;
};

} // namespace guarita::console

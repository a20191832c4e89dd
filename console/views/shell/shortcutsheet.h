// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QDialog>

#include <functional>
#include <vector>

class QVBoxLayout;
class QLabel;
class QPushButton;
class QAction;

namespace guarita::console {

/// What can be done with which keys, from the actions themselves.
class ShortcutSheet final : public QDialog
{
    Q_OBJECT

public:
    struct Group
    {
        QString title;
        QList<QAction *> actions; // those without a shortcut are left out
    };

    /// `groups` is asked again when the language changes.
    explicit ShortcutSheet(std::function<std::vector<Group>()> groups, QWidget *parent = nullptr);

    void ask();

protected:
    void changeEvent(QEvent *event) override;

private:
    void fill();
    QWidget *columnOf(const std::vector<Group> &groups);
    void retranslate();

    std::function<std::vector<Group>()> m_groups;
    QLabel *m_heading;
    QWidget *m_content = nullptr;
    QVBoxLayout *m_column;
    QPushButton *m_close;
};

} // namespace guarita::console

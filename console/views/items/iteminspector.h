// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/items/itemworkspace.h"

#include <QtWidgets/QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace guarita::console {

class DraftNotice;
class ItemFacts;
class ItemForm;
class ManyPane;

/// The current item as a form, or an empty one for a new item, or what can be done with several. What is
/// typed is staged when its field is left; a price that cannot be read is kept beside the draft until it can.
class ItemInspector final : public QWidget
{
    Q_OBJECT

public:
    explicit ItemInspector(ItemWorkspace &workspace, QWidget *parent = nullptr);

    void showNothing();
    void showItem(ItemKey key);
    /// An empty form; an item begins with the first field that is left.
    void showNew();
    void showMany(qint64 count);
    void setManyActions(const QList<QAction *> &actions);
    void setReadOnly(bool readOnly);

    /// Of the item in whose form something is typed that is no edit yet.
    ItemKey typedKey() const { return m_typed ? m_key : ItemKey{}; }
    ItemKey key() const { return m_key; }
    /// A new item is being typed, and the next one opens when it is saved.
    bool isEntering() const { return m_entering; }
    bool hasTyped() const { return m_typed; } // and not staged yet
    /// Stages what was typed.
    void commit();
    /// Of the drafts whose price cannot be read, the first; not valid if there is none.
    ItemKey firstUnread() const;
    /// What was typed and is not staged goes.
    void forgetTyped();
    void focusField(Field field);
    bool focusFirstError();

public Q_SLOTS:
    void save();
    void revert();

Q_SIGNALS:
    void keyChanged();
    void left(); // the grid should have the focus
    void resolveWanted(guarita::console::ItemKey key);

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *buildForm();
    void setKey(ItemKey key);
    void reload();
    void escape();
    void sent(ItemKey key, const Item &item);
    void showHead();
    void retranslate();

    ItemWorkspace &m_workspace;
    QStackedWidget *m_stack;
    ManyPane *m_manyPane;
    QLabel *m_hint = nullptr;
    QLabel *m_title;
    QLabel *m_state;
    DraftNotice *m_notice;
    ItemForm *m_form;
    ItemFacts *m_facts;
    QPushButton *m_save;
    QPushButton *m_revert;
    ItemKey m_key;
    std::optional<Item> m_item; // as the service has it, as far as is known
    std::map<ItemKey, QString> m_unread;
    bool m_entering = false;
    bool m_typed = false;
    bool m_committing = false;
    bool m_readOnly = false;
};

} // namespace guarita::console

// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/iteminspector.h"

#include "console/models/items/drafttexts.h"
#include "console/views/items/draftnotice.h"
#include "console/views/items/itemfacts.h"
#include "console/views/items/itemform.h"
#include "console/views/items/itemtexts.h"
#include "console/views/items/manypane.h"
#include "console/widgets/labels.h"
#include "console/widgets/panes.h"

#include <QtCore/QEvent>
#include <QtCore/QScopedValueRollback>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStackedWidget>

namespace guarita::console {

namespace {

enum Pane { HintPane, FormPane, SeveralPane };

} // namespace

ItemInspector::ItemInspector(ItemWorkspace &workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_stack(new QStackedWidget(this))
    , m_manyPane(new ManyPane(this))
{
    setObjectName(QStringLiteral("itemInspector"));
    setMinimumWidth(264);
    auto *hintPane = new QWidget(this);
    m_hint = hintLabel(hintPane);
    auto *hintColumn = new QVBoxLayout(hintPane);
    hintColumn->addWidget(m_hint);
    m_stack->addWidget(hintPane);
    m_stack->addWidget(buildForm());
    m_stack->addWidget(m_manyPane);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack);
    connect(&workspace.drafts(), &DraftStore::changed, this, [this](ItemKey key) {
        if ((key == m_key || (m_key.isValid() && !key.isValid())) && !m_committing)
            reload();
    });
    connect(&workspace.items(), &QAbstractItemModel::dataChanged, this, [this] {
        if (m_key.isValid() && !m_committing)
            reload();
    });
    // Beside an empty list the hint would ask for what is not there.
    const auto showHint = [this] { m_hint->setVisible(m_workspace.items().rowCount() > 0); };
    connect(&workspace.items(), &QAbstractItemModel::modelReset, this, showHint);
    connect(&workspace.items(), &QAbstractItemModel::rowsInserted, this, showHint);
    connect(&workspace.items(), &QAbstractItemModel::rowsRemoved, this, showHint);
    connect(&workspace, &ItemWorkspace::saved, this, &ItemInspector::sent);
    retranslate();
    showHint();
}

QWidget *ItemInspector::buildForm()
{
    auto *content = new QWidget;
    m_title = plainLabel(content);
    m_title->setObjectName(QStringLiteral("inspectorTitle"));
    m_title->setWordWrap(true);
    m_title->setFont(theme::titleFont());
    m_state = new QLabel(content);
    m_state->setObjectName(QStringLiteral("inspectorState"));
    m_notice = new DraftNotice(content);
    m_form = new ItemForm(content);
    m_facts = new ItemFacts(content);
    m_save = new QPushButton(content);
    m_save->setObjectName(QStringLiteral("inspectorSave"));
    m_save->setProperty("kind", QStringLiteral("primary"));
    m_revert = new QPushButton(content);
    m_revert->setObjectName(QStringLiteral("inspectorRevert"));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme::spacing);
    buttons->addWidget(m_save);
    buttons->addWidget(m_revert);
    buttons->addStretch();
    auto *head = new QVBoxLayout;
    head->setSpacing(0);
    head->addWidget(m_title);
    head->addWidget(m_state);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(theme::margin, 12, theme::margin, theme::margin);
    column->setSpacing(theme::margin);
    column->addLayout(head);
    column->addWidget(m_notice);
    column->addWidget(m_form);
    column->addLayout(buttons);
    column->addWidget(m_facts);
    column->addStretch();
    connect(m_save, &QPushButton::clicked, this, &ItemInspector::save);
    connect(m_revert, &QPushButton::clicked, this, &ItemInspector::revert);
    connect(m_form, &ItemForm::edited, this, [this] {
        if (!m_typed && m_key.isValid())
            m_workspace.remember(m_key);
        m_typed = true;
        showHead();
    });
    connect(m_form, &ItemForm::left, this, &ItemInspector::commit);
    connect(m_form, &ItemForm::submitted, this, &ItemInspector::save);
    connect(m_form, &ItemForm::escapePressed, this, &ItemInspector::escape);
    connect(m_notice, &DraftNotice::resolveWanted, this, [this] { Q_EMIT resolveWanted(m_key); });
    connect(m_notice, &DraftNotice::sendAgainWanted, this, [this] { m_workspace.save({m_key}); });
    return scrolled(content, this);
}

void ItemInspector::setManyActions(const QList<QAction *> &actions)
{
    m_manyPane->setActions(actions);
}

void ItemInspector::showNothing()
{
    if (m_committing)
        return;
    commit();
    m_entering = false;
    setKey({});
    m_stack->setCurrentIndex(HintPane);
}

void ItemInspector::showItem(ItemKey key)
{
    if (m_committing || (key == m_key && m_stack->currentIndex() == FormPane))
        return;
    commit();
    m_entering = false;
    m_item.reset();
    setKey(key);
    reload();
    m_stack->setCurrentIndex(FormPane);
}

void ItemInspector::showNew()
{
    commit();
    m_item.reset();
    setKey({});
    m_entering = true;
    m_form->setValues({{}, {}, noPrice}, QString());
    m_form->setMessages({});
    m_notice->show(nullptr);
    m_facts->show(std::nullopt);
    showHead();
    m_stack->setCurrentIndex(FormPane);
    m_form->focusField(Field::Nome);
}

void ItemInspector::showMany(qint64 count)
{
    if (m_committing)
        return;
    commit();
    m_entering = false;
    setKey({});
    m_manyPane->setCount(count);
    m_stack->setCurrentIndex(SeveralPane);
}

void ItemInspector::setKey(ItemKey key)
{
    m_typed = false;
    if (std::exchange(m_key, key) != key)
        Q_EMIT keyChanged();
}

void ItemInspector::commit()
{
    if (m_committing || !m_typed || m_readOnly)
        return;
    const QScopedValueRollback committing(m_committing, true); // the drafts' signals are about ourselves
    m_typed = false;
    if (m_entering && !m_key.isValid()) {
        if (m_form->isEmpty())
            return;
        m_key = m_workspace.createDraft(m_form->values());
        Q_EMIT keyChanged();
    } else {
        // Only what was typed: the rest may be newer than what the form shows.
        m_workspace.setFields(m_key, m_form->values(), m_form->changed());
    }
    m_form->settle();
    if (m_form->isPriceReadable())
        m_unread.erase(m_key);
    else
        m_unread[m_key] = m_form->priceText();
    showHead();
}

ItemKey ItemInspector::firstUnread() const
{
    return m_unread.empty() ? ItemKey{} : m_unread.begin()->first;
}

void ItemInspector::forgetTyped()
{
    m_typed = false;
    m_unread.clear();
}

void ItemInspector::reload()
{
    if (m_workspace.current(m_key) != m_key)
        return; // it was saved under another key: sent() is about to say so
    const Draft *draft = m_workspace.drafts().find(m_key);
    if (const Item *item = m_workspace.items().itemOf(m_key))
        m_item = *item;
    else if (draft && draft->base)
        m_item = draft->base;
    if (!draft && !m_item) { // it was undone, or discarded
        m_typed = false;
        m_unread.erase(m_key);
        showNothing();
        return;
    }
    if (!m_typed) {
        const auto unread = m_unread.find(m_key);
        m_form->setValues(draft ? draft->fields : m_item->fields,
                          unread == m_unread.end() ? std::nullopt : std::optional(unread->second));
    }
    m_form->setMessages(draft ? draft->errors : std::vector<FieldMessage>{});
    m_notice->show(draft);
    m_facts->show(m_item);
    showHead();
}

void ItemInspector::save()
{
    commit();
    if (!m_form->check()) {
        m_form->focusFirstError();
        return;
    }
    const bool next = m_entering;
    if (m_key.isValid() && m_workspace.drafts().find(m_key))
        m_workspace.save({m_key});
    if (next)
        showNew();
    else
        Q_EMIT left();
}

void ItemInspector::revert()
{
    m_typed = false;
    m_unread.erase(m_key);
    const bool isNew = !m_key.isValid() || m_key.isNew();
    if (m_key.isValid() && m_workspace.drafts().find(m_key))
        m_workspace.discard({m_key});
    if (isNew)
        showNothing();
    else
        reload();
    Q_EMIT left();
}

void ItemInspector::escape()
{
    // Of an item that exists the first Esc takes back what is being typed; a new one is kept as a draft.
    if (m_typed && !m_entering) {
        m_typed = false;
        reload();
        return;
    }
    if (m_entering && !m_key.isValid() && m_form->isEmpty())
        showNothing();
    else
        commit();
    m_entering = false;
    Q_EMIT left();
}

void ItemInspector::sent(ItemKey key, const Item &item)
{
    if (key != m_key || !m_typed)
        m_unread.erase(key);
    if (key != m_key)
        return;
    m_item = item;
    if (std::exchange(m_key, ItemKey{item.id}) != m_key)
        Q_EMIT keyChanged();
    reload(); // what was typed meanwhile stays
}

void ItemInspector::focusField(Field field)
{
    m_form->focusField(field);
}

bool ItemInspector::focusFirstError()
{
    m_form->check();
    return m_form->focusFirstError();
}

void ItemInspector::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    m_form->setReadOnly(readOnly);
    m_save->setVisible(!readOnly);
    m_revert->setVisible(!readOnly);
    m_notice->setEnabled(!readOnly);
    retranslate();
}

void ItemInspector::showHead()
{
    const Draft *draft = m_key.isValid() ? m_workspace.drafts().find(m_key) : nullptr;
    const QString name = m_form->values().nome.simplified();
    m_title->setText(!name.isEmpty() ? name : m_entering || m_key.isNew() ? tr("New item") : tr("Item"));
    const bool entering = m_entering && (!m_key.isValid() || m_key.isNew()); // else it was saved meanwhile
    QString state;
    if (draft)
        state = DraftTexts::stateName(*draft);
    else if (m_typed || entering || m_unread.count(m_key) > 0)
        state = tr("Not saved");
    m_state->setText(state);
    m_state->setVisible(!state.isEmpty());
    theme::setProperty(m_state, "tone",
                       QLatin1String(draft && draft->state == DraftState::Refused  ? "bad"
                                     : draft && draft->state != DraftState::Staged ? "warning"
                                                                                   : "changed"));
    const bool unsaved = draft || m_typed || entering || m_unread.count(m_key) > 0;
    const bool saving = draft && draft->state == DraftState::Saving;
    m_save->setEnabled(unsaved && !saving);
    m_revert->setEnabled(unsaved && !saving);
}

void ItemInspector::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange)
        retranslate();
}

void ItemInspector::retranslate()
{
    setAccessibleName(tr("Item"));
    m_hint->setText(m_readOnly
                        ? tr("Select an item to see it here.")
                        : tr("Select an item to see and edit it here, or press Ctrl+N for a new one."));
    m_save->setText(tr("&Save"));
    m_save->setToolTip(tr("Saves this item (Ctrl+Enter)"));
    m_revert->setText(tr("&Revert"));
    if (m_key.isValid())
        m_notice->show(m_workspace.drafts().find(m_key));
    showHead();
}

} // namespace guarita::console

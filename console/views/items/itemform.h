// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/draft.h"

#include <QtWidgets/QWidget>

class QLineEdit;
class QPlainTextEdit;

namespace guarita::console {

class FieldRow;
class MoneyEdit;

/// The fields of one item. Enter goes on to the next field, Ctrl+Enter submits, and so does Enter in the last
/// one; Shift+Enter begins a new line of the description.
class ItemForm final : public QWidget
{
    Q_OBJECT

public:
    explicit ItemForm(QWidget *parent = nullptr);

    /// `priceText` stands for a price that could not be read, or for none ("").
    void setValues(const ItemFields &fields, const std::optional<QString> &priceText = {});
    /// What is typed. A price that cannot be read is the one that was set, or none.
    ItemFields values() const;
    /// Which of them are not as they were set.
    std::vector<Field> changed() const { return changedFields(m_set, values()); }
    /// What is typed counts as set from now on.
    void settle();
    bool isPriceReadable() const;
    QString priceText() const;
    bool isEmpty() const;

    /// From the server or the draft; a message goes when its field is edited.
    void setMessages(const std::vector<FieldMessage> &messages);
    /// Shows every mistake that can be known here, those of fields that were not touched too. True if there
    /// is none.
    bool check();
    bool focusFirstError();
    void focusField(Field field);
    void setReadOnly(bool readOnly);

Q_SIGNALS:
    void edited();    // by the user
    void left();      // the focus leaves a field that was edited
    void submitted(); // Ctrl+Enter, Enter in the last field
    void escapePressed();

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    FieldRow *row(Field field) const { return m_rows[static_cast<std::size_t>(field)]; }
    void fieldEdited(Field field);
    void validate(Field field);
    QString mistakeIn(Field field, QString *suggestion) const;
    bool keyPressed(QObject *editor, int key, Qt::KeyboardModifiers modifiers);
    bool wantsUndo(QObject *editor, QEvent *event) const;
    void showCounter();
    void retranslate();

    QLineEdit *m_nome;
    QPlainTextEdit *m_descricao;
    MoneyEdit *m_preco;
    std::array<FieldRow *, allFields.size()> m_rows{};
    ItemFields m_set;
    QString m_setDescricao; // as the editor gives it back: it has another way of writing some characters
    std::array<QString, allFields.size()> m_messages; // of the server, until the field is edited
    std::array<bool, allFields.size()> m_touched{};
    bool m_unsent = false; // edited since left() was told
};

} // namespace guarita::console

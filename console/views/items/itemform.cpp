// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/itemform.h"

#include "console/models/items/drafttexts.h"
#include "console/views/items/itemtexts.h"
#include "console/widgets/fieldrow.h"
#include "console/widgets/moneyedit.h"
#include "contract/itemlimits.h"

#include <QtCore/QSignalBlocker>
#include <QtGui/QKeyEvent>
#include <QtGui/QTextDocument>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QVBoxLayout>

namespace guarita::console {

namespace {

constexpr std::size_t at(Field field)
{
    return static_cast<std::size_t>(field);
}

qsizetype codePoints(const QString &text)
{
    return std::count_if(text.begin(), text.end(), [](QChar unit) { return !unit.isLowSurrogate(); });
}

} // namespace

ItemForm::ItemForm(QWidget *parent)
    : QWidget(parent)
    , m_nome(new QLineEdit)
    , m_descricao(new QPlainTextEdit)
    , m_preco(new MoneyEdit)
{
    m_nome->setObjectName(QStringLiteral("nomeEdit"));
    m_descricao->setObjectName(QStringLiteral("descricaoEdit"));
    m_preco->setObjectName(QStringLiteral("precoEdit"));
    m_descricao->setTabChangesFocus(true);
    m_descricao->setFixedHeight(104);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    const std::array<QWidget *, allFields.size()> editors{m_nome, m_descricao, m_preco};
    for (const Field field : allFields) {
        m_rows[at(field)] = new FieldRow(editors[at(field)], this);
        editors[at(field)]->installEventFilter(this);
        column->addWidget(row(field));
    }
    connect(m_nome, &QLineEdit::textEdited, this, [this] { fieldEdited(Field::Nome); });
    connect(m_preco, &QLineEdit::textEdited, this, [this] { fieldEdited(Field::Preco); });
    connect(m_descricao, &QPlainTextEdit::textChanged, this, [this] { fieldEdited(Field::Descricao); });
    connect(row(Field::Preco), &FieldRow::suggestionTaken, this, [this] {
        if (const auto cents = MoneyEdit::likelyCents(m_preco->text(), m_preco->locale())) {
            m_preco->setCents(*cents);
            fieldEdited(Field::Preco);
            m_preco->setFocus();
        }
    });
    retranslate();
}

void ItemForm::setValues(const ItemFields &fields, const std::optional<QString> &priceText)
{
    const QSignalBlocker quiet(m_descricao);
    const std::optional<QString> typed = values().descricao;
    m_set = fields;
    m_messages = {};
    m_touched = {};
    m_unsent = false;
    // Set anew they would lose the caret and what can be undone in them.
    if (m_nome->text() != fields.nome)
        m_nome->setText(fields.nome);
    if (typed.value_or(QString()) != fields.descricao.value_or(QString()))
        m_descricao->setPlainText(fields.descricao.value_or(QString()));
    m_setDescricao = m_descricao->toPlainText();
    if (priceText)
        m_preco->setText(*priceText);
    else if (!isPriceReadable() || m_preco->centsOrZero() != fields.precoCentavos)
        m_preco->setCents(fields.precoCentavos);
    m_touched[at(Field::Preco)] = priceText && !priceText->isEmpty();
    for (const Field field : allFields)
        validate(field);
    showCounter();
}

ItemFields ItemForm::values() const
{
    ItemFields fields = m_set;
    fields.nome = m_nome->text();
    const QString text = m_descricao->toPlainText();
    if (text != m_setDescricao)
        fields.descricao = text.isEmpty() ? std::nullopt : std::optional(text);
    if (const auto cents = m_preco->cents())
        fields.precoCentavos = cents.value();
    return fields;
}

void ItemForm::settle()
{
    m_set = values();
    m_setDescricao = m_descricao->toPlainText();
}

bool ItemForm::isPriceReadable() const
{
    return m_preco->cents().ok();
}

QString ItemForm::priceText() const
{
    return m_preco->text();
}

bool ItemForm::isEmpty() const
{
    return m_nome->text().isEmpty() && m_descricao->toPlainText().isEmpty() && m_preco->text().isEmpty();
}

void ItemForm::setMessages(const std::vector<FieldMessage> &messages)
{
    m_messages = {};
    for (const FieldMessage &message : messages) {
        if (const auto field = ItemTexts::fieldOf(message.field))
            m_messages[at(*field)] = message.message;
    }
    for (const Field field : allFields)
        validate(field);
}

bool ItemForm::check()
{
    m_touched.fill(true);
    for (const Field field : allFields)
        validate(field);
    return std::none_of(m_rows.begin(), m_rows.end(), [](const FieldRow *row) { return row->hasError(); });
}

bool ItemForm::focusFirstError()
{
    for (const Field field : allFields) {
        if (row(field)->hasError()) {
            focusField(field);
            return true;
        }
    }
    return false;
}

void ItemForm::focusField(Field field)
{
    row(field)->editor()->setFocus(Qt::ShortcutFocusReason);
    if (field == Field::Nome)
        m_nome->selectAll();
}

void ItemForm::setReadOnly(bool readOnly)
{
    m_nome->setReadOnly(readOnly);
    m_descricao->setReadOnly(readOnly);
    m_preco->setReadOnly(readOnly);
}

void ItemForm::fieldEdited(Field field)
{
    m_unsent = true;
    m_messages[at(field)].clear();
    // A mistake is told when the field is left; one that is told goes as soon as it is mended.
    if (row(field)->hasError() || field == Field::Descricao)
        validate(field);
    showCounter();
    Q_EMIT edited();
}

void ItemForm::validate(Field field)
{
    QString suggestion;
    QString mistake = m_messages[at(field)];
    if (mistake.isEmpty() && m_touched[at(field)])
        mistake = mistakeIn(field, &suggestion);
    row(field)->setError(mistake, suggestion);
}

QString ItemForm::mistakeIn(Field field, QString *suggestion) const
{
    if (field == Field::Preco) {
        const auto cents = m_preco->cents();
        if (!cents) {
            const auto likely = MoneyEdit::likelyCents(m_preco->text(), m_preco->locale());
            if (cents.error() == MoneyFault::Ambiguous && likely)
                *suggestion = tr("Use %1").arg(formatMoneyPlain(*likely, m_preco->locale()));
            return MoneyEdit::explain(cents.error(), m_preco->text(), m_preco->locale());
        }
    }
    for (const FieldViolation &violation : violationsOf(values())) {
        if (violation.field == field)
            return DraftTexts::explain(violation);
    }
    return {};
}

bool ItemForm::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (keyPressed(watched, key->key(), key->modifiers()))
            return true;
    } else if (event->type() == QEvent::ShortcutOverride && wantsUndo(watched, event)) {
        event->ignore(); // nothing to undo in the field: the shortcut undoes the step before
        return true;
    } else if (event->type() == QEvent::FocusOut) {
        for (const Field field : allFields) {
            if (row(field)->editor() == watched && m_unsent) {
                m_touched[at(field)] = true;
                validate(field);
            }
        }
        if (std::exchange(m_unsent, false))
            Q_EMIT left();
    }
    return QWidget::eventFilter(watched, event);
}

bool ItemForm::keyPressed(QObject *editor, int key, Qt::KeyboardModifiers modifiers)
{
    if (key == Qt::Key_Escape) {
        Q_EMIT escapePressed();
        return true;
    }
    if ((key != Qt::Key_Return && key != Qt::Key_Enter) || (modifiers & Qt::ShiftModifier))
        return false;
    if ((modifiers & Qt::ControlModifier) || editor == m_preco)
        Q_EMIT submitted();
    else
        focusField(editor == m_nome ? Field::Descricao : Field::Preco);
    return true;
}

bool ItemForm::wantsUndo(QObject *editor, QEvent *event) const
{
    const auto *key = static_cast<QKeyEvent *>(event);
    const bool undo = key->matches(QKeySequence::Undo);
    if (!undo && !key->matches(QKeySequence::Redo))
        return false;
    if (editor == m_descricao) {
        const QTextDocument *document = m_descricao->document();
        return undo ? !document->isUndoAvailable() : !document->isRedoAvailable();
    }
    const auto *line = qobject_cast<QLineEdit *>(editor);
    return line && (undo ? !line->isUndoAvailable() : !line->isRedoAvailable());
}

void ItemForm::showCounter()
{
    const qsizetype length = codePoints(m_descricao->toPlainText());
    row(Field::Descricao)
        ->setHint(tr("%1 of %2").arg(locale().toString(length), locale().toString(contract::maxDescricao)),
                  length > contract::maxDescricao);
    const qsizetype nome = codePoints(m_nome->text());
    row(Field::Nome)
        ->setHint(nome > contract::maxNome * 8 / 10
                      ? tr("%1 of %2").arg(locale().toString(nome), locale().toString(contract::maxNome))
                      : QString(),
                  nome > contract::maxNome);
}

void ItemForm::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange)
        retranslate();
}

void ItemForm::retranslate()
{
    for (const Field field : allFields) {
        row(field)->setLabel(ItemTexts::label(field));
        validate(field);
    }
    row(Field::Preco)->setLabel(tr("Price (R$)"));
    m_descricao->setToolTip(tr("Enter goes to the price, Shift+Enter begins a new line."));
    showCounter();
}

} // namespace guarita::console

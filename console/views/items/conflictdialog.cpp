// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/conflictdialog.h"

#include "console/views/items/itemtexts.h"
#include "console/widgets/labels.h"
#include "console/widgets/softframe.h"

#include <QtCore/QEvent>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QScrollArea>

namespace guarita::console {

namespace {

constexpr int cellWidth = 176;
constexpr int outerMargin = 20;
constexpr int mostTableHeight = 420; // longer ones are scrolled

QLabel *wrappedLabel(QWidget *parent)
{
    QLabel *label = plainLabel(parent);
    label->setWordWrap(true);
    return label;
}

} // namespace

ConflictDialog::ConflictDialog(Draft draft, QWidget *parent)
    : QDialog(parent)
    , m_draft(std::move(draft))
    , m_base(m_draft.base ? m_draft.base->fields : ItemFields())
    , m_theirs(m_draft.theirs ? m_draft.theirs->fields : m_base)
    , m_icon(new QLabel(this))
    , m_title(wrappedLabel(this))
    , m_text(wrappedLabel(this))
    , m_hint(wrappedLabel(this))
{
    setObjectName(QStringLiteral("conflictDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    if (m_draft.theirs) {
        Merge both = console::merge(m_base, m_draft.fields, m_theirs);
        m_merged = std::move(both.merged);
        m_clashes = std::move(both.clashes);
    }
    m_title->setFont(theme::titleFont());
    m_title->setObjectName(QStringLiteral("conflictTitle"));
    m_text->setProperty("tone", QStringLiteral("muted"));
    m_icon->setPixmap(theme::pixmap(m_draft.theirs ? theme::Icon::Conflict : theme::Icon::Delete, 24,
                                    theme::Tone::Warning, devicePixelRatioF()));
    auto *words = new QVBoxLayout;
    words->setSpacing(4);
    words->addWidget(m_title);
    words->addWidget(m_text);
    auto *head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(m_icon, 0, Qt::AlignTop);
    head->addLayout(words, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(outerMargin, outerMargin, outerMargin, outerMargin);
    column->setSpacing(theme::margin);
    column->addLayout(head);
    column->addWidget(buildTable(), 1);
    column->addWidget(m_hint);
    column->addWidget(buildButtons());
    setAttribute(Qt::WA_WindowPropagation); // the page's locale
    retranslate();
    refresh();
    fit();
}

void ConflictDialog::fit()
{
    const int width = m_draft.theirs ? 760 : 600;
    layout()->activate();
    const int wanted = m_table->widget()->layout()->totalHeightForWidth(width - 2 * outerMargin);
    m_table->setMinimumHeight(std::min(wanted, mostTableHeight));
    resize(width, layout()->totalHeightForWidth(width));
}

QWidget *ConflictDialog::buildTable()
{
    auto *content = new QWidget;
    auto *grid = new QGridLayout(content);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(theme::spacing);
    grid->setVerticalSpacing(theme::spacing);
    const int sides = m_draft.theirs ? SideCount : Theirs;
    for (int side = 0; side < sides; ++side) {
        auto *head = mutedLabel(content);
        m_heads[static_cast<std::size_t>(side)] = head;
        grid->addWidget(head, 0, side + 1);
        grid->setColumnStretch(side + 1, 1);
    }
    for (const Field field : allFields) {
        Row &row = m_rows[static_cast<std::size_t>(field)];
        const int line = static_cast<int>(field) + 1;
        row.label = new QLabel(content);
        grid->addWidget(row.label, line, 0, Qt::AlignTop);
        row.label->setContentsMargins(0, theme::spacing, theme::spacing, 0);
        for (int side = 0; side < sides; ++side) {
            Cell &cell = row.cells[static_cast<std::size_t>(side)];
            cell = buildCell(field, static_cast<Side>(side));
            grid->addWidget(cell.frame, line, side + 1);
        }
        if (isClash(field)) {
            auto *group = new QButtonGroup(content);
            group->addButton(row.cells[Mine].choice);
            group->addButton(row.cells[Theirs].choice);
            connect(group, &QButtonGroup::buttonToggled, this, &ConflictDialog::refresh);
        }
    }
    grid->setRowStretch(static_cast<int>(allFields.size()) + 1, 1);
    m_table = new QScrollArea(this);
    m_table->setWidgetResizable(true);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setWidget(content);
    return m_table;
}

ConflictDialog::Cell ConflictDialog::buildCell(Field field, Side side)
{
    Cell cell;
    cell.frame = new SoftFrame;
    cell.frame->setMinimumWidth(cellWidth);
    cell.value = wrappedLabel(cell.frame);
    cell.value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    cell.value->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    cell.value->setObjectName(QStringLiteral("conflict%1%2").arg(fieldName(field)).arg(side));
    auto *column = new QVBoxLayout(cell.frame);
    column->setContentsMargins(12, theme::spacing, 12, theme::spacing);
    column->setSpacing(6);
    column->addWidget(cell.value, 1);
    if (side == Original)
        return cell;
    if (isClash(field)) {
        cell.choice = new QRadioButton(cell.frame);
        cell.choice->setObjectName(QLatin1String(side == Mine ? "mine_" : "theirs_") + fieldName(field));
        column->addWidget(cell.choice);
    } else {
        cell.mark = new QLabel(cell.frame);
        cell.mark->setProperty("tone", QStringLiteral("good"));
        column->addWidget(cell.mark);
    }
    return cell;
}

QWidget *ConflictDialog::buildButtons()
{
    auto *bar = new QWidget(this);
    m_cancel = new QPushButton(bar);
    m_takeTheirs = new QPushButton(bar);
    m_mine = new QPushButton(bar);
    m_merge = new QPushButton(bar);
    m_cancel->setObjectName(QStringLiteral("conflictLaterButton"));
    m_takeTheirs->setObjectName(m_draft.theirs ? QStringLiteral("takeTheirsButton")
                                               : QStringLiteral("discardMineButton"));
    m_mine->setObjectName(m_draft.theirs ? QStringLiteral("keepMineButton")
                                         : QStringLiteral("createAgainButton"));
    m_merge->setObjectName(QStringLiteral("mergeButton"));
    m_merge->setVisible(m_draft.theirs.has_value());
    (m_draft.theirs ? m_merge : m_mine)->setDefault(true);
    m_cancel->setAutoDefault(false);
    m_takeTheirs->setAutoDefault(false);
    m_mine->setAutoDefault(!m_draft.theirs);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::spacing);
    row->addWidget(m_cancel);
    row->addStretch();
    row->addWidget(m_takeTheirs);
    row->addWidget(m_mine);
    row->addWidget(m_merge);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_takeTheirs, &QPushButton::clicked, this, [this] { finish(std::nullopt); });
    connect(m_merge, &QPushButton::clicked, this, [this] { finish(merged()); });
    connect(m_mine, &QPushButton::clicked, this, [this] { finish(m_draft.fields); });
    return bar;
}

const ItemFields &ConflictDialog::fieldsOf(Side side) const
{
    return side == Original ? m_base : side == Mine ? m_draft.fields : m_theirs;
}

bool ConflictDialog::isClash(Field field) const
{
    return std::find(m_clashes.begin(), m_clashes.end(), field) != m_clashes.end();
}

bool ConflictDialog::isDecided() const
{
    return std::all_of(m_clashes.begin(), m_clashes.end(), [this](Field field) {
        const Row &row = m_rows[static_cast<std::size_t>(field)];
        return row.cells[Mine].choice->isChecked() || row.cells[Theirs].choice->isChecked();
    });
}

ItemFields ConflictDialog::merged() const
{
    ItemFields fields = m_merged; // in a clash it holds mine
    for (const Field field : m_clashes) {
        if (!m_rows[static_cast<std::size_t>(field)].cells[Theirs].choice->isChecked())
            continue;
        if (field == Field::Nome)
            fields.nome = m_theirs.nome;
        else if (field == Field::Descricao)
            fields.descricao = m_theirs.descricao;
        else
            fields.precoCentavos = m_theirs.precoCentavos;
    }
    return fields;
}

void ConflictDialog::finish(const std::optional<ItemFields> &fields)
{
    Q_EMIT resolved(m_draft.key, fields);
    accept();
}

void ConflictDialog::refresh()
{
    const auto mine = changedFields(m_base, m_draft.fields);
    const auto theirs = changedFields(m_base, m_theirs);
    const auto has = [](const std::vector<Field> &fields, Field field) {
        return std::find(fields.begin(), fields.end(), field) != fields.end();
    };
    for (const Field field : allFields) {
        Row &row = m_rows[static_cast<std::size_t>(field)];
        const std::array<bool, SideCount> changed{false, has(mine, field), has(theirs, field)};
        for (std::size_t side = 0; side < SideCount; ++side) {
            Cell &cell = row.cells[side];
            if (!cell.frame)
                continue;
            cell.frame->setTones(!changed[side] ? theme::Tone::Surface
                                 : side == Mine ? theme::Tone::ChangedSoft
                                                : theme::Tone::InfoSoft,
                                 !changed[side] ? theme::Tone::Border
                                 : side == Mine ? theme::Tone::Changed
                                                : theme::Tone::Info);
            theme::setProperty(cell.value, "tone", changed[side] ? QString() : QStringLiteral("muted"));
            if (cell.mark)
                cell.mark->setVisible(m_draft.theirs && changed[side] && !isClash(field));
        }
    }
    m_merge->setEnabled(isDecided());
    m_hint->setVisible(m_draft.theirs.has_value());
    retranslate();
}

void ConflictDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange)
        retranslate();
}

void ConflictDialog::retranslate()
{
    const bool deleted = !m_draft.theirs;
    const QString name = m_draft.fields.nome.simplified();
    setWindowTitle(deleted ? tr("Deleted meanwhile") : tr("Changed meanwhile"));
    m_title->setText(deleted ? tr("“%1” was deleted by somebody else").arg(name)
                             : tr("“%1” was changed by somebody else").arg(name));
    if (deleted)
        m_text->setText(
            tr("Your change is still here. The item can be created again with it, or stay deleted."));
    else
        m_text->setText(tr("You began with version %1; since %2 there is version %3.")
                            .arg(locale().toString(m_draft.base ? m_draft.base->versao : 0),
                                 ItemTexts::time(m_draft.theirs->atualizadoEm, locale()),
                                 locale().toString(m_draft.theirs->versao)));
    if (!m_draft.message.isEmpty())
        m_text->setText(m_draft.message);
    const std::array<QString, SideCount> heads{tr("Original"), tr("Mine"), tr("Theirs")};
    for (std::size_t side = 0; side < SideCount && m_heads[side]; ++side)
        m_heads[side]->setText(heads[side]);
    for (const Field field : allFields) {
        Row &row = m_rows[static_cast<std::size_t>(field)];
        row.label->setText(ItemTexts::label(field));
        for (std::size_t side = 0; side < SideCount; ++side) {
            Cell &cell = row.cells[side];
            if (!cell.frame)
                continue;
            const QString value = ItemTexts::value(fieldsOf(static_cast<Side>(side)), field, locale());
            cell.value->setText(value.isEmpty() ? tr("(none)") : value);
            cell.value->setAccessibleName(ItemTexts::label(field) + QLatin1String(", ") + heads[side]);
            if (cell.mark)
                cell.mark->setText(tr("✓ in the merge"));
            if (cell.choice)
                cell.choice->setText(side == Mine ? tr("Use mine") : tr("Use theirs"));
        }
    }
    m_hint->setText(m_clashes.empty() ? tr("The changes do not touch each other: a merge keeps both.")
                    : isDecided()     ? tr("A merge takes what you chose, and every other change.")
                                      : tr("Both changed the same field: choose which one a merge takes."));
    m_cancel->setText(tr("&Later"));
    m_takeTheirs->setText(deleted ? tr("&Discard mine") : tr("Take &theirs"));
    m_mine->setText(deleted ? tr("&Create again") : tr("&Keep mine"));
    m_merge->setText(tr("&Merge"));
}

} // namespace guarita::console

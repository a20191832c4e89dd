// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/importview.h"

#include "console/views/items/importdelegate.h"
#include "console/views/items/mappingheader.h"
#include "console/widgets/theme.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QScrollBar>

#include <algorithm>

namespace guarita::console {

namespace {

constexpr int lineHeight = 32;
constexpr int widestColumn = 320;
constexpr int sampledRows = 60; // for the widths of columns

/// The lines of the text, wrong ones marked.
class LineHeader final : public QHeaderView
{
public:
    explicit LineHeader(QWidget *parent)
        : QHeaderView(Qt::Vertical, parent)
    {
        setSectionResizeMode(QHeaderView::Fixed);
        setMinimumSectionSize(lineHeight);
        setDefaultSectionSize(lineHeight);
        setSectionsClickable(true);
        setHighlightSections(false);
    }

    QSize sizeHint() const override
    {
        const int last = model() ? model()->headerData(count() - 1, Qt::Vertical).toInt() : 0;
        const QString widest = QString::number(std::max(last, 100));
        return {fontMetrics().horizontalAdvance(widest) + 2 * theme::spacing + 12,
                QHeaderView::sizeHint().height()};
    }

protected:
    void paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const override
    {
        const bool faulty =
            model()->headerData(logicalIndex, Qt::Vertical, ImportModel::FaultyRowRole).toBool();
        painter->save();
        painter->fillRect(rect, theme::colour(theme::Tone::Window));
        painter->setPen(theme::colour(theme::Tone::Grid));
        painter->drawLine(rect.bottomLeft(), rect.bottomRight());
        painter->setPen(theme::colour(theme::Tone::Border));
        painter->drawLine(rect.topRight(), rect.bottomRight());
        if (faulty)
            painter->fillRect(QRect(rect.left(), rect.top(), 3, rect.height() - 1),
                              theme::colour(theme::Tone::Bad));
        painter->setFont(theme::tabularFont(font()));
        painter->setPen(theme::colour(faulty ? theme::Tone::Bad : theme::Tone::TextMuted));
        painter->drawText(rect.adjusted(0, 0, -theme::spacing, 0), Qt::AlignRight | Qt::AlignVCenter,
                          model()->headerData(logicalIndex, Qt::Vertical).toString());
        painter->restore();
    }
};

} // namespace

ImportView::ImportView(ImportModel &model, QWidget *parent)
    : QTableView(parent)
    , m_import(model)
    , m_mapping(new MappingHeader(model, this))
{
    setObjectName(QStringLiteral("importView"));
    setHorizontalHeader(m_mapping);
    setVerticalHeader(new LineHeader(this));
    setModel(&model);
    setItemDelegate(new ImportDelegate(this));
    setSelectionMode(SingleSelection);
    setEditTriggers(DoubleClicked | EditKeyPressed | AnyKeyPressed);
    setTabKeyNavigation(false);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    verticalScrollBar()->setSingleStep(lineHeight);
    setShowGrid(false); // the delegate draws it
    setWordWrap(false);
    setCornerButtonEnabled(false);
    m_mapping->setResizeContentsPrecision(sampledRows);
    connect(&model, &QAbstractItemModel::modelReset, this, [this] {
        if (m_import.rowCount() > 0)
            setCurrentIndex(m_import.index(0, 0));
        Q_EMIT currentMoved();
    });
    connect(&model, &ImportModel::planChanged, this, &ImportView::currentMoved);
    retranslate();
}

void ImportView::fitColumns()
{
    resizeColumnsToContents();
    const int last = m_import.columnCount() - 1;
    for (int column = 0; column <= last; ++column)
        setColumnWidth(column,
                       std::clamp(columnWidth(column), m_mapping->minimumSectionSize(), widestColumn));
    m_stretched = last;
    for (const Field field : {Field::Nome, Field::Descricao}) { // texts have use for the room that is left
        for (int column = 0; column <= last; ++column) {
            const QVariant own = m_import.headerData(column, Qt::Horizontal, ImportModel::FieldRole);
            if (own.isValid() && own.toInt() == static_cast<int>(field))
                m_stretched = column;
        }
    }
    m_needed = last < 0 ? 0 : columnWidth(m_stretched);
    stretch();
}

/// QHeaderView would forget what the column needs, and give it that again when another one is sized.
void ImportView::stretch()
{
    if (m_stretched < 0 || m_stretched >= m_import.columnCount())
        return;
    const int others = m_mapping->length() - columnWidth(m_stretched);
    setColumnWidth(m_stretched, std::max(m_needed, viewport()->width() - others));
}

void ImportView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    stretch();
}

void ImportView::goToFault(bool forward)
{
    const QModelIndex fault = m_import.nextFault(currentIndex(), forward);
    if (!fault.isValid())
        return;
    setCurrentIndex(fault);
    scrollTo(fault);
    setFocus();
}

void ImportView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    Q_EMIT currentMoved();
}

void ImportView::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    // Enter edits the cell; left alone it would press the dialog's default button.
    if (enter && event->modifiers() == Qt::NoModifier && state() != EditingState) {
        if (currentIndex().flags() & Qt::ItemIsEditable)
            edit(currentIndex());
        return;
    }
    QTableView::keyPressEvent(event);
}

void ImportView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ImportView::retranslate()
{
    setAccessibleName(tr("Rows to import"));
}

} // namespace guarita::console

// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/importmodel.h"

#include "console/core/discard.h"

#include <algorithm>
#include <utility>

namespace guarita::console {

namespace {

/// A, B … Z, AA: as spreadsheets call columns that have no name.
QString columnLetters(int column)
{
    QString letters;
    for (int rest = column; rest >= 0; rest = rest / 26 - 1)
        letters.prepend(QChar(u'A' + rest % 26));
    return letters;
}

} // namespace

ImportModel::ImportModel(Explain explain, QObject *parent)
    : QAbstractTableModel(parent)
    , m_explain(std::move(explain))
    , m_job(*this)
{
}

ImportModel::~ImportModel()
{
    discard(std::move(m_table));
    discard(std::move(m_plan));
}

void ImportModel::setTable(CsvTable table, GuessedMapping mapping)
{
    beginResetModel();
    discard(std::exchange(m_table, std::move(table)));
    discard(std::exchange(m_plan, {}));
    m_mapping = std::move(mapping.columns);
    m_mapping.resize(static_cast<std::size_t>(m_table.columns()));
    m_hasHeader = mapping.hasHeader;
    m_shown.clear();
    m_onlyFaulty = false;
    endResetModel();
    Q_EMIT mappingChanged();
    plan();
}

void ImportModel::clear()
{
    setTable({}, {});
}

void ImportModel::setField(int column, std::optional<Field> field)
{
    std::optional<Field> &own = m_mapping[static_cast<std::size_t>(column)];
    if (own == field)
        return;
    if (field)
        std::replace(m_mapping.begin(), m_mapping.end(), field, std::optional<Field>());
    own = field;
    Q_EMIT mappingChanged();
    plan();
}

void ImportModel::setHasHeader(bool hasHeader)
{
    if (m_hasHeader == hasHeader)
        return;
    beginResetModel();
    m_hasHeader = hasHeader;
    discard(std::exchange(m_plan, {}));
    m_shown.clear();
    endResetModel();
    Q_EMIT mappingChanged();
    plan();
}

void ImportModel::setNumbers(const QLocale &locale)
{
    if (m_numbers == locale)
        return;
    m_numbers = locale;
    plan();
}

void ImportModel::setOnlyFaulty(bool only)
{
    m_onlyFaulty = only;
    beginResetModel();
    show();
    endResetModel();
}

void ImportModel::plan()
{
    m_job.cancel();
    if (m_table.rows.size() <= rowsAtOnce) {
        take(planImport(m_table, m_mapping, m_hasHeader, m_numbers));
        return;
    }
    m_planning = true;
    Q_EMIT planChanged();
    // The thread has copies of its own: cells may be edited meanwhile, which begins anew.
    m_job.start(
        [table = m_table, mapping = m_mapping, header = m_hasHeader,
         numbers = m_numbers](const BackgroundJob::Token &token) {
            return planImport(table, mapping, header, numbers, [&token] { return token.cancelled(); });
        },
        [this](ImportPlan plan) { take(std::move(plan)); });
}

void ImportModel::take(ImportPlan plan)
{
    m_planning = false;
    if (m_onlyFaulty)
        beginResetModel();
    discard(std::exchange(m_plan, std::move(plan)));
    show();
    if (m_onlyFaulty)
        endResetModel();
    else
        emitAllChanged();
    Q_EMIT planChanged();
}

/// Which rows there are to see. Call it between the signals of a reset.
void ImportModel::show()
{
    m_shown.clear();
    for (std::size_t i = 0; m_onlyFaulty && i < m_plan.rows.size(); ++i) {
        if (!m_plan.rows[i].faults.empty())
            m_shown.push_back(i);
    }
}

void ImportModel::emitAllChanged()
{
    if (rowCount() == 0)
        return;
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    Q_EMIT headerDataChanged(Qt::Vertical, 0, rowCount() - 1);
}

qsizetype ImportModel::ambiguousPrices() const
{
    return std::count_if(m_plan.rows.begin(), m_plan.rows.end(), [](const ImportRow &row) {
        const CellFault *fault = row.faultOf(Field::Preco);
        return fault && fault->money == MoneyFault::Ambiguous;
    });
}

std::vector<ItemFields> ImportModel::goodRows() const
{
    std::vector<ItemFields> rows;
    rows.reserve(static_cast<std::size_t>(m_plan.good));
    for (const ImportRow &row : m_plan.rows) {
        if (row.faults.empty())
            rows.push_back(row.fields);
    }
    return rows;
}

bool ImportModel::isMissing(Field field) const
{
    return std::find(m_mapping.begin(), m_mapping.end(), field) == m_mapping.end();
}

QModelIndex ImportModel::nextFault(const QModelIndex &from, bool forward) const
{
    const int rows = rowCount();
    const int columns = columnCount();
    const int step = forward ? 1 : -1;
    int row = from.isValid() ? from.row() : (forward ? 0 : rows - 1);
    int column = from.isValid() ? from.column() + step : (forward ? 0 : columns - 1);
    for (int seen = 0; seen <= rows && rows > 0; ++seen) {
        const std::size_t planned = rowAt(row);
        const bool faulty = planned < m_plan.rows.size() && !m_plan.rows[planned].faults.empty();
        for (; faulty && column >= 0 && column < columns; column += step) {
            if (faultAt(index(row, column)))
                return index(row, column);
        }
        row = (row + step + rows) % rows;
        column = forward ? 0 : columns - 1;
    }
    return {};
}

std::size_t ImportModel::rowAt(int shown) const
{
    return m_onlyFaulty ? m_shown[static_cast<std::size_t>(shown)] : static_cast<std::size_t>(shown);
}

const QStringList &ImportModel::cellsAt(std::size_t row) const
{
    return m_table.rows[row + (m_hasHeader ? 1 : 0)];
}

const CellFault *ImportModel::faultAt(const QModelIndex &index) const
{
    const std::optional<Field> field = m_mapping[static_cast<std::size_t>(index.column())];
    const std::size_t row = rowAt(index.row());
    return field && row < m_plan.rows.size() ? m_plan.rows[row].faultOf(*field) : nullptr;
}

int ImportModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid() || m_table.rows.empty())
        return 0;
    return static_cast<int>(m_onlyFaulty ? m_shown.size() : m_table.rows.size() - (m_hasHeader ? 1 : 0));
}

int ImportModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_table.columns());
}

QVariant ImportModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !checkIndex(index))
        return {};
    const QString &cell = cellsAt(rowAt(index.row()))[index.column()];
    const std::optional<Field> field = m_mapping[static_cast<std::size_t>(index.column())];
    const CellFault *fault = faultAt(index);
    const auto explanation = [&] { return fault ? m_explain(*fault, cell, m_numbers) : QString(); };
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return cell;
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
        return fault ? QVariant(explanation()) : QVariant();
    case Qt::AccessibleTextRole:
        return fault ? QVariant(tr("%1, error: %2").arg(cell, explanation())) : QVariant(cell);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue((field == Field::Preco ? Qt::AlignRight : Qt::AlignLeft) |
                                   Qt::AlignVCenter);
    case FaultRole:
        return fault != nullptr;
    case FaultyRowRole:
        return headerData(index.row(), Qt::Vertical, role);
    case FieldRole:
        return field ? QVariant(static_cast<int>(*field)) : QVariant();
    default:
        return {};
    }
}

QVariant ImportModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (section < 0 || section >= (orientation == Qt::Vertical ? rowCount() : columnCount()))
        return {};
    if (orientation == Qt::Horizontal) {
        if (role == FieldRole) {
            const std::optional<Field> field = m_mapping[static_cast<std::size_t>(section)];
            return field ? QVariant(static_cast<int>(*field)) : QVariant();
        }
        if (role != Qt::DisplayRole)
            return {};
        const QString name = m_hasHeader ? m_table.rows.front()[section].simplified() : QString();
        return name.isEmpty() ? columnLetters(section) : name;
    }
    const std::size_t row = rowAt(section);
    if (role == Qt::DisplayRole)
        return m_table.lines[row + (m_hasHeader ? 1 : 0)];
    if (role == FaultyRowRole)
        return row < m_plan.rows.size() && !m_plan.rows[row].faults.empty();
    return {};
}

Qt::ItemFlags ImportModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const bool used = m_mapping[static_cast<std::size_t>(index.column())].has_value();
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren |
           (used ? Qt::ItemIsEditable : Qt::NoItemFlags);
}

bool ImportModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !checkIndex(index) || !(flags(index) & Qt::ItemIsEditable))
        return false; // an index that is none has no flags
    const std::size_t row = rowAt(index.row());
    QStringList &cells = m_table.rows[row + (m_hasHeader ? 1 : 0)];
    const QString text = value.toString();
    if (cells[index.column()] == text)
        return true;
    cells[index.column()] = text;
    if (m_planning || row >= m_plan.rows.size()) {
        Q_EMIT dataChanged(index, index);
        plan();
        return true;
    }
    replace(row, planRow(cells, m_mapping, m_numbers));
    Q_EMIT dataChanged(index.siblingAtColumn(0), index.siblingAtColumn(columnCount() - 1));
    Q_EMIT headerDataChanged(Qt::Vertical, index.row(), index.row());
    Q_EMIT planChanged();
    return true;
}

void ImportModel::replace(std::size_t row, ImportRow planned)
{
    --(m_plan.rows[row].faults.empty() ? m_plan.good : m_plan.bad);
    ++(planned.faults.empty() ? m_plan.good : m_plan.bad);
    m_plan.rows[row] = std::move(planned);
}

} // namespace guarita::console

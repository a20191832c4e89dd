// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/importoptions.h"

#include "console/views/items/importtexts.h"
#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>

#include <array>

namespace guarita::console {

namespace {

constexpr std::array separators{QChar(u'\t'), QChar(u';'), QChar(u',')};
constexpr std::array encodings{CsvEncoding::Utf8, CsvEncoding::Utf16, CsvEncoding::Windows1252};

/// The two ways in which prices are written: with a decimal comma, with a decimal point.
std::array<QLocale, 2> numberLocales()
{
    return {QLocale(QLocale::Portuguese, QLocale::Brazil), QLocale(QLocale::English, QLocale::UnitedStates)};
}

} // namespace

ImportOptions::ImportOptions(ImportModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_header(new QCheckBox(this))
    , m_separatorLabel(new QLabel(this))
    , m_separator(new QComboBox(this))
    , m_encodingLabel(new QLabel(this))
    , m_encoding(new QComboBox(this))
    , m_numbersLabel(new QLabel(this))
    , m_numbers(new QComboBox(this))
{
    m_header->setObjectName(QStringLiteral("importHeader"));
    m_separator->setObjectName(QStringLiteral("importSeparator"));
    m_encoding->setObjectName(QStringLiteral("importEncoding"));
    m_numbers->setObjectName(QStringLiteral("importNumbers"));
    for (const QChar separator : separators)
        m_separator->addItem(QString(), separator);
    for (const CsvEncoding encoding : encodings)
        m_encoding->addItem(ImportTexts::encodingName(encoding), static_cast<int>(encoding));
    for (const QLocale &locale : numberLocales())
        m_numbers->addItem(ImportTexts::numberSample(locale), locale);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::spacing);
    row->addWidget(m_header);
    row->addStretch();
    addLabelled(row, m_separatorLabel, m_separator);
    addLabelled(row, m_encodingLabel, m_encoding);
    addLabelled(row, m_numbersLabel, m_numbers);

    connect(m_header, &QCheckBox::toggled, &model, &ImportModel::setHasHeader);
    connect(m_separator, &QComboBox::activated, this, &ImportOptions::formatChosen);
    connect(m_encoding, &QComboBox::activated, this, &ImportOptions::formatChosen);
    connect(m_numbers, &QComboBox::activated, this,
            [this] { m_model.setNumbers(m_numbers->currentData().toLocale()); });
    connect(&model, &ImportModel::mappingChanged, this, &ImportOptions::refresh);
    connect(&model, &ImportModel::planChanged, this, &ImportOptions::refresh);
    retranslate();
    refresh();
}

void ImportOptions::addLabelled(QHBoxLayout *row, QLabel *label, QComboBox *combo)
{
    label->setProperty("tone", QStringLiteral("muted"));
    label->setBuddy(combo);
    combo->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    row->addSpacing(theme::spacing);
    row->addWidget(label);
    row->addWidget(combo);
}

void ImportOptions::showFormat(const CsvTable &table, bool isText)
{
    m_isText = isText;
    m_separator->setCurrentIndex(m_separator->findData(table.separator));
    m_encoding->setCurrentIndex(m_encoding->findData(static_cast<int>(table.encoding)));
    m_encodingLabel->setVisible(!isText);
    m_encoding->setVisible(!isText);
}

CsvFormat ImportOptions::format() const
{
    CsvFormat format;
    format.separator = m_separator->currentData().toChar();
    if (!m_isText)
        format.encoding = static_cast<CsvEncoding>(m_encoding->currentData().toInt());
    return format;
}

void ImportOptions::refresh()
{
    m_header->setChecked(m_model.hasHeader());
    m_numbers->setCurrentIndex(m_model.numbers().decimalPoint() == QLatin1String(",") ? 0 : 1);
}

void ImportOptions::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ImportOptions::retranslate()
{
    m_header->setText(tr("&First row names the columns"));
    m_separatorLabel->setText(tr("&Separator"));
    m_encodingLabel->setText(tr("&Encoding"));
    m_numbersLabel->setText(tr("Prices &like"));
    for (int i = 0; i < m_separator->count(); ++i)
        m_separator->setItemText(i, ImportTexts::separatorName(m_separator->itemData(i).toChar()));
    m_separator->setAccessibleName(tr("Separator"));
    m_encoding->setAccessibleName(tr("Encoding"));
    m_numbers->setAccessibleName(tr("How prices are written"));
}

} // namespace guarita::console

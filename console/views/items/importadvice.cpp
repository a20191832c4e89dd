// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/importadvice.h"

#include "console/views/items/importtexts.h"
#include "console/widgets/banner.h"

#include <QtCore/QEvent>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

namespace guarita::console {

namespace {

constexpr qsizetype manyPrices = 3; // fewer are mended one by one

/// The numbers of who writes the other separators.
QLocale otherNumbers(const QLocale &numbers)
{
    return numbers.decimalPoint() == QLatin1String(",") ? QLocale(QLocale::English, QLocale::UnitedStates)
                                                        : QLocale(QLocale::Portuguese, QLocale::Brazil);
}

} // namespace

ImportAdvice::ImportAdvice(ImportModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_banner(new Banner(this))
{
    m_banner->setObjectName(QStringLiteral("importBanner"));
    m_readOtherwise =
        m_banner->addButton({}, [this] { m_model.setNumbers(otherNumbers(m_model.numbers())); });
    m_readOtherwise->setObjectName(QStringLiteral("importReadOtherwise"));
    m_readOtherwise->setAutoDefault(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_banner);
    connect(&model, &ImportModel::planChanged, this, &ImportAdvice::refresh);
    refresh();
}

void ImportAdvice::setFault(const std::optional<ImportReader::Fault> &fault)
{
    m_fault = fault;
    refresh();
}

QWidget *ImportAdvice::lastInOrder() const
{
    return m_readOtherwise;
}

void ImportAdvice::advise(bool error, const QString &text)
{
    m_banner->setKind(error ? Banner::Kind::Error : Banner::Kind::Warning);
    m_banner->setText(text);
    setVisible(!text.isEmpty());
}

void ImportAdvice::refresh()
{
    m_readOtherwise->hide();
    if (m_fault)
        return advise(true, ImportTexts::explain(*m_fault));
    for (const Field field : allFields) {
        const QString missing = m_model.isMissing(field) ? ImportTexts::missing(field) : QString();
        if (!missing.isEmpty())
            return advise(false, missing);
    }
    const qsizetype otherwise = m_model.ambiguousPrices();
    if (otherwise < manyPrices || otherwise * 2 < m_model.bad())
        return advise(false, {});
    const QLocale numbers = m_model.numbers();
    m_readOtherwise->setText(tr("&Read them like %1").arg(ImportTexts::numberSample(otherNumbers(numbers))));
    m_readOtherwise->show();
    advise(false, tr("%Ln price(s) are not written like %1.", nullptr, static_cast<int>(otherwise))
                      .arg(ImportTexts::numberSample(numbers)));
}

void ImportAdvice::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange)
        refresh();
}

} // namespace guarita::console

// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/languages.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLibraryInfo>
#include <QtCore/QLocale>

namespace guarita::console {

namespace {

const QString portuguese = QStringLiteral("pt_BR");
const QString english = QStringLiteral("en");

QString known(const QString &language)
{
    if (language == portuguese || language == english)
        return language;
    return QLocale::system().language() == QLocale::Portuguese ? portuguese : english;
}

} // namespace

Languages::~Languages()
{
    remove();
}

QLocale Languages::localeOf(const QString &language)
{
    return language == portuguese ? QLocale(QLocale::Portuguese, QLocale::Brazil)
                                  : QLocale(QLocale::English, QLocale::UnitedStates);
}

void Languages::remove()
{
    QCoreApplication::removeTranslator(&m_ours);
    QCoreApplication::removeTranslator(&m_qts);
}

void Languages::use(const QString &language)
{
    const QString wanted = known(language);
    if (wanted == m_current)
        return;
    m_current = wanted;
    QLocale::setDefault(localeOf(wanted)); // first: texts with numbers are made while the translators change
    remove();
    if (wanted != english &&
        m_qts.load(QStringLiteral("qtbase_") + wanted, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qts);
    if (m_ours.load(QStringLiteral(":/guarita/i18n/guarita_") + wanted))
        QCoreApplication::installTranslator(&m_ours);
}

} // namespace guarita::console

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>
#include <QtCore/QTranslator>

namespace guarita::console {

/// The texts of the current language: ours, from the resources, and those of Qt's own dialogs, where they are
/// installed. Also what QLocale() is.
class Languages final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    ~Languages() override;

    /// "pt_BR" or "en"; anything else: the system's, English unless that is Portuguese. Widgets get
    /// QEvent::LanguageChange.
    void use(const QString &language);
    QString current() const { return m_current; }
    static QLocale localeOf(const QString &language);

private:
    void remove();

    QString m_current;
    QTranslator m_ours;
    QTranslator m_qts;
};

} // namespace guarita::console

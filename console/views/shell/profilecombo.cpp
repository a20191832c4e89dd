// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/shell/profilecombo.h"

#include "console/core/settings.h"
#include "console/views/shell/profileicon.h"
#include "console/views/shell/shelltexts.h"

#include <QtCore/QEvent>
#include <QtCore/QSignalBlocker>
#include <QtGui/QWheelEvent>

namespace guarita::console {

ProfileCombo::ProfileCombo(Settings &settings, QWidget *parent)
    : QComboBox(parent)
    , m_settings(settings)
{
    setMinimumContentsLength(8);
    connect(&m_settings, &Settings::profilesChanged, this, &ProfileCombo::fill);
    connect(this, &QComboBox::activated, this, [this](int index) {
        const QString name = itemData(index).toString();
        if (name != m_current)
            Q_EMIT chosen(name);
    });
    fill();
    retranslate();
}

void ProfileCombo::setCurrentProfile(const QString &name)
{
    m_current = name;
    setCurrentIndex(findData(name));
    setToolTip(currentText());
}

QSize ProfileCombo::sizeHint() const
{
    constexpr int aroundText = 84; // the swatch, the arrow, the edges
    constexpr int longest = 240;
    int text = 0;
    for (int index = 0; index < count(); ++index)
        text = std::max(text, fontMetrics().horizontalAdvance(itemText(index)));
    return {std::min(text + aroundText, longest), QComboBox::sizeHint().height()};
}

void ProfileCombo::fill()
{
    clear();
    for (const Profile &profile : m_settings.profiles()) {
        addItem(profileIcon(profile.colour), profile.name, profile.name);
        setItemData(count() - 1, profile.url.toDisplayString(), Qt::ToolTipRole);
    }
    setCurrentProfile(m_current);
    updateGeometry();
}

void ProfileCombo::changeEvent(QEvent *event)
{
    QComboBox::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange)
        fill();
}

void ProfileCombo::wheelEvent(QWheelEvent *event)
{
    event->ignore(); // to change the service by scrolling past would be an accident
}

void ProfileCombo::retranslate()
{
    setAccessibleName(tr("Profile"));
}

} // namespace guarita::console

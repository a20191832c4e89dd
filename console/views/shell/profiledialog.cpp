// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/shell/profiledialog.h"

#include "console/core/settings.h"
#include "console/views/shell/profileform.h"
#include "console/views/shell/profileicon.h"
#include "console/widgets/labels.h"
#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtCore/QSignalBlocker>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace guarita::console {

namespace {

constexpr int listWidth = 220;

QToolButton *newButton(const QString &name, theme::Icon icon, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setObjectName(name);
    button->setIcon(theme::icon(icon));
    return button;
}

} // namespace

ProfileDialog::ProfileDialog(Settings &settings, QWidget *parent)
    : QDialog(parent)
    , m_settings(settings)
    , m_heading(new QLabel(this))
    , m_list(new QListWidget(this))
    , m_add(newButton(QStringLiteral("profileAdd"), theme::Icon::Add, this))
    , m_duplicate(newButton(QStringLiteral("profileDuplicate"), theme::Icon::Duplicate, this))
    , m_remove(newButton(QStringLiteral("profileRemove"), theme::Icon::Delete, this))
    , m_form(new ProfileForm(this))
    , m_hint(mutedLabel(this))
    , m_cancel(new QPushButton(this))
    , m_save(new QPushButton(this))
{
    setObjectName(QStringLiteral("profileDialog"));
    m_list->setObjectName(QStringLiteral("profileList"));
    m_cancel->setObjectName(QStringLiteral("profileCancel"));
    m_save->setObjectName(QStringLiteral("profileSave"));
    build();
    connect(m_list, &QListWidget::currentRowChanged, this, &ProfileDialog::select);
    connect(m_add, &QToolButton::clicked, this, &ProfileDialog::add);
    connect(m_duplicate, &QToolButton::clicked, this, &ProfileDialog::duplicate);
    connect(m_remove, &QToolButton::clicked, this, &ProfileDialog::remove);
    connect(m_form, &ProfileForm::edited, this, &ProfileDialog::edited);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &ProfileDialog::accept);
    retranslate();
}

void ProfileDialog::build()
{
    m_heading->setFont(theme::titleFont());
    m_list->setFixedWidth(listWidth);
    m_list->setIconSize({16, 16});
    m_hint->setWordWrap(true);
    m_cancel->setAutoDefault(false);
    m_save->setDefault(true);

    auto *tools = new QHBoxLayout;
    tools->setSpacing(theme::spacing / 2);
    for (QToolButton *button : {m_add, m_duplicate, m_remove})
        tools->addWidget(button);
    tools->addStretch();
    auto *left = new QVBoxLayout;
    left->setSpacing(theme::spacing / 2);
    left->addWidget(m_list, 1);
    left->addLayout(tools);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(theme::margin * 3 / 2);
    middle->addLayout(left);
    middle->addWidget(m_form, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme::spacing);
    buttons->addWidget(m_hint, 1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_save);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme::margin * 3 / 2, theme::margin * 3 / 2, theme::margin * 3 / 2,
                               theme::margin);
    column->setSpacing(theme::margin);
    column->addWidget(m_heading);
    column->addLayout(middle, 1);
    column->addLayout(buttons);
    resize(720, 500);
}

void ProfileDialog::ask(const QString &current)
{
    m_profiles = m_settings.profiles();
    const auto found = std::find_if(m_profiles.begin(), m_profiles.end(),
                                    [&](const Profile &profile) { return profile.name == current; });
    m_row = found == m_profiles.end() ? 0 : static_cast<int>(found - m_profiles.begin());
    fillList();
    select(m_row);
    open();
    m_list->setFocus();
}

void ProfileDialog::accept()
{
    for (std::size_t row = 0; row < m_profiles.size(); ++row) {
        if (!mistakesAt(row).empty()) {
            m_list->setCurrentRow(static_cast<int>(row));
            m_form->focusName();
            return;
        }
    }
    m_settings.setProfiles(m_profiles);
    QDialog::accept();
}

void ProfileDialog::fillList()
{
    const QSignalBlocker blocker(m_list);
    m_list->clear();
    for (const Profile &profile : m_profiles)
        new QListWidgetItem(profileIcon(profile.colour), profile.name, m_list);
    m_list->setCurrentRow(m_row);
}

void ProfileDialog::select(int row)
{
    if (row < 0)
        return;
    m_row = row;
    m_form->setProfile(m_profiles[static_cast<std::size_t>(row)]);
    validate();
}

void ProfileDialog::edited()
{
    m_profiles[static_cast<std::size_t>(m_row)] = m_form->profile();
    validate();
}

void ProfileDialog::add()
{
    Profile profile;
    profile.name = freeName(tr("New profile"));
    profile.url = QUrl(QStringLiteral("https://"));
    insert(std::move(profile));
}

void ProfileDialog::duplicate()
{
    Profile profile = m_profiles[static_cast<std::size_t>(m_row)];
    profile.name = freeName(profile.name);
    profile.keepToken = false;
    insert(std::move(profile));
}

void ProfileDialog::insert(Profile profile)
{
    m_row = static_cast<int>(m_profiles.size());
    m_profiles.push_back(std::move(profile));
    fillList();
    select(m_row);
    m_form->focusName();
}

void ProfileDialog::remove()
{
    m_profiles.erase(m_profiles.begin() + m_row);
    m_row = std::min(m_row, static_cast<int>(m_profiles.size()) - 1);
    fillList();
    select(m_row);
    m_list->setFocus();
}

std::vector<QByteArray> ProfileDialog::mistakesAt(std::size_t row) const
{
    std::vector<Profile> others = m_profiles;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(row));
    return Settings::mistakesOf(m_profiles[row], others);
}

void ProfileDialog::validate()
{
    bool good = true;
    for (std::size_t row = 0; row < m_profiles.size(); ++row) {
        const bool wrong = !mistakesAt(row).empty();
        good = good && !wrong;
        const Profile &profile = m_profiles[row];
        QListWidgetItem *item = m_list->item(static_cast<int>(row));
        item->setText(profile.name);
        item->setIcon(wrong ? theme::icon(theme::Icon::Error, theme::Tone::Bad)
                            : profileIcon(profile.colour));
    }
    m_form->setMistakes(mistakesAt(static_cast<std::size_t>(m_row)));
    m_remove->setEnabled(m_profiles.size() > 1);
    m_save->setEnabled(good);
    m_hint->setText(good ? QString() : tr("Something is still missing."));
}

QString ProfileDialog::freeName(const QString &wanted) const
{
    QString name = wanted;
    const auto taken = [&](const Profile &profile) {
        return profile.name.compare(name, Qt::CaseInsensitive) == 0;
    };
    for (int number = 2; std::any_of(m_profiles.begin(), m_profiles.end(), taken); ++number)
        name = QStringLiteral("%1 %2").arg(wanted).arg(number);
    return name;
}

void ProfileDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::LanguageChange) {
        if (!m_profiles.empty())
            validate();
    }
}

void ProfileDialog::retranslate()
{
    setWindowTitle(tr("Profiles"));
    m_heading->setText(tr("Profiles"));
    m_list->setAccessibleName(tr("Profiles"));
    m_add->setToolTip(tr("Add a profile"));
    m_duplicate->setToolTip(tr("Duplicate this profile"));
    m_remove->setToolTip(tr("Remove this profile"));
    for (QToolButton *button : {m_add, m_duplicate, m_remove})
        button->setAccessibleName(button->toolTip());
    m_cancel->setText(tr("Cancel"));
    m_save->setText(tr("&Save"));
}

} // namespace guarita::console

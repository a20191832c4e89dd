// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/shell/profileform.h"

#include "console/views/shell/profileicon.h"
#include "console/views/shell/shelltexts.h"
#include "console/widgets/labels.h"
#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtCore/QSignalBlocker>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>

#include <array>

namespace guarita::console {

namespace {

constexpr std::array colours{ProfileColour::None, ProfileColour::Green, ProfileColour::Blue,
                             ProfileColour::Amber, ProfileColour::Red};

QUrl toUrl(const QString &text)
{
    return QUrl(text.trimmed(), QUrl::StrictMode);
}

} // namespace

ProfileForm::ProfileForm(QWidget *parent)
    : QWidget(parent)
    , m_name(newField(QStringLiteral("profileName")))
    , m_url(newField(QStringLiteral("profileUrl")))
    , m_caFile(newField(QStringLiteral("profileCaFile")))
    , m_browse(new QPushButton(this))
    , m_colourLabel(new QLabel(this))
    , m_colour(new QComboBox(this))
    , m_readOnly(new QCheckBox(this))
{
    m_browse->setObjectName(QStringLiteral("profileBrowse"));
    m_browse->setAutoDefault(false);
    m_colour->setObjectName(QStringLiteral("profileColour"));
    m_readOnly->setObjectName(QStringLiteral("profileReadOnly"));
    m_url.edit->setInputMethodHints(Qt::ImhUrlCharactersOnly);
    m_url.edit->setPlaceholderText(QStringLiteral("https://api.example.org"));
    build();
    for (const FieldRow &row : {m_name, m_url, m_caFile})
        connect(row.edit, &QLineEdit::textEdited, this, &ProfileForm::edited);
    connect(m_colour, &QComboBox::activated, this, &ProfileForm::edited);
    connect(m_readOnly, &QCheckBox::clicked, this, &ProfileForm::edited);
    connect(m_browse, &QPushButton::clicked, this, &ProfileForm::browse);
    retranslate();
}

ProfileForm::FieldRow ProfileForm::newField(const QString &name)
{
    FieldRow row{new QLabel(this), new QLineEdit(this), plainLabel(this)};
    row.edit->setObjectName(name);
    row.label->setBuddy(row.edit);
    row.mistake->setObjectName(name + QStringLiteral("Mistake"));
    row.mistake->setWordWrap(true);
    row.mistake->setProperty("tone", QStringLiteral("bad"));
    row.mistake->hide();
    return row;
}

void ProfileForm::build()
{
    m_colourLabel->setBuddy(m_colour);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(theme::spacing);
    grid->setVerticalSpacing(theme::spacing / 2);
    int line = 0;
    for (const FieldRow &row : {m_name, m_url, m_caFile}) {
        grid->addWidget(row.label, line++, 0, 1, 2);
        const bool isFile = row.edit == m_caFile.edit;
        grid->addWidget(row.edit, line, 0, 1, isFile ? 1 : 2);
        if (isFile)
            grid->addWidget(m_browse, line, 1);
        grid->addWidget(row.mistake, ++line, 0, 1, 2);
        grid->setRowMinimumHeight(++line, theme::spacing);
        ++line;
    }
    grid->addWidget(m_colourLabel, line++, 0, 1, 2);
    grid->addWidget(m_colour, line++, 0, 1, 2);
    grid->setRowMinimumHeight(line++, theme::spacing);
    grid->addWidget(m_readOnly, line++, 0, 1, 2);
    grid->setRowStretch(line, 1);
    grid->setColumnStretch(0, 1);
    setTabOrder(m_name.edit, m_url.edit);
    setTabOrder(m_url.edit, m_caFile.edit);
    setTabOrder(m_caFile.edit, m_browse);
    setTabOrder(m_browse, m_colour);
    setTabOrder(m_colour, m_readOnly);
}

void ProfileForm::setProfile(const Profile &profile)
{
    m_profile = profile;
    m_name.edit->setText(profile.name);
    m_url.edit->setText(profile.url.toString());
    m_caFile.edit->setText(profile.caFile);
    m_colour->setCurrentIndex(m_colour->findData(static_cast<int>(profile.colour)));
    m_readOnly->setChecked(profile.readOnly);
}

Profile ProfileForm::profile() const
{
    Profile profile = m_profile;
    profile.name = m_name.edit->text().trimmed();
    profile.url = toUrl(m_url.edit->text());
    profile.caFile = m_caFile.edit->text().trimmed();
    profile.colour = static_cast<ProfileColour>(m_colour->currentData().toInt());
    profile.readOnly = m_readOnly->isChecked();
    return profile;
}

void ProfileForm::setMistakes(const std::vector<QByteArray> &mistakes)
{
    m_mistakes = mistakes;
    QString name;
    QString url;
    QString caFile;
    for (const QByteArray &code : mistakes) {
        QString &text = code.startsWith("name_") ? name : code.startsWith("ca_") ? caFile : url;
        text = ShellTexts::mistake(code);
    }
    showMistake(m_name, name);
    showMistake(m_url, url);
    showMistake(m_caFile, caFile);
}

void ProfileForm::showMistake(const FieldRow &row, const QString &text)
{
    row.mistake->setText(text);
    row.mistake->setVisible(!text.isEmpty());
    row.edit->setAccessibleDescription(text);
    theme::setProperty(row.edit, "invalid", !text.isEmpty());
}

void ProfileForm::focusName()
{
    m_name.edit->setFocus();
    m_name.edit->selectAll();
}

void ProfileForm::browse()
{
    auto *dialog = new QFileDialog(this, tr("Certificate authority"), m_caFile.edit->text());
    dialog->setObjectName(QStringLiteral("caFileDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("PEM files (*.pem *.crt *.cer)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) {
        m_caFile.edit->setText(file);
        Q_EMIT edited();
    });
    dialog->open();
}

void ProfileForm::fillColours()
{
    const QSignalBlocker blocker(m_colour);
    const int current = std::max(0, m_colour->currentIndex());
    m_colour->clear();
    for (const ProfileColour colour : colours)
        m_colour->addItem(profileIcon(colour), ShellTexts::colourName(colour), static_cast<int>(colour));
    m_colour->setCurrentIndex(current);
}

void ProfileForm::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange)
        fillColours();
}

void ProfileForm::retranslate()
{
    m_name.label->setText(tr("&Name"));
    m_url.label->setText(tr("A&ddress"));
    m_caFile.label->setText(tr("Certificate a&uthority (PEM file)"));
    m_caFile.edit->setPlaceholderText(tr("The system's"));
    m_browse->setText(tr("&Browse…"));
    m_colourLabel->setText(tr("Co&lour"));
    m_readOnly->setText(tr("Read-&only: nothing can be changed"));
    m_name.edit->setAccessibleName(tr("Name"));
    m_url.edit->setAccessibleName(tr("Address"));
    m_caFile.edit->setAccessibleName(tr("Certificate authority (PEM file)"));
    m_colour->setAccessibleName(tr("Colour"));
    fillColours();
    setMistakes(m_mistakes);
}

} // namespace guarita::console

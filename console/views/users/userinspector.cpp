// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/users/userinspector.h"

#include "console/views/users/rolesbox.h"
#include "console/widgets/labels.h"
#include "console/widgets/panes.h"
#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStackedWidget>

namespace guarita::console {

UserInspector::UserInspector(QWidget *parent)
    : QWidget(parent)
    , m_stack(new QStackedWidget(this))
    , m_hint(hintLabel(this))
{
    setObjectName(QStringLiteral("userInspector"));
    setMinimumWidth(288);
    m_stack->addWidget(m_hint);
    m_stack->addWidget(buildForm());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack);
    retranslate();
}

QWidget *UserInspector::buildForm()
{
    auto *content = new QWidget;
    const auto button = [content](const char *name) {
        auto *made = new QPushButton(content);
        made->setObjectName(QLatin1String(name));
        return made;
    };
    m_title = plainLabel(content);
    m_title->setObjectName(QStringLiteral("userTitle"));
    m_title->setFont(theme::titleFont());
    m_title->setWordWrap(true);
    m_state = mutedLabel(content);
    m_state->setObjectName(QStringLiteral("userState"));
    m_roles = new RolesBox(content);
    m_save = button("saveRolesButton");
    m_save->setProperty("kind", QStringLiteral("primary"));
    m_revert = button("revertRolesButton");
    m_password = button("resetPasswordButton");
    m_enable = button("enableUserButton");
    m_note = mutedLabel(content);
    m_note->setObjectName(QStringLiteral("userNote"));
    m_note->setWordWrap(true);
    m_facts = mutedLabel(content);
    m_facts->setWordWrap(true);
    const auto rowOf = [](QPushButton *first, QPushButton *second) {
        auto *row = new QHBoxLayout;
        row->setSpacing(theme::spacing);
        row->addWidget(first);
        row->addWidget(second);
        row->addStretch();
        return row;
    };
    auto *head = new QVBoxLayout;
    head->setSpacing(0);
    head->addWidget(m_title);
    head->addWidget(m_state);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(theme::margin, 12, theme::margin, theme::margin);
    column->setSpacing(theme::margin);
    column->addLayout(head);
    column->addWidget(m_note);
    column->addWidget(m_roles);
    column->addLayout(rowOf(m_save, m_revert));
    column->addLayout(rowOf(m_password, m_enable));
    column->addWidget(m_facts);
    column->addStretch();
    connect(m_roles, &RolesBox::changed, this, [this] {
        m_roles->setError({});
        refresh();
        Q_EMIT edited();
    });
    connect(m_save, &QPushButton::clicked, this, &UserInspector::saveWanted);
    connect(m_revert, &QPushButton::clicked, this, &UserInspector::revert);
    connect(m_password, &QPushButton::clicked, this, &UserInspector::passwordWanted);
    connect(m_enable, &QPushButton::clicked, this, [this] { Q_EMIT enableWanted(!m_user->enabled); });
    return scrolled(content, this);
}

void UserInspector::showUser(const User &user, bool isSelf)
{
    const bool same = m_user && m_user->name == user.name && m_user->version == user.version;
    m_user = user;
    m_self = isSelf;
    if (!same) {
        m_roles->setRoles(user.roles);
        m_roles->setError({});
    }
    m_stack->setCurrentIndex(1);
    retranslate();
    Q_EMIT edited();
}

void UserInspector::showNothing()
{
    m_user.reset();
    m_stack->setCurrentIndex(0);
    Q_EMIT edited();
}

Roles UserInspector::roles() const
{
    return m_roles->roles();
}

bool UserInspector::isChanged() const
{
    return m_user && m_roles->roles() != m_user->roles;
}

void UserInspector::revert()
{
    if (!m_user)
        return;
    m_roles->setRoles(m_user->roles);
    m_roles->setError({});
    refresh();
    Q_EMIT edited();
}

void UserInspector::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    refresh();
}

void UserInspector::setBusy(bool busy)
{
    m_busy = busy;
    refresh();
}

void UserInspector::setError(const QString &error)
{
    m_roles->setError(error);
}

void UserInspector::refresh()
{
    const bool changeable = m_user && !m_user->demo && !m_readOnly && !m_busy;
    m_roles->setEnabled(changeable);
    m_save->setEnabled(changeable && isChanged());
    m_revert->setEnabled(changeable && isChanged());
    m_password->setEnabled(changeable);
    m_enable->setEnabled(changeable);
}

void UserInspector::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange)
        retranslate();
}

void UserInspector::retranslate()
{
    setAccessibleName(tr("User"));
    m_hint->setText(tr("Select a user to see and change what they may do."));
    m_save->setText(tr("&Save roles"));
    m_save->setToolTip(tr("Saves the roles (Ctrl+S)"));
    m_revert->setText(tr("&Revert"));
    m_password->setText(tr("Reset &password…"));
    if (m_user) {
        const auto time = [this](const QDateTime &at) {
            return locale().toString(at.toLocalTime(), QLocale::ShortFormat);
        };
        m_title->setText(m_user->name);
        m_state->setText(!m_user->enabled ? tr("Disabled: cannot log in")
                         : m_self         ? tr("Active · that is you")
                                          : tr("Active"));
        m_enable->setText(m_user->enabled ? tr("&Disable…") : tr("&Enable"));
        theme::setProperty(m_enable, "kind", m_user->enabled ? QStringLiteral("danger") : QString());
        m_note->setText(
            tr("This is the demonstration's user. It comes with the gateway's settings and cannot "
               "be changed here."));
        m_note->setVisible(m_user->demo);
        QStringList facts;
        if (m_user->created.isValid())
            facts << tr("Added %1").arg(time(m_user->created));
        if (m_user->changed.isValid())
            facts << tr("Changed %1").arg(time(m_user->changed));
        m_facts->setText(facts.join(u'\n'));
    }
    refresh();
}

} // namespace guarita::console

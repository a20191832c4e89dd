// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/users/rolesbox.h"

#include "console/core/roletexts.h"
#include "console/widgets/labels.h"
#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QVBoxLayout>

namespace guarita::console {

namespace {

constexpr int underTheName = 30; // where the check box's text begins

} // namespace

RolesBox::RolesBox(QWidget *parent)
    : QWidget(parent)
    , m_title(plainLabel(this))
    , m_error(plainLabel(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::spacing / 2);
    column->addWidget(m_title);
    for (const Role role : allRoles) {
        auto *check = new QCheckBox(this);
        check->setObjectName(QStringLiteral("role_") + roleNames(role).constFirst());
        connect(check, &QCheckBox::clicked, this, &RolesBox::changed);
        QLabel *explanation = mutedLabel(this);
        explanation->setWordWrap(true);
        explanation->setContentsMargins(underTheName, 0, 0, theme::spacing / 2);
        column->addWidget(check);
        column->addWidget(explanation);
        m_lines.push_back({role, check, explanation});
    }
    m_error->setObjectName(QStringLiteral("rolesError"));
    m_error->setWordWrap(true);
    m_error->setProperty("tone", QStringLiteral("bad"));
    m_error->hide();
    column->addWidget(m_error);
    retranslate();
}

Roles RolesBox::roles() const
{
    Roles roles;
    for (const Line &line : m_lines)
        roles.setFlag(line.role, line.check->isChecked());
    return roles;
}

void RolesBox::setRoles(Roles roles)
{
    for (const Line &line : m_lines)
        line.check->setChecked(roles.testFlag(line.role));
}

void RolesBox::setError(const QString &error)
{
    m_error->setText(error);
    m_error->setVisible(!error.isEmpty());
}

void RolesBox::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void RolesBox::retranslate()
{
    m_title->setText(tr("Roles"));
    for (const Line &line : m_lines) {
        line.check->setText(RoleTexts::name(line.role));
        line.explanation->setText(RoleTexts::explanation(line.role));
        line.check->setAccessibleDescription(line.explanation->text());
    }
}

} // namespace guarita::console

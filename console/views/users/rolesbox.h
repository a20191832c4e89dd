// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/role.h"

#include <QtWidgets/QWidget>

class QCheckBox;
class QLabel;

namespace guarita::console {

/// The roles to choose from, each with what it is for.
class RolesBox final : public QWidget
{
    Q_OBJECT

public:
    explicit RolesBox(QWidget *parent = nullptr);

    Roles roles() const;
    void setRoles(Roles roles); // changed() is for the user's choices only
    /// What is wrong with them; empty: nothing.
    void setError(const QString &error);

Q_SIGNALS:
    void changed();

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Line
    {
        Role role;
        QCheckBox *check;
        QLabel *explanation;
    };

    void retranslate();

    QLabel *m_title;
    std::vector<Line> m_lines;
    QLabel *m_error;
};

} // namespace guarita::console

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/profile.h"

#include <QtWidgets/QDialog>

#include <vector>

class QLabel;
class QListWidget;
class QPushButton;
class QToolButton;

namespace guarita::console {

class ProfileForm;
class Settings;

/// The environments: added, changed and removed on a copy, which replaces the settings' when it is saved.
class ProfileDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit ProfileDialog(Settings &settings, QWidget *parent = nullptr);

    /// Opens it at the profile of that name.
    void ask(const QString &current);
    void accept() override;

protected:
    void changeEvent(QEvent *event) override;

private:
    void build();
    void fillList();
    void select(int row);
    void edited();
    void add();
    void duplicate();
    void remove();
    void insert(Profile profile);
    void validate();
    std::vector<QByteArray> mistakesAt(std::size_t row) const;
    QString freeName(const QString &wanted) const;
    void retranslate();

    Settings &m_settings;
    std::vector<Profile> m_profiles;
    int m_row = 0;
    QLabel *m_heading;
    QListWidget *m_list;
    QToolButton *m_add;
    QToolButton *m_duplicate;
    QToolButton *m_remove;
    ProfileForm *m_form;
    QLabel *m_hint;
    QPushButton *m_cancel;
    QPushButton *m_save;
};

} // namespace guarita::console

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/profile.h"

#include <QtWidgets/QWidget>

#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace guarita::console {

/// The fields of one profile, with what is wrong under each.
class ProfileForm final : public QWidget
{
    Q_OBJECT

public:
    explicit ProfileForm(QWidget *parent = nullptr);

    void setProfile(const Profile &profile);
    Profile profile() const; // what is not shown stays as it was set
    void setMistakes(const std::vector<QByteArray> &mistakes);
    void focusName();

Q_SIGNALS:
    void edited();

protected:
    void changeEvent(QEvent *event) override;

private:
    struct FieldRow
    {
        QLabel *label;
        QLineEdit *edit;
        QLabel *mistake;
    };

    FieldRow newField(const QString &name);
    void build();
    void showMistake(const FieldRow &row, const QString &text);
    void browse();
    void fillColours();
    void retranslate();

    Profile m_profile;
    std::vector<QByteArray> m_mistakes;
    FieldRow m_name;
    FieldRow m_url;
    FieldRow m_caFile;
    QPushButton *m_browse;
    QLabel *m_colourLabel;
    QComboBox *m_colour;
    QCheckBox *m_readOnly;
};

} // namespace guarita::console

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QComboBox>

namespace guarita::console {

class Settings;

/// The profiles by name, each with its colour. Says chosen() only when the user picks another one.
class ProfileCombo final : public QComboBox
{
    Q_OBJECT

public:
    explicit ProfileCombo(Settings &settings, QWidget *parent = nullptr);

    void setCurrentProfile(const QString &name);
    QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(const QString &name);

protected:
    void changeEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    void fill();
    void retranslate();

    Settings &m_settings;
    QString m_current;
};

} // namespace guarita::console

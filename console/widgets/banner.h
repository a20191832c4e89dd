// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QFrame>

#include <functional>
#include <vector>

class QLabel;
class QHBoxLayout;
class QPushButton;
class QToolButton;

namespace guarita::console {

/// A line above a page that says what happened and offers what to do. Its texts are plain text. Announced to
/// assistive technologies when it appears.
class Banner final : public QFrame
{
    Q_OBJECT

public:
    enum class Kind { Info, Success, Warning, Error };

    explicit Banner(QWidget *parent = nullptr);

    void setKind(Kind kind);
    Kind kind() const { return m_kind; }
    void setText(const QString &text, const QString &detail = {});
    QString text() const;
    /// Returned so that the caller can name it and change its text; clears nothing that was there.
    QPushButton *addButton(const QString &text, std::function<void()> action);
    /// Something to fill in, before the buttons. The banner takes it over.
    void addWidget(QWidget *widget);
    void clearButtons();
    /// With a cross that hides the banner and emits closed().
    void setClosable(bool closable);

Q_SIGNALS:
    void closed();

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void retranslate();
    void updateIcon();

    Kind m_kind = Kind::Info;
    QLabel *m_icon;
    QLabel *m_text;
    QLabel *m_detail;
    QHBoxLayout *m_content;
    QToolButton *m_close;
    std::vector<QPushButton *> m_buttons;
};

} // namespace guarita::console

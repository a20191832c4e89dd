// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QFrame>

#include <functional>

class QLabel;
class QHBoxLayout;
class QPushButton;

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
    void setText(const QString &text, const QString &detail = {});
    /// Returned so that the caller can name it and change its text; clears nothing that was there.
    QPushButton *addButton(const QString &text, std::function<void()> action);
    void clearButtons();
    void setClosable(bool closable);

Q_SIGNALS:
    void closed();

protected:
    void changeEvent(QEvent *event) override;
};

} // namespace guarita::console

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/itemfields.h"

#include <QtWidgets/QWidget>

#include <array>
#include <optional>

class QLabel;

namespace guarita::console {

/// What the service says of an item that nobody can write: number, version, times.
class ItemFacts final : public QWidget
{
    Q_OBJECT

public:
    explicit ItemFacts(QWidget *parent = nullptr);

    void show(const std::optional<Item> &item); // hidden without one

protected:
    void changeEvent(QEvent *event) override;

private:
    enum Fact { Id, Version, Created, Updated, FactCount };

    void retranslate();

    std::array<QLabel *, FactCount> m_names{};
    std::array<QLabel *, FactCount> m_values{};
    std::optional<Item> m_item;
};

} // namespace guarita::console

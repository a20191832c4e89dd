// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QSplitter>

namespace guarita::console {

/// A splitter whose handles are the distance between cards, with a small grip in the middle.
class GripSplitter final : public QSplitter
{
    Q_OBJECT

public:
    GripSplitter(Qt::Orientation orientation, QWidget *parent);

protected:
    QSplitterHandle *createHandle() override;
};

} // namespace guarita::console

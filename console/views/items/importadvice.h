// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/items/importmodel.h"
#include "console/models/items/importreader.h"

#include <QtWidgets/QWidget>

class QPushButton;

namespace guarita::console {

class Banner;

/// The one thing that helps most with a table that is not good yet, if there is one: another format that
/// could not be read, a field that no column holds, prices that are written the other way.
class ImportAdvice final : public QWidget
{
    Q_OBJECT

public:
    explicit ImportAdvice(ImportModel &model, QWidget *parent = nullptr);

    void setFault(const std::optional<ImportReader::Fault> &fault);
    QWidget *lastInOrder() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void advise(bool error, const QString &text);

    ImportModel &m_model;
    std::optional<ImportReader::Fault> m_fault;
    Banner *m_banner;
    QPushButton *m_readOtherwise;
};

} // namespace guarita::console

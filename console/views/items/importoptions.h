// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/items/importmodel.h"

#include <QtWidgets/QWidget>

class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QLabel;

namespace guarita::console {

/// How a table is read: its header, separator, encoding, and how prices are written in it.
class ImportOptions final : public QWidget
{
    Q_OBJECT

public:
    explicit ImportOptions(ImportModel &model, QWidget *parent = nullptr);

    /// Shows what was found out; an encoding only for files.
    void showFormat(const CsvTable &table, bool isText);
    CsvFormat format() const;

Q_SIGNALS:
    void formatChosen();

protected:
    void changeEvent(QEvent *event) override;

private:
    void addLabelled(QHBoxLayout *row, QLabel *label, QComboBox *combo);
    void refresh();
    void retranslate();

    ImportModel &m_model;
    QCheckBox *m_header;
    QLabel *m_separatorLabel;
    QComboBox *m_separator;
    QLabel *m_encodingLabel;
    QComboBox *m_encoding;
    QLabel *m_numbersLabel;
    QComboBox *m_numbers;
    bool m_isText = false;
};

} // namespace guarita::console

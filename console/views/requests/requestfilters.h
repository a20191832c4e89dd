// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/requesttrace.h"

#include <QtCore/QTimer>
#include <QtWidgets/QWidget>

class QComboBox;
class QSpinBox;

namespace guarita::console {

/// Which requests are shown: of one backend, that failed, that took long.
class RequestFilters final : public QWidget
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds typing{400};

    explicit RequestFilters(QWidget *parent = nullptr);

    RequestQuery query() const;
    bool isFiltering() const { return query() != RequestQuery(); }
    void setBackends(const QStringList &ids); // what was chosen stays
    void clear();

Q_SIGNALS:
    void changed();

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    QComboBox *m_backend;
    QComboBox *m_outcome;
    QSpinBox *m_least;
    QTimer m_typing;
};

} // namespace guarita::console

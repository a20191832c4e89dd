// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/feedview.h"

namespace guarita::console {

class AuditModel;

/// The records, the newest at the top.
class ActivityView final : public FeedView
{
    Q_OBJECT

public:
    explicit ActivityView(AuditModel &model, QWidget *parent = nullptr);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void buildHeader();
    void fitTimes();
};

} // namespace guarita::console

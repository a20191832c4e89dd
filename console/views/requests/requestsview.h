// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/widgets/feedview.h"

namespace guarita::console {

class RequestsModel;

/// The last requests, the newest at the top. The path gets the place that the others leave.
class RequestsView final : public FeedView
{
    Q_OBJECT

public:
    explicit RequestsView(RequestsModel &requests, QWidget *parent = nullptr);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fitColumns();
};

} // namespace guarita::console

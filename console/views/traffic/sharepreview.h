// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QWidget>

#include <vector>

namespace guarita::console {

/// Each backend's share of the requests as it is and as it would be, one bar beneath the other.
class SharePreview final : public QWidget
{
    Q_OBJECT

public:
    struct Entry
    {
        QString name;
        int series = 0;
        int now = 0; // permilles
        int after = 0;

        friend bool operator==(const Entry &, const Entry &) = default;
    };

    static constexpr std::size_t most = 6; // rows; what more there is, is counted

    explicit SharePreview(QWidget *parent = nullptr);

    void setEntries(std::vector<Entry> entries);
    const std::vector<Entry> &entries() const { return m_entries; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QString figures(const Entry &entry) const;
    int rowHeight() const;
    void describe();

    std::vector<Entry> m_entries;
};

} // namespace guarita::console

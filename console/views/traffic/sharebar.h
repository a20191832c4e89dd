// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QWidget>

#include <chrono>
#include <vector>

namespace guarita::console {

/// The backends' shares of the requests as two stacked bars: of the last minutes and since the balancer's
/// start, with the figures beneath. The shown percentages of a bar sum to 100.
class ShareBar final : public QWidget
{
    Q_OBJECT

public:
    struct Entry
    {
        QString name;
        int series = 0;
        qint64 window = 0; // requests
        qint64 total = 0;
    };

    explicit ShareBar(QWidget *parent = nullptr);

    void setEntries(std::vector<Entry> entries, std::chrono::seconds window);
    void setStale(bool stale);

    QSize sizeHint() const override { return {240, 200}; }
    QSize minimumSizeHint() const override { return {180, 100}; }

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Segment
    {
        std::size_t entry = 0;
        QRectF rect;
    };
    struct Bar
    {
        QString title;
        qint64 sum = 0;
        QRectF rect;
        std::vector<int> parts; // permilles
        std::vector<Segment> segments;
    };

    Bar barOf(qint64 Entry::*count, const QString &title, double top) const;
    std::array<Bar, 2> bars() const;
    void paintBar(QPainter &painter, const Bar &bar) const;
    void paintFigures(QPainter &painter, const std::array<Bar, 2> &bars) const;
    QString windowText() const;
    QString explain(const Bar &bar, std::size_t entry) const;
    void describe();

    std::vector<Entry> m_entries;
    std::chrono::seconds m_window{300};
    bool m_stale = false;
};

} // namespace guarita::console

// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/theme.h"

#include <QtCore/QFile>
#include <QtGui/QIconEngine>
#include <QtGui/QPainter>
#include <QtGui/QPixmapCache>
#include <QtSvg/QSvgRenderer>

#include <array>
#include <optional>

namespace guarita::console::theme {

namespace {

constexpr std::array<const char *, iconCount> files{
    "items",        "backends", "users",  "activity", "add",      "edit",    "duplicate", "delete",
    "undo",         "redo",     "save",   "import",   "export",   "refresh", "search",    "clear",
    "pause",        "play",     "user",   "logout",   "settings", "warning", "error",     "info",
    "success",      "offline",  "online", "conflict", "lock",     "key",     "help",      "chevrondown",
    "chevronright", "close",    "empty",  "column",   "sun",      "moon",    "language",  "copy",
    "paste",        "up",       "down",   "eye",      "eyeoff",   "folder",  "requests",  "guarita",
};

constexpr int largeFrom = 32;

QString fileOf(Icon icon)
{
    return QStringLiteral(":/guarita/icons/%1.svg").arg(QLatin1String(files[static_cast<std::size_t>(icon)]));
}

/// Large pictures get thinner strokes than small ones have, or they would look heavy beside text.
QByteArray drawingOf(Icon icon, bool large)
{
    QFile file(fileOf(icon));
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    Q_UNUSED(opened);
    QByteArray drawing = file.readAll();
    return large ? drawing.replace("stroke-width=\"1.75\"", "stroke-width=\"1.25\"") : drawing;
}

/// `size` is in pixels of the device. An invalid colour leaves the drawing's own.
QPixmap render(Icon icon, QSize size, const QColor &colour, bool large = false)
{
    const QString key = QStringLiteral("guarita/%1/%2x%3/%4/%5")
                            .arg(static_cast<int>(icon))
                            .arg(size.width())
                            .arg(size.height())
                            .arg(colour.isValid() ? colour.name(QColor::HexArgb) : QString())
                            .arg(large);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    QSvgRenderer renderer(drawingOf(icon, large));
    const int side = std::min(size.width(), size.height());
    renderer.render(&painter, QRectF((size.width() - side) / 2.0, (size.height() - side) / 2.0, side, side));
    if (colour.isValid()) {
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(image.rect(), colour);
    }
    painter.end();
    pixmap = QPixmap::fromImage(std::move(image));
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

/// Asks for its colour when it is painted, so that an icon that was set long ago follows a new scheme.
class TintedIconEngine final : public QIconEngine
{
public:
    TintedIconEngine(Icon icon, std::optional<Tone> tone)
        : m_icon(icon)
        , m_tone(tone)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const qreal ratio = painter->device()->devicePixelRatioF();
        QPixmap pixmap = render(m_icon, rect.size() * ratio, colourFor(mode));
        pixmap.setDevicePixelRatio(ratio);
        painter->drawPixmap(rect.topLeft(), pixmap);
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return render(m_icon, size, colourFor(mode));
    }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal) override
    {
        return render(m_icon, size, colourFor(mode));
    }
    QString key() const override { return QStringLiteral("guarita"); }
    bool isNull() override { return false; }
    QIconEngine *clone() const override { return new TintedIconEngine(m_icon, m_tone); }

private:
    QColor colourFor(QIcon::Mode mode) const
    {
        if (m_icon == Icon::Application)
            return {};
        return colour(mode == QIcon::Disabled ? Tone::TextDisabled : m_tone.value_or(Tone::Text));
    }

    Icon m_icon;
    std::optional<Tone> m_tone;
};

} // namespace

QIcon icon(Icon icon)
{
    return QIcon(new TintedIconEngine(icon, std::nullopt));
}

QIcon icon(Icon icon, Tone tone)
{
    return QIcon(new TintedIconEngine(icon, tone));
}

QPixmap pixmap(Icon icon, int size, Tone tone, qreal devicePixelRatio)
{
    const int side = qRound(size * devicePixelRatio);
    QPixmap pixmap = render(icon, QSize(side, side), icon == Icon::Application ? QColor() : colour(tone),
                            size > largeFrom);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    return pixmap;
}

} // namespace guarita::console::theme

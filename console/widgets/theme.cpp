// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/theme.h"

#include "console/widgets/tones.h"

#include <QtCore/QFile>
#include <QtCore/QRegularExpression>
#include <QtGui/QFontDatabase>
#include <QtGui/QFontMetricsF>
#include <QtGui/QPalette>
#include <QtWidgets/QApplication>
#include <QtWidgets/QStyle>
#include <QtWidgets/QStyleFactory>
#include <QtWidgets/QWidget>

namespace guarita::console::theme {

namespace {

// One application has one look; the style itself is as global.
bool dark = false;

void setRole(QPalette &palette, QPalette::ColorRole role, Tone tone, Tone disabled)
{
    palette.setColor(QPalette::Active, role, colour(tone));
    palette.setColor(QPalette::Inactive, role, colour(tone));
    palette.setColor(QPalette::Disabled, role, colour(disabled));
}

QPalette paletteOfScheme()
{
    QPalette palette;
    setRole(palette, QPalette::Window, Tone::Window, Tone::Window);
    setRole(palette, QPalette::WindowText, Tone::Text, Tone::TextDisabled);
    setRole(palette, QPalette::Base, Tone::Surface, Tone::Window);
    setRole(palette, QPalette::AlternateBase, Tone::Window, Tone::Window);
    setRole(palette, QPalette::Text, Tone::Text, Tone::TextDisabled);
    setRole(palette, QPalette::Button, Tone::Surface, Tone::Window);
    setRole(palette, QPalette::ButtonText, Tone::Text, Tone::TextDisabled);
    setRole(palette, QPalette::BrightText, Tone::Bad, Tone::TextDisabled);
    setRole(palette, QPalette::PlaceholderText, Tone::TextMuted, Tone::TextDisabled);
    setRole(palette, QPalette::ToolTipBase, Tone::SurfaceRaised, Tone::SurfaceRaised);
    setRole(palette, QPalette::ToolTipText, Tone::Text, Tone::TextDisabled);
    setRole(palette, QPalette::Highlight, Tone::Accent, Tone::Border);
    setRole(palette, QPalette::HighlightedText, Tone::AccentText, Tone::Text);
    setRole(palette, QPalette::Link, Tone::Accent, Tone::TextDisabled);
    setRole(palette, QPalette::LinkVisited, Tone::Changed, Tone::TextDisabled);
    setRole(palette, QPalette::Light, Tone::SurfaceRaised, Tone::SurfaceRaised);
    setRole(palette, QPalette::Midlight, Tone::Hover, Tone::Hover);
    setRole(palette, QPalette::Mid, Tone::Border, Tone::Border);
    setRole(palette, QPalette::Dark, Tone::Outline, Tone::Border);
    return palette;
}

/// The sheet of the resources with each @name replaced: @tone by its colour, @scheme by "light" or "dark".
QString styleSheetOfScheme()
{
    QFile file(QStringLiteral(":/guarita/style/sheet.qss"));
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    Q_UNUSED(opened);
    const QString source = QString::fromUtf8(file.readAll());
    QHash<QString, QString> values{
        {QStringLiteral("scheme"), dark ? QStringLiteral("dark") : QStringLiteral("light")}};
    for (int index = 0; index < toneCount; ++index) {
        const Tone tone = static_cast<Tone>(index);
        values.insert(toneName(tone), colour(tone).name());
    }
    static const QRegularExpression name(QStringLiteral("@([A-Za-z]+)"));
    QString sheet;
    qsizetype from = 0;
    for (auto matches = name.globalMatch(source); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        Q_ASSERT(values.contains(match.captured(1)));
        sheet += source.mid(from, match.capturedStart() - from) + values.value(match.captured(1));
        from = match.capturedEnd();
    }
    return sheet + source.mid(from);
}

bool desktopIsDark(QApplication &application)
{
    application.setPalette(QPalette()); // back to the desktop's own
    const QPalette palette = application.palette();
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

/// Without a desktop's settings the font is whatever "Sans" means; then these read better on a screen.
QFont preferredFont(const QFont &font)
{
    static const QStringList generic{QStringLiteral("Sans Serif"), QStringLiteral("Sans"),
                                     QStringLiteral("sans-serif"), QStringLiteral("DejaVu Sans"), QString()};
    if (!generic.contains(font.family()))
        return font;
    QFont preferred = font;
    preferred.setFamilies({QStringLiteral("Noto Sans"), QStringLiteral("Cantarell"),
                           QStringLiteral("Open Sans"), QStringLiteral("Liberation Sans"), font.family()});
    preferred.setPointSizeF(std::max(10.0, font.pointSizeF()));
    return preferred;
}

} // namespace

void apply(QApplication &application, ColourScheme scheme)
{
    const bool first = !application.property("guaritaTheme").toBool();
    if (first) {
        application.setProperty("guaritaTheme", true);
        application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        application.setFont(preferredFont(application.font()));
    }
    const bool wanted =
        scheme == ColourScheme::System ? desktopIsDark(application) : scheme == ColourScheme::Dark;
    if (!first && wanted == dark && scheme != ColourScheme::System)
        return;
    dark = wanted;
    application.setPalette(paletteOfScheme());
    application.setStyleSheet(styleSheetOfScheme());
}

bool isDark()
{
    return dark;
}

QColor colour(Tone tone)
{
    return toneOf(tone, dark);
}

QColor colourOf(ProfileColour profile)
{
    switch (profile) {
    case ProfileColour::None:
        break;
    case ProfileColour::Green:
        return QColor::fromRgb(0xff1b7a46);
    case ProfileColour::Blue:
        return QColor::fromRgb(0xff2767cf);
    case ProfileColour::Amber:
        return QColor::fromRgb(0xff9c5c00);
    case ProfileColour::Red:
        return QColor::fromRgb(0xffc62a37);
    }
    return colour(Tone::Border);
}

QColor series(int index)
{
    return seriesOf(index, dark);
}

QFont tabularFont(const QFont &base)
{
    const QFontMetricsF metrics(base);
    for (const QChar digit : QStringLiteral("123456789")) {
        if (!qFuzzyCompare(metrics.horizontalAdvance(digit), metrics.horizontalAdvance(QChar(u'0')))) {
            QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
            fixed.setPointSizeF(base.pointSizeF());
            return fixed;
        }
    }
    return base;
}

QFont titleFont()
{
    QFont font = QApplication::font();
    font.setPointSizeF(font.pointSizeF() * 1.35);
    font.setWeight(QFont::DemiBold);
    return font;
}

void setProperty(QWidget *widget, const char *name, const QVariant &value)
{
    if (widget->property(name) == value)
        return;
    widget->setProperty(name, value);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

} // namespace guarita::console::theme

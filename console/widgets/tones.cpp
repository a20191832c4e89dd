// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/tones.h"

#include <array>

namespace guarita::console::theme {

namespace {

struct Entry
{
    Tone tone;
    const char *name;
    QRgb light;
    QRgb dark;
};

constexpr std::array tones{
    Entry{Tone::Window, "window", 0xfff4f5f8, 0xff15171c},
    Entry{Tone::Surface, "surface", 0xffffffff, 0xff1c1f26},
    Entry{Tone::SurfaceRaised, "surfaceRaised", 0xffffffff, 0xff262a33},
    Entry{Tone::Border, "border", 0xffd8dce3, 0xff343a45},
    Entry{Tone::Outline, "outline", 0xff868e9c, 0xff6c7482},
    Entry{Tone::Hover, "hover", 0xffe9ecf1, 0xff2a2f39},
    Entry{Tone::Text, "text", 0xff1a1e26, 0xffe7e9ee},
    Entry{Tone::TextMuted, "textMuted", 0xff565e6c, 0xffa4abb8},
    Entry{Tone::TextDisabled, "textDisabled", 0xff858c99, 0xff757d8b},
    Entry{Tone::Accent, "accent", 0xff1f5fc4, 0xff7aaaff},
    Entry{Tone::AccentText, "accentText", 0xffffffff, 0xff0b1a33},
    Entry{Tone::AccentSoft, "accentSoft", 0xffe1ebfc, 0xff23355a},
    Entry{Tone::Good, "good", 0xff17713f, 0xff4fc98c},
    Entry{Tone::GoodSoft, "goodSoft", 0xffdff4e7, 0xff173527},
    Entry{Tone::Warning, "warning", 0xff855300, 0xffecb553},
    Entry{Tone::WarningSoft, "warningSoft", 0xfffff0cf, 0xff3b2f14},
    Entry{Tone::Bad, "bad", 0xffb9232f, 0xffff8a8f},
    Entry{Tone::BadSoft, "badSoft", 0xfffde6e7, 0xff43222a},
    Entry{Tone::Info, "info", 0xff1f5fc4, 0xff7aaaff},
    Entry{Tone::InfoSoft, "infoSoft", 0xffe4edfc, 0xff1f2f4f},
    Entry{Tone::Changed, "changed", 0xff7438b8, 0xffc7a2f8},
    Entry{Tone::ChangedSoft, "changedSoft", 0xfff2e9fc, 0xff34274a},
    Entry{Tone::Grid, "grid", 0xffe7eaef, 0xff2a2f38},
    Entry{Tone::FocusRing, "focusRing", 0xff0b2f6d, 0xffe3edff},
};
static_assert(tones.size() == toneCount);

// Apart in hue and in lightness, so that they differ for every kind of colour vision.
struct Series
{
    QRgb light;
    QRgb dark;
};
constexpr std::array seriesColours{
    Series{0xff1f5fc4, 0xff7aaaff}, Series{0xffc2570c, 0xfff0934e}, Series{0xff0f7f73, 0xff3fc7b5},
    Series{0xffa3358f, 0xffe38ad2}, Series{0xff7d6608, 0xffd9c04a}, Series{0xff5b4bc4, 0xffaea2ff},
    Series{0xff4d6b1f, 0xffa0c863}, Series{0xff8c3b3b, 0xffe0a0a0},
};

} // namespace

QColor toneOf(Tone tone, bool dark)
{
    const Entry &entry = tones[static_cast<std::size_t>(tone)];
    Q_ASSERT(entry.tone == tone);
    return QColor::fromRgb(dark ? entry.dark : entry.light);
}

QColor seriesOf(int index, bool dark)
{
    const Series &entry = seriesColours[static_cast<std::size_t>(index) % seriesColours.size()];
    return QColor::fromRgb(dark ? entry.dark : entry.light);
}

QLatin1String toneName(Tone tone)
{
    return QLatin1String(tones[static_cast<std::size_t>(tone)].name);
}

} // namespace guarita::console::theme

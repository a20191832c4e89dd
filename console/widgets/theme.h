// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/profile.h"
#include "console/core/settings.h"

#include <QtGui/QColor>
#include <QtGui/QFont>
#include <QtGui/QIcon>

class QApplication;
class QWidget;

namespace guarita::console::theme {

/// Distances in device-independent pixels; everything sits on a grid of 4.
constexpr int spacing = 8;
constexpr int margin = 16;
constexpr int radius = 6;

enum class Tone {
    Window,
    Surface,
    SurfaceRaised,
    Border,
    Text,
    TextMuted,
    TextDisabled,
    Accent,
    AccentText,
    AccentSoft,
    Good,
    GoodSoft,
    Warning,
    WarningSoft,
    Bad,
    BadSoft,
    Info,
    InfoSoft,
    Changed,
    ChangedSoft, // a staged edit
    Grid,        // of charts and tables
};

/// Fusion with a palette and a style sheet of our own. System follows the desktop's palette. Can be called
/// again at any time; widgets get QEvent::PaletteChange.
void apply(QApplication &application, ColourScheme scheme);
bool isDark();
/// Contrast with the surface that a tone is meant for is at least 4.5:1 for texts, 3:1 for marks.
QColor colour(Tone tone);
QColor colourOf(ProfileColour colour);
/// Distinct on both schemes and for the colour-blind; the index wraps.
QColor series(int index);

QFont tabularFont(const QFont &base); // digits of one width, for numbers in columns
QFont titleFont();

/// An SVG of the binary, tinted by the palette when it is painted, sharp at every scale.
enum class Icon {
    Items,
    Backends,
    Add,
    Edit,
    Duplicate,
    Delete,
    Undo,
    Redo,
    Save,
    Import,
    Export,
    Refresh,
    Search,
    Clear,
    Pause,
    Play,
    User,
    LogOut,
    Settings,
    Warning,
    Error,
    Info,
    Success,
    Offline,
    Online,
    Conflict,
    Lock,
    Key,
    Help,
    ChevronDown,
    ChevronRight,
    Close,
    Empty,
    Column,
    Sun,
    Moon,
    Language,
    Copy,
    Up,
    Down,
    Application,
};
QIcon icon(Icon icon);
QIcon icon(Icon icon, Tone tone);
QPixmap pixmap(Icon icon, int size, Tone tone, qreal devicePixelRatio);

} // namespace guarita::console::theme

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
    Border,  // between areas
    Outline, // of what takes input
    Hover,
    Text,
    TextMuted,
    TextDisabled,
    Accent, // also links and what is chosen
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
    FocusRing,   // around what is filled with Accent
};

/// Every tone, for tests and swatches.
inline constexpr int toneCount = static_cast<int>(Tone::FocusRing) + 1;

/// Fusion with a palette and a style sheet of our own. System follows the desktop's palette. Can be called
/// again at any time; widgets get QEvent::PaletteChange.
void apply(QApplication &application, ColourScheme scheme);
bool isDark();
/// Contrast with the surface that a tone is meant for is at least 4.5:1 for texts, 3:1 for marks.
QColor colour(Tone tone);
QColor colourOf(ProfileColour colour); // white is readable on it; Border for None
/// Distinct on both schemes and for the colour-blind; the index wraps.
QColor series(int index);

QFont tabularFont(const QFont &base); // digits of one width, for numbers in columns
QFont titleFont();

/// Sets a property that the style sheet asks about ("invalid", "kind", "tone") and styles the widget anew.
void setProperty(QWidget *widget, const char *name, const QVariant &value);

/// An SVG of the binary, tinted by the palette when it is painted, sharp at every scale.
enum class Icon {
    Items,
    Backends,
    Users,
    Activity,
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
    Paste,
    Up,
    Down,
    Eye,
    EyeOff,
    Folder,
    Requests,
    Application, // in its own colours
};
inline constexpr int iconCount = static_cast<int>(Icon::Application) + 1;

QIcon icon(Icon icon); // in the colour of text
QIcon icon(Icon icon, Tone tone);
QPixmap pixmap(Icon icon, int size, Tone tone, qreal devicePixelRatio);

} // namespace guarita::console::theme

// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/theme.h"
#include "console/widgets/tones.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QSet>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>

#include <cmath>

using namespace guarita::console;
using theme::Tone;

namespace {

/// WCAG 2.1, "relative luminance" and "contrast ratio".
double luminance(const QColor &colour)
{
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

double contrast(const QColor &one, const QColor &other)
{
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

constexpr double forText = 4.5;
constexpr double forMark = 3.0;

struct Pair
{
    Tone above;
    Tone below;
    double least;
};

std::vector<Pair> pairs()
{
    std::vector<Pair> all;
    for (const Tone surface : {Tone::Window, Tone::Surface, Tone::SurfaceRaised}) {
        for (const Tone text : {Tone::Text, Tone::TextMuted, Tone::Accent, Tone::Good, Tone::Warning,
                                Tone::Bad, Tone::Info, Tone::Changed})
            all.push_back({text, surface, forText});
        for (const Tone mark : {Tone::TextDisabled, Tone::Outline, Tone::FocusRing})
            all.push_back({mark, surface, forMark});
    }
    for (const Tone soft : {Tone::AccentSoft, Tone::GoodSoft, Tone::WarningSoft, Tone::BadSoft,
                            Tone::InfoSoft, Tone::ChangedSoft, Tone::Hover}) {
        all.push_back({Tone::Text, soft, forText});
        all.push_back({Tone::TextMuted, soft, forText});
    }
    all.push_back({Tone::AccentText, Tone::Accent, forText});
    all.push_back({Tone::Accent, Tone::AccentSoft, forText});
    all.push_back({Tone::Accent, Tone::Hover, forText});
    all.push_back({Tone::Good, Tone::GoodSoft, forText});
    all.push_back({Tone::Warning, Tone::WarningSoft, forText});
    all.push_back({Tone::Bad, Tone::BadSoft, forText});
    all.push_back({Tone::Info, Tone::InfoSoft, forText});
    all.push_back({Tone::Changed, Tone::ChangedSoft, forText});
    return all;
}

} // namespace

class TestTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tones_ofBothSchemes_areReadable_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<int>("above");
        QTest::addColumn<int>("below");
        QTest::addColumn<double>("least");
        for (const bool dark : {false, true}) {
            for (const Pair &pair : pairs()) {
                QTest::addRow("%s: %s on %s", dark ? "dark" : "light", theme::toneName(pair.above).data(),
                              theme::toneName(pair.below).data())
                    << dark << static_cast<int>(pair.above) << static_cast<int>(pair.below) << pair.least;
            }
        }
    }
    void tones_ofBothSchemes_areReadable()
    {
        QFETCH(bool, dark);
        QFETCH(int, above);
        QFETCH(int, below);
        QFETCH(double, least);
        const double found = contrast(theme::toneOf(static_cast<Tone>(above), dark),
                                      theme::toneOf(static_cast<Tone>(below), dark));
        QVERIFY2(found >= least, qPrintable(QStringLiteral("%1").arg(found)));
    }

    void profileColours_carryWhiteTextAndAreSeen()
    {
        for (const auto colour :
             {ProfileColour::Green, ProfileColour::Blue, ProfileColour::Amber, ProfileColour::Red}) {
            QVERIFY(contrast(theme::colourOf(colour), Qt::white) >= forText);
            for (const bool dark : {false, true})
                QVERIFY(contrast(theme::colourOf(colour), theme::toneOf(Tone::Window, dark)) >= forMark);
        }
    }

    void series_ofBothSchemes_areSeenAndDiffer()
    {
        for (const bool dark : {false, true}) {
            QSet<QRgb> seen;
            for (int index = 0; index < 8; ++index) {
                const QColor colour = theme::seriesOf(index, dark);
                QVERIFY(contrast(colour, theme::toneOf(Tone::Surface, dark)) >= forMark);
                seen.insert(colour.rgb());
            }
            QCOMPARE(seen.size(), 8);
            QCOMPARE(theme::seriesOf(8, dark), theme::seriesOf(0, dark));
        }
    }

    void apply_anotherScheme_changesPaletteAndSheet()
    {
        for (const ColourScheme scheme : {ColourScheme::Light, ColourScheme::Dark, ColourScheme::Light}) {
            theme::apply(*qApp, scheme);
            QCOMPARE(theme::isDark(), scheme == ColourScheme::Dark);
            QCOMPARE(qApp->palette().color(QPalette::Window), theme::colour(Tone::Window));
            QVERIFY(qApp->styleSheet().contains(theme::colour(Tone::Accent).name()));
            QVERIFY2(!qApp->styleSheet().contains(u'@'), "every name of a tone is replaced");
        }
    }

    void apply_system_isTheDesktopsScheme()
    {
        theme::apply(*qApp, ColourScheme::Dark);
        theme::apply(*qApp, ColourScheme::System);
        QVERIFY(!theme::isDark()); // offscreen's palette is light
        QCOMPARE(qApp->palette().color(QPalette::Window), theme::toneOf(Tone::Window, false));
    }

    void sheet_everyPicture_exists()
    {
        for (const ColourScheme scheme : {ColourScheme::Light, ColourScheme::Dark}) {
            theme::apply(*qApp, scheme);
            static const QRegularExpression url(QStringLiteral("url\\(([^)]+)\\)"));
            int count = 0;
            const QString sheet = qApp->styleSheet();
            for (auto matches = url.globalMatch(sheet); matches.hasNext(); ++count) {
                const QString file = matches.next().captured(1);
                QVERIFY2(QFile::exists(file), qPrintable(file));
            }
            QVERIFY(count > 10);
        }
    }

    void icon_everyOne_isDrawnInThePalettesColour()
    {
        theme::apply(*qApp, ColourScheme::Light);
        for (int index = 0; index < theme::iconCount; ++index) {
            const auto icon = static_cast<theme::Icon>(index);
            const QImage image = theme::pixmap(icon, 24, Tone::Bad, 2).toImage();
            QCOMPARE(image.size(), QSize(48, 48));
            int drawn = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x)
                    drawn += image.pixelColor(x, y).alpha() > 200;
            }
            QVERIFY2(drawn > 20, qPrintable(QString::number(index)));
        }
    }

    void icon_afterAnotherScheme_followsIt()
    {
        theme::apply(*qApp, ColourScheme::Light);
        const QIcon icon = theme::icon(theme::Icon::Add);
        const QPoint middle(48, 48); // where the strokes are, far from their smooth edges
        QCOMPARE(icon.pixmap(96, 96).toImage().pixelColor(middle), theme::toneOf(Tone::Text, false));
        theme::apply(*qApp, ColourScheme::Dark);
        QCOMPARE(icon.pixmap(96, 96).toImage().pixelColor(middle), theme::toneOf(Tone::Text, true));
        QCOMPARE(icon.pixmap(QSize(96, 96), QIcon::Disabled).toImage().pixelColor(middle),
                 theme::toneOf(Tone::TextDisabled, true));
    }

    void tabularFont_everyDigit_hasOneWidth()
    {
        const QFontMetricsF metrics(theme::tabularFont(qApp->font()));
        for (const QChar digit : QStringLiteral("123456789"))
            QCOMPARE(metrics.horizontalAdvance(digit), metrics.horizontalAdvance(QChar(u'0')));
    }

    void setProperty_askedByTheSheet_stylesAnew()
    {
        theme::apply(*qApp, ColourScheme::Light);
        QLabel label;
        theme::setProperty(&label, "tone", QStringLiteral("bad"));
        QCOMPARE(label.palette().color(QPalette::WindowText), theme::colour(Tone::Bad));
        theme::setProperty(&label, "tone", QVariant());
        QCOMPARE(label.palette().color(QPalette::WindowText), theme::colour(Tone::Text));
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"

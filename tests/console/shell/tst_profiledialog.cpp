// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/core/settings.h"
#include "console/views/shell/profiledialog.h"
#include "console/widgets/theme.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

using namespace guarita::console;

class TestProfileDialog : public QObject
{
    Q_OBJECT

    struct Fixture
    {
        Fixture()
            : settings(folder.filePath(QStringLiteral("settings.json")))
            , dialog(settings)
        {
            dialog.ask(QStringLiteral("Local"));
        }
        template <typename T>
        T *find(const char *name)
        {
            return dialog.findChild<T *>(QLatin1String(name));
        }
        void type(const char *name, const QString &text)
        {
            auto *edit = find<QLineEdit>(name);
            edit->selectAll();
            QTest::keyClicks(edit, text);
        }
        void press(const char *name)
        {
            QTest::mouseClick(dialog.findChild<QAbstractButton *>(QLatin1String(name)), Qt::LeftButton);
        }

        QTemporaryDir folder;
        Settings settings;
        ProfileDialog dialog;
    };

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp, ColourScheme::Light); }

    void add_filledIn_isSaved()
    {
        Fixture f;
        f.press("profileAdd");
        QVERIFY(!f.find<QPushButton>("profileSave")->isEnabled()); // it has no address yet
        f.type("profileName", QStringLiteral("Stage"));
        f.type("profileUrl", QStringLiteral("https://stage.example.org"));
        f.find<QComboBox>("profileColour")->setFocus();
        QTest::keyClick(f.find<QComboBox>("profileColour"), Qt::Key_End);
        QTest::mouseClick(f.find<QCheckBox>("profileReadOnly"), Qt::LeftButton, {}, QPoint(10, 10));
        f.press("profileSave");
        QVERIFY(!f.dialog.isVisible());
        QCOMPARE(f.settings.profiles().size(), 2U);
        const Profile &profile = f.settings.profiles().back();
        QCOMPARE(profile.name, QStringLiteral("Stage"));
        QCOMPARE(profile.url, QUrl(QStringLiteral("https://stage.example.org")));
        QCOMPARE(profile.colour, ProfileColour::Red);
        QVERIFY(profile.readOnly);
    }

    void mistakes_standUnderTheirFields_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const char *field, const QString &text) {
            QTest::newRow(name) << QString::fromLatin1(field) << text;
        };
        row("no name", "profileName", QString());
        row("a name that is taken", "profileName", QStringLiteral("Local"));
        row("a long name", "profileName", QString(61, u'x'));
        row("no address", "profileUrl", QStringLiteral("localhost"));
        row("a password in the address", "profileUrl", QStringLiteral("http://a:b@localhost"));
        row("no such file", "profileCaFile", QStringLiteral("missing.pem"));
    }
    void mistakes_standUnderTheirFields()
    {
        QFETCH(QString, field);
        QFETCH(QString, text);
        Fixture f;
        f.press("profileAdd");
        f.type("profileUrl", QStringLiteral("https://stage.example.org"));
        QVERIFY(f.find<QPushButton>("profileSave")->isEnabled());
        auto *edit = f.dialog.findChild<QLineEdit *>(field);
        edit->selectAll();
        QTest::keyClick(edit, Qt::Key_Delete);
        QTest::keyClicks(edit, text);
        const auto *mistake = f.dialog.findChild<QLabel *>(field + QStringLiteral("Mistake"));
        QVERIFY(mistake->isVisible());
        QVERIFY(edit->property("invalid").toBool());
        QCOMPARE(edit->accessibleDescription(), mistake->text());
        QVERIFY(!f.find<QPushButton>("profileSave")->isEnabled());
    }

    void duplicate_hasAFreeNameAndNoToken()
    {
        Fixture f;
        f.press("profileDuplicate");
        QCOMPARE(f.find<QLineEdit>("profileName")->text(), QStringLiteral("Local 2"));
        f.press("profileSave");
        QCOMPARE(f.settings.profiles().back().url, f.settings.profiles().front().url);
    }

    void remove_lastOne_isNotOffered()
    {
        Fixture f;
        QVERIFY(!f.find<QToolButton>("profileRemove")->isEnabled());
        f.press("profileDuplicate");
        QVERIFY(f.find<QToolButton>("profileRemove")->isEnabled());
        f.press("profileRemove");
        QCOMPARE(f.find<QListWidget>("profileList")->count(), 1);
    }

    void cancel_changesNothing()
    {
        Fixture f;
        f.press("profileDuplicate");
        f.press("profileCancel");
        QVERIFY(!f.dialog.isVisible());
        QCOMPARE(f.settings.profiles().size(), 1U);
    }
};

QTEST_MAIN(TestProfileDialog)
#include "tst_profiledialog.moc"

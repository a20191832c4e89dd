// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/connectivity.h"
#include "console/core/settings.h"
#include "console/views/items/iteminspector.h"
#include "console/views/items/itemspage.h"
#include "console/views/items/itemsview.h"
#include "console/widgets/theme.h"
#include "itemrig.h"
#include "support/fakerandom.h"

#include <QtCore/QTemporaryDir>
#include <QtGui/QAction>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>

namespace guarita::console {

/// The items page in a window, logged in, over a service that is not there; found by object names.
struct PageRig : ItemRig
{
    explicit PageRig(qint64 items, const QLocale &locale = QLocale(QLocale::Portuguese, QLocale::Brazil))
        : ItemRig(items)
        , connectivity(transport, session, clock, random)
        , settings(folder.filePath(QStringLiteral("settings.json")))
        , context{api, session, connectivity, settings, clock}
        , page(std::make_unique<ItemsPage>(context, workspace))
    {
        theme::apply(*qApp, ColourScheme::Light);
        page->setLocale(locale);
        page->resize(1100, 640);
        page->show();
    }

    /// Whether the page shows its rows, with the grid in focus.
    bool open()
    {
        page->activated();
        const bool loaded = QTest::qWaitFor([this] { return model.state() == ItemsModel::State::Ready; });
        page->activateWindow();
        page->focusStart();
        return loaded && QTest::qWaitForWindowActive(page.get());
    }

    template <typename T = QWidget>
    T *find(const char *name) const
    {
        auto *found = page->findChild<T *>(QLatin1String(name));
        if (!found)
            qFatal("no %s", name);
        return found;
    }
    QString text(const char *name) const { return find<QLabel>(name)->text(); }
    QAction *action(const char *name) const { return find<QAction>(name); }
    void click(const char *name) const { QTest::mouseClick(find(name), Qt::LeftButton); }
    void type(const char *name, const QString &text) const
    {
        find(name)->setFocus();
        QTest::keyClicks(find(name), text);
    }
    ItemsView &view() const { return *find<ItemsView>("itemsView"); }
    ItemInspector &inspector() const { return *find<ItemInspector>("itemInspector"); }
    /// Selects rows as the keyboard would.
    void select(int first, int last) const
    {
        view().setFocus();
        view().goTo(model.keyAt(first));
        for (int row = first; row < last; ++row)
            QTest::keyClick(&view(), Qt::Key_Down, Qt::ShiftModifier);
    }
    void select(int row) const { select(row, row); }
    /// A key to who has the focus, as from a keyboard.
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QWidget *target = QApplication::focusWidget();
        QTest::keyClick(target ? target : page.get(), key, modifiers);
    }
    QString focused() const
    {
        return QApplication::focusWidget() ? QApplication::focusWidget()->objectName() : QString();
    }

    QTemporaryDir folder;
    support::FakeRandom random;
    Connectivity connectivity;
    Settings settings;
    PageContext context;
    std::unique_ptr<ItemsPage> page;
};

} // namespace guarita::console

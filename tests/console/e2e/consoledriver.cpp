// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/e2e/consoledriver.h"

#include "console/models/items/itemsmodel.h"
#include "console/views/items/itemsview.h"

#include <QtGui/QClipboard>
#include <QtGui/QPainter>
#include <QtNetwork/QNetworkAccessManager>
#include <QtWidgets/QAbstractScrollArea>
#include <QtWidgets/QDialog>

namespace guarita::support {

namespace {

/// Nothing is kept anywhere: a test must not meet what another left in the system's keychain.
class NoVault final : public console::TokenVault
{
public:
    bool available() const override { return false; }
    void read(const console::Profile &,
              std::function<void(std::optional<console::Session::Token>)> done) override
    {
        QMetaObject::invokeMethod(
            qApp, [done] { done(std::nullopt); }, Qt::QueuedConnection);
    }
    void write(const console::Profile &, const console::Session::Token &,
               std::function<void(bool)> done) override
    {
        QMetaObject::invokeMethod(
            qApp, [done] { done(false); }, Qt::QueuedConnection);
    }
    void remove(const console::Profile &) override {}
};

console::Console::Outside outsideOf(const core::Clock &clock, core::Random &random, const QString &folder)
{
    return {nullptr,
            std::make_unique<NoVault>(),
            clock,
            random,
            folder + QStringLiteral("/settings.json"),
            folder + QStringLiteral("/drafts")};
}

} // namespace

ConsoleDriver::ConsoleDriver(QApplication &application, const QString &folder)
    : m_console(application, outsideOf(m_clock, m_random, folder))
{
}

void ConsoleDriver::start(const QUrl &service, const QString &language)
{
    console::CommandLine line;
    line.url = service;
    line.language = language;
    const auto started = m_console.start(line);
    QVERIFY(started.ok());
    window().activateWindow();
    QVERIFY(QTest::qWaitForWindowExposed(&window()));
}

void ConsoleDriver::setScheme(console::ColourScheme scheme)
{
    m_console.settings().setScheme(scheme);
}

void ConsoleDriver::resize(const QSize &size)
{
    window().move(0, 0);
    window().resize(size);
}

QWidget *ConsoleDriver::findWidget(const QString &name) const
{
    QWidget *found = nullptr;
    for (QWidget *top : QApplication::topLevelWidgets()) {
        if (!top->isVisible())
            continue;
        QList<QWidget *> all = top->findChildren<QWidget *>(name);
        if (top->objectName() == name)
            all.prepend(top);
        for (QWidget *widget : all) {
            if (widget->isVisible() && (!found || top->isModal()))
                found = widget;
        }
    }
    return found;
}

/// What a key would reach, once the window that was opened or closed last has let the focus come.
QWidget *ConsoleDriver::target() const
{
    QWidget *window = QApplication::activeModalWidget();
    if (!window)
        window = QApplication::activePopupWidget() ? QApplication::activePopupWidget() : &m_console.window();
    if (!window->isActiveWindow()) {
        window->activateWindow();
        if (!QTest::qWaitForWindowActive(window))
            qWarning("%s does not become active", qPrintable(window->objectName()));
    }
    QWidget *focus = window->focusWidget();
    return focus ? focus : window;
}

void ConsoleDriver::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(target(), key, modifiers);
}

void ConsoleDriver::type(const QString &text)
{
    for (const QChar character : text)
        QTest::sendKeyEvent(QTest::Click, target(), Qt::Key_unknown, QString(character), Qt::NoModifier);
}

void ConsoleDriver::click(const char *name)
{
    QWidget *widget = nullptr;
    QTRY_VERIFY2((widget = find(name)) && widget->isEnabled(), name);
    QTest::mouseClick(widget, Qt::LeftButton);
}

void ConsoleDriver::trigger(const char *name)
{
    auto *action = window().findChild<QAction *>(QLatin1String(name));
    QVERIFY2(action && action->isEnabled(), name);
    action->trigger();
}

void ConsoleDriver::goTo(int row, int column)
{
    // The view's own setCurrentIndex() would look at the modifiers of the last key.
    grid()->setFocus();
    auto *view = qobject_cast<console::ItemsView *>(grid());
    auto *items = qobject_cast<console::ItemsModel *>(view->model());
    view->selectionModel()->setCurrentIndex(items->index(row, column), QItemSelectionModel::Clear);
    view->goTo(items->keyAt(row));
}

void ConsoleDriver::clickCell(QTableView *view, int row, int column, Qt::KeyboardModifiers modifiers)
{
    const QModelIndex index = view->model()->index(row, column);
    view->scrollTo(index);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, modifiers, view->visualRect(index).center());
}

bool ConsoleDriver::logIn(const QString &user, const QString &password)
{
    const auto ready = [this] { return find("userEdit") && find("userEdit")->isEnabled(); };
    if (!QTest::qWaitFor(ready, 10'000))
        return false;
    find("userEdit")->setFocus();
    press(Qt::Key_A, Qt::ControlModifier);
    type(user);
    press(Qt::Key_Tab);
    type(password);
    press(Qt::Key_Return);
    return QTest::qWaitFor([this] { return find("itemsPage") && !find("logInDialog"); }, 15'000);
}

bool ConsoleDriver::waitForItems(qint64 total)
{
    return QTest::qWaitFor(
        [&] {
            const auto *items = qobject_cast<console::ItemsModel *>(grid()->model());
            return items && items->total() == total && items->state() == console::ItemsModel::State::Ready;
        },
        15'000);
}

void ConsoleDriver::paste(const QString &text)
{
    QApplication::clipboard()->setText(text);
    if (grid()->isVisible())
        grid()->setFocus();
    press(Qt::Key_V, Qt::ControlModifier);
}

QString ConsoleDriver::cell(int row, int column) const
{
    return grid()->model()->index(row, column).data().toString();
}

QImage ConsoleDriver::photograph() const
{
    QWidget &main = m_console.window();
    QPixmap picture = main.grab();
    QPainter painter(&picture);
    QWidgetList all = QApplication::topLevelWidgets();
    if (QWidget *modal = QApplication::activeModalWidget()) { // the topmost
        all.removeOne(modal);
        all.append(modal);
    }
    for (QWidget *top : std::as_const(all)) {
        if (top == &main || !top->isVisible() || top->windowType() == Qt::ToolTip)
            continue;
        const QPoint at = main.mapFromGlobal(top->mapToGlobal(QPoint()));
        if (top->windowType() == Qt::Dialog || top->windowType() == Qt::Sheet) {
            painter.fillRect(main.rect(),
                             QColor(0, 0, 0, 90)); // what a desktop's shade does to what is behind
        }
        painter.drawPixmap(at, top->grab());
    }
    return picture.toImage();
}

} // namespace guarita::support

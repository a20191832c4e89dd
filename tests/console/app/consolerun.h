// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/app/console.h"
#include "console/items/itemservice.h"
#include "console/views/shell/mainwindow.h"
#include "core/clock.h"
#include "core/random.h"

#include <QtCore/QTemporaryDir>
#include <QtGui/QAction>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTableView>

namespace guarita::console {

class NoVault final : public TokenVault
{
public:
    bool available() const override { return false; }
    void read(const Profile &, std::function<void(std::optional<Session::Token>)> done) override
    {
        QTimer::singleShot(0, &m_context, [done = std::move(done)] { done(std::nullopt); });
    }
    void write(const Profile &, const Session::Token &, std::function<void(bool)> done) override
    {
        QTimer::singleShot(0, &m_context, [done = std::move(done)] { done(false); });
    }
    void remove(const Profile &) override {}

private:
    QObject m_context;
};

/// One run of the console; more than one may follow each other in a folder.
class Run
{
public:
    explicit Run(const QTemporaryDir &folder, support::ItemService &service)
        : m_service(service)
    {
        auto network = std::make_unique<support::FakeManager>();
        manager = network.get();
        manager->service = [this](const support::FakeRequest &request) { return answer(request); };
        console = std::make_unique<Console>(
            *qApp, Console::Outside{std::move(network), std::make_unique<NoVault>(), m_clock, m_random,
                                    folder.filePath(QStringLiteral("settings.json")),
                                    folder.filePath(QStringLiteral("drafts"))});
    }

    void start(const CommandLine &line = {})
    {
        const auto started = console->start(line);
        QVERIFY(started.ok());
    }
    void logIn(const QString &user = QStringLiteral("ana"))
    {
        auto *dialog = find<QDialog>("logInDialog");
        QVERIFY(dialog->isVisible());
        dialog->findChild<QLineEdit *>(QStringLiteral("userEdit"))->setText(user);
        dialog->findChild<QLineEdit *>(QStringLiteral("passwordEdit"))->setText(QStringLiteral("right"));
        QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("logInButton")), Qt::LeftButton);
        QTRY_VERIFY(!dialog->isVisible());
        QTRY_VERIFY(grid()->model()->rowCount() > 0);
    }
    template <typename T = QWidget>
    T *find(const char *name)
    {
        return console->window().findChild<T *>(QLatin1String(name));
    }
    QTableView *grid() { return find<QTableView>("itemsView"); }
    void edit(int row, const QString &name)
    {
        QAbstractItemModel *model = grid()->model();
        model->setData(model->index(row, ItemsModel::NomeColumn), name);
        QTRY_COMPARE(nameAt(row), name);
    }
    ItemKey create(const char *name)
    {
        return workspace().createDraft({QString::fromLatin1(name), std::nullopt, 100});
    }
    ItemWorkspace &workspace() { return console->workspace(); }
    QString nameAt(int row) { return grid()->model()->index(row, ItemsModel::NomeColumn).data().toString(); }

    support::FakeManager *manager = nullptr;
    std::unique_ptr<Console> console;
    std::chrono::milliseconds writesTake{0};

private:
    support::FakeAnswer answer(const support::FakeRequest &request)
    {
        using support::FakeAnswer;
        if (request.target == "/token")
            return FakeAnswer::json(R"({"access_token":"abc","token_type":"bearer","expires_in":1800})");
        if (!request.target.startsWith("/itens"))
            return FakeAnswer::json("[]");
        FakeAnswer answer = m_service(request);
        if (request.method != "GET")
            answer.delay = writesTake;
        return answer;
    }

    support::ItemService &m_service;
    core::SystemClock m_clock;
    core::SystemRandom m_random;
};

} // namespace guarita::console

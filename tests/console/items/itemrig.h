// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/api.h"
#include "console/models/items/itemworkspace.h"
#include "itemservice.h"
#include "support/fakeclock.h"
#include "support/fakerandom.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QTest>

namespace guarita::console {

/// The models of the items page, logged in, over a service that is not there. A model tester watches.
struct ItemRig
{
    explicit ItemRig(qint64 items)
        : service(items)
        , transport(makeManager())
        , session(transport, clock, random)
        , api(session, RepeatPace{3, std::chrono::milliseconds(1), 30})
        , model(api, drafts)
        , tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest)
        , workspace(api, drafts, model)
    {
        model.setLocale(QLocale(QLocale::English, QLocale::UnitedStates));
        session.resume({"token", clock.wallNow() + std::chrono::hours(1), QStringLiteral("usuario")});
    }

    /// Whether the list came.
    bool load()
    {
        model.refresh();
        return QTest::qWaitFor([this] { return model.state() == ItemsModel::State::Ready; });
    }
    bool idle()
    {
        return QTest::qWaitFor([this] { return !workspace.progress().running(); });
    }
    int lists() const { return manager->count("GET", "/itens?"); }
    int batches() const { return manager->count("POST", "/itens/lote"); }
    int writes() const { return manager->count("POST") + manager->count("PUT") + manager->count("DELETE"); }
    QString name(int row) const { return model.index(row, ItemsModel::NomeColumn).data().toString(); }
    DraftState state(ItemKey key) const { return drafts.find(key)->state; }
    static ItemFields fields(const char *name, qint64 cents = 100)
    {
        return {QString::fromUtf8(name), std::nullopt, cents};
    }
    void rename(qint64 id, const char *name)
    {
        workspace.setField(ItemKey{id}, Field::Nome, QString::fromUtf8(name));
    }

    support::ItemService service;
    support::FakeClock clock;
    support::FakeRandom random;
    support::FakeManager *manager = nullptr;
    Transport transport;
    Session session;
    Api api;
    DraftStore drafts;
    ItemsModel model;
    QAbstractItemModelTester tester;
    ItemWorkspace workspace;

private:
    std::unique_ptr<QNetworkAccessManager> makeManager()
    {
        auto made = std::make_unique<support::FakeManager>();
        manager = made.get();
        manager->service = [this](const support::FakeRequest &request) { return service(request); };
        return made;
    }
};

} // namespace guarita::console

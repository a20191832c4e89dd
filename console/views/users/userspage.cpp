// SPDX-License-Identifier: GPL-3.0-or-later
// What the users' page shows; userspagecommands.cpp has what can be done on it.
#include "console/views/users/userspage.h"

#include "console/api/connectivity.h"
#include "console/core/settings.h"
#include "console/views/errortexts.h"
#include "console/views/users/userdelegate.h"
#include "console/views/users/userinspector.h"
#include "console/views/users/usersview.h"
#include "console/widgets/banner.h"
#include "console/widgets/emptystate.h"
#include "console/widgets/labels.h"
#include "console/widgets/searchline.h"

#include <QtCore/QEvent>
#include <QtCore/QSortFilterProxyModel>
#include <QtGui/QAction>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>

namespace guarita::console {

using Phase = UsersModel::Phase;

namespace {

/// By what a name or a role has in it.
class UserFilter final : public QSortFilterProxyModel
{
public:
    UserFilter(QAbstractItemModel &users, QObject *parent)
        : QSortFilterProxyModel(parent)
    {
        setSourceModel(&users);
    }

    void setText(const QString &text)
    {
        m_text = text.trimmed();
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override
    {
        const auto has = [&](int column) {
            return sourceModel()
                ->index(row, column, parent)
                .data()
                .toString()
                .contains(m_text, Qt::CaseInsensitive);
        };
        return m_text.isEmpty() || has(UsersModel::NameColumn) || has(UsersModel::RolesColumn);
    }

private:
    QString m_text;
};

} // namespace

UsersPage::UsersPage(const PageContext &context, AdminApi &api, core::Random &random, QWidget *parent)
    : Page(parent)
    , m_context(context)
    , m_api(api)
    , m_random(random)
    , m_users(api)
    , m_filtered(new UserFilter(m_users, this))
    , m_view(new UsersView(*m_filtered, this))
    , m_inspector(new UserInspector(this))
    , m_search(new SearchLine(this))
    , m_count(mutedLabel(this))
    , m_banner(new Banner(this))
    , m_empty(new EmptyState(this))
    , m_stack(new QStackedWidget(this))
    , m_splitter(new QSplitter(this))
{
    setObjectName(QStringLiteral("usersPage"));
    m_search->setObjectName(QStringLiteral("usersFilter"));
    m_count->setObjectName(QStringLiteral("usersCount"));
    m_banner->setObjectName(QStringLiteral("usersBanner"));
    m_empty->setObjectName(QStringLiteral("usersEmpty"));
    m_splitter->setObjectName(QStringLiteral("usersSplitter"));
    buildActions();
    m_view->addActions({m_password, m_toggle});
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    build();
    connectAll();
    retranslate();
    sessionChanged();
    selectionMoved();
    showPhase();
}

UsersPage::~UsersPage()
{
    m_context.settings.setLayout(m_splitter->objectName(), m_splitter->saveState());
    disconnect(m_view->selectionModel(), nullptr, this, nullptr); // the rows go before the widgets
}

void UsersPage::build()
{
    m_banner->setClosable(true);
    m_banner->hide();
    m_search->setMinimumWidth(200);
    m_search->setMaximumWidth(360);
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(m_search, 1);
    row->addWidget(m_count);
    row->addStretch();
    auto *head = new QVBoxLayout;
    head->setContentsMargins(12, 12, 12, 12);
    head->setSpacing(theme::spacing);
    head->addWidget(m_banner);
    head->addLayout(row);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_view);
    m_splitter->addWidget(m_stack);
    m_splitter->addWidget(m_inspector);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setSizes({1000, 320});
    m_splitter->restoreState(m_context.settings.layout(m_splitter->objectName()));
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_splitter, 1);
    setTabOrder(m_search, m_view);
}

void UsersPage::connectAll()
{
    connect(&m_users, &UsersModel::phaseChanged, this, &UsersPage::showPhase);
    connect(&m_users, &QAbstractItemModel::dataChanged, this, &UsersPage::selectionMoved);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &UsersPage::selectionMoved);
    connect(m_empty, &EmptyState::primaryTriggered, this, &UsersPage::refresh);
    connect(m_search, &SearchLine::searched, this, [this](const QString &text) { filter(text); });
    connect(m_search, &SearchLine::downPressed, this, &UsersPage::focusStart);
    connect(m_search, &SearchLine::escapePressed, this, &UsersPage::focusStart);
    connect(m_inspector, &UserInspector::saveWanted, this, &UsersPage::saveRoles);
    connect(m_inspector, &UserInspector::enableWanted, this, &UsersPage::setEnabledTo);
    connect(m_inspector, &UserInspector::passwordWanted, this, &UsersPage::resetPassword);
    connect(m_inspector, &UserInspector::edited, this, &UsersPage::showActions);
    connect(&m_context.session, &Session::stateChanged, this, &UsersPage::sessionChanged);
    connect(&m_context.connectivity, &Connectivity::cameBack, this, [this] {
        if (isVisible())
            refresh();
    });
}

void UsersPage::sessionChanged()
{
    const Session &session = m_context.session;
    if (session.state() == Session::State::LoggedOut ||
        (session.state() == Session::State::Active && session.user() != m_user)) {
        m_call.reset();
        m_inspector->setBusy(false);
        m_users.clear();
        m_banner->hide();
    }
    m_user = session.user();
    m_view->setSelf(m_user);
    if (session.state() == Session::State::Active && isVisible())
        activated();
}

std::optional<User> UsersPage::selected() const
{
    const QModelIndexList rows = m_view->selectionModel()->selectedRows();
    return rows.isEmpty() ? std::nullopt : std::optional(userOf(rows.constFirst()));
}

void UsersPage::selectionMoved()
{
    if (const std::optional<User> user = selected())
        m_inspector->showUser(*user, user->name == m_user);
    else
        m_inspector->showNothing();
}

void UsersPage::selectUser(const QString &name)
{
    const int row = m_users.rowOf(name);
    const QModelIndex index = m_filtered->mapFromSource(m_users.index(row, 0));
    if (row < 0 || !index.isValid())
        return;
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index);
}

void UsersPage::filter(const QString &text)
{
    static_cast<UserFilter *>(m_filtered)->setText(text);
    if (!text.trimmed().isEmpty())
        m_users.loadAll(); // or it would say that there is nobody of that name
    showPhase();
}

void UsersPage::showPhase()
{
    m_empty->setActions({}, {});
    const int shown = m_filtered->rowCount();
    switch (m_users.phase()) {
    case Phase::Empty:
    case Phase::Loading:
        m_empty->showLoading(m_users.phase() == Phase::Loading ? tr("Loading users…") : QString());
        break;
    case Phase::Failed:
        m_empty->show(theme::Icon::Error, tr("The users could not be loaded"),
                      m_users.error() ? ErrorTexts::explainAdmin(*m_users.error()) : QString());
        m_empty->setActions(tr("&Try again"), {});
        break;
    case Phase::Ready:
        if (m_search->text().isEmpty())
            m_empty->show(theme::Icon::Empty, tr("No users"), tr("There is nobody to show."));
        else
            m_empty->show(theme::Icon::Search, tr("Nobody found"),
                          tr("No user has “%1” in the name or in a role.").arg(m_search->text()));
        break;
    }
    m_stack->setCurrentIndex(shown > 0 ? 1 : 0);
    if (m_users.phase() == Phase::Ready)
        m_count->setText(m_search->text().isEmpty() ? tr("%Ln user(s)", nullptr, shown)
                                                    : tr("%Ln found", nullptr, shown));
    else
        m_count->clear();
    Q_EMIT statusChanged();
}

// --- Page

QString UsersPage::title() const
{
    return tr("Users");
}

QList<QAction *> UsersPage::pageActions() const
{
    return {m_add, m_save, m_password, m_toggle, nullptr, m_refresh};
}

QString UsersPage::status() const
{
    if (m_users.phase() != Phase::Ready)
        return {};
    return m_users.isComplete() ? tr("all users are shown") : tr("scroll down for more users");
}

void UsersPage::activated()
{
    if (m_users.phase() == Phase::Empty || m_users.phase() == Phase::Failed)
        refresh();
}

void UsersPage::focusStart()
{
    m_view->setFocus();
    if (!m_view->currentIndex().isValid() && m_filtered->rowCount() > 0)
        m_view->setCurrentIndex(m_filtered->index(0, 0));
}

void UsersPage::focusSearch()
{
    m_search->setFocus();
    m_search->selectAll();
}

void UsersPage::changeEvent(QEvent *event)
{
    Page::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange)
        retranslate();
}

void UsersPage::retranslate()
{
    setAccessibleName(title());
    m_users.setLocale(locale());
    m_search->setTexts(tr("Filter users"), tr("Looks in names and roles (Ctrl+F)"));
    m_view->setAccessibleName(tr("Users"));
    m_add->setText(tr("&Add user…"));
    m_save->setText(tr("&Save roles"));
    m_password->setText(tr("Reset &password…"));
    m_refresh->setText(tr("&Refresh"));
    showActions();
    showPhase();
    Q_EMIT titleChanged();
}

} // namespace guarita::console

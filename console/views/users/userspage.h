// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/admin/usersmodel.h"
#include "console/views/page.h"
#include "console/views/pagecontext.h"
#include "core/random.h"

class QLabel;
class QSortFilterProxyModel;
class QSplitter;
class QStackedWidget;

namespace guarita::console {

class Banner;
class EmptyState;
class SearchLine;
class UserInspector;
class UsersView;

/// Who may log in, and what they may do: for administrators. Users are disabled, never deleted, so that what
/// they did keeps its name.
class UsersPage final : public Page
{
    Q_OBJECT

public:
    UsersPage(const PageContext &context, AdminApi &api, core::Random &random, QWidget *parent = nullptr);
    ~UsersPage() override;

    void setReadOnly(bool readOnly); // the profile's

    QString title() const override;
    theme::Icon pageIcon() const override { return theme::Icon::Users; }
    bool isAllowed(const Rights &rights) const override { return rights.administers; }
    QList<QAction *> pageActions() const override;
    QString status() const override;
    void activated() override;
    void focusStart() override;
    void focusSearch() override;

protected:
    void changeEvent(QEvent *event) override;

private:
    void build();
    void buildActions();
    void connectAll();
    QAction *newAction(const char *name, theme::Icon icon, const QKeySequence &key,
                       void (UsersPage::*slot)());
    std::optional<User> selected() const;
    void sessionChanged();
    void selectionMoved();
    void selectUser(const QString &name);
    void filter(const QString &text);
    void showPhase();
    void showActions();

    void refresh();
    void addUser();
    void saveRoles();
    void toggleUser();
    void setEnabledTo(bool enable);
    void resetPassword();
    void openDialog(const std::optional<User> &user);
    void ask(const QString &question, const QString &text, const QString &yes, std::function<void()> then);
    void change(const User &user, const UserChange &change);
    void answered(const QString &name, const Reply<User> &reply);
    void retranslate();

    PageContext m_context;
    AdminApi &m_api;
    core::Random &m_random;
    UsersModel m_users;
    QSortFilterProxyModel *m_filtered;
    UsersView *m_view;
    UserInspector *m_inspector;
    SearchLine *m_search;
    QLabel *m_count;
    Banner *m_banner;
    EmptyState *m_empty;
    QStackedWidget *m_stack;
    QSplitter *m_splitter;
    QAction *m_add = nullptr;
    QAction *m_save = nullptr;
    QAction *m_toggle = nullptr;
    QAction *m_password = nullptr;
    QAction *m_refresh = nullptr;
    Call m_call;
    QString m_user; // whose session the rows were read in
    bool m_readOnly = false;
};

} // namespace guarita::console

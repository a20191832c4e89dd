// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/users/userrepository.h"
#include "sql/sqldialect.h"

#include <QtTest/QTest>

#include <memory>

namespace guarita::gateway {

/// What users and sessions must be on every database. A subclass gives an empty one for each case.
class UserRepositorySuite : public QObject
{
    Q_OBJECT

protected:
    virtual std::shared_ptr<const sql::SqlDialect> freshDatabase() = 0;

private Q_SLOTS:
    void init();
    void cleanup();

    void create_user_isFoundAndListed();
    void create_nameTaken_isRefusedAndChangesNothing();
    void list_pages_goOnAfterTheLastName();
    void change_rolesAndState_countInTheDirectory();
    void change_otherVersion_isRefused();
    void change_noSuchUser_isRefused();
    void change_lastAdmin_isRefusedHoweverItIsTried();
    void change_lastAdminBesideTheDemoUser_isRefused();
    void change_nothing_leavesTheUserAsItIs();
    void change_twoAdminsDisableEachOther_oneStays();
    void rehash_samePassword_isReplacedOnlyIfNothingElseDid();

    void renew_rightToken_isGoodOnce();
    void renew_oldToken_endsTheSession();
    void renew_togetherWithOneToken_onlyOneSucceeds();
    void renew_whileTheUserIsChanged_neitherWaitsForTheOther();
    void renew_expiredSession_isUnknown();
    void renew_madeUpToken_endsThatSessionAndNoOther();
    void endSession_any_isInTheDirectoryAndAnswersOnce();
    void endSession_anotherToken_changesNothing();
    void openSession_userChangedMeanwhile_isRefused();
    void openSession_whileTheUserIsDisabled_noneSurvives();
    void openSession_aboveTheLimit_endsTheOldest();
    void openSession_aboveTheLimitByAStaleLogIn_endsNone();
    void openSession_together_staysNearTheLimit();
    void ping_demo_isOfferedAndWithdrawnWithItsSessions();
    void change_disabledOrNewPassword_endsAllSessionsOfThatUser_data();
    void change_disabledOrNewPassword_endsAllSessionsOfThatUser();
    void forgetSessions_expired_goesInParts();
    void forgetSessions_endedEarly_goesAsWell();
    void generation_whatChangesNothingForOthers_stays();

    void gateways_beat_areToldOfUntilTheyLeaveOrAreSilent();

    void audit_record_comesBackAsItWas();
    void audit_changeOfAUser_isRecordedWithIt();
    void audit_thatCannotBeWritten_leavesTheUserAsItWas();
    void audit_rows_areNeitherChangedNorDeletedEarly();
    void audit_forget_goesInPartsTheOldestFirst();
    void audit_list_isFilteredAndPaged();
    void audit_manyRecords_areWrittenInOneGo();
    void audit_writtenByMany_idsAppearInOrder();

private:
    UserRepository &users() { return *m_users; }
    std::unique_ptr<UserRepository> another(qint64 sessionsPerUser = UserRepository::defaultSessions) const
    {
        return std::make_unique<UserRepository>(m_dialect, DemoUser::LeaveAsIs, StoreTime(), sessionsPerUser);
    }
    Account addUser(const QByteArray &name, Roles roles);
    bool isEnded(const QByteArray &session);
    QString complaintOf(const QString &statement);

    std::shared_ptr<const sql::SqlDialect> m_dialect;
    std::unique_ptr<UserRepository> m_users;
    int m_attempts = 0;
};

} // namespace guarita::gateway

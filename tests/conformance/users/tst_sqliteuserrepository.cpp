// SPDX-License-Identifier: GPL-3.0-or-later
#include "userrepositorysuite.h"

#include <QtCore/QTemporaryDir>

namespace guarita::gateway {

class SqliteUserRepositoryTest final : public UserRepositorySuite
{
    Q_OBJECT

protected:
    std::shared_ptr<const sql::SqlDialect> freshDatabase() override
    {
        return sql::sqliteDialect(m_folder.filePath(QStringLiteral("%1.sqlite").arg(++m_count)));
    }

private:
    QTemporaryDir m_folder;
    int m_count = 0;
};

} // namespace guarita::gateway

QTEST_GUILESS_MAIN(guarita::gateway::SqliteUserRepositoryTest)
#include "tst_sqliteuserrepository.moc"

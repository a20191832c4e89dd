// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArrayView>

#include <algorithm>
#include <array>

namespace guarita::gateway::audited {

// The actions that the audit knows, as its records have them.
inline constexpr char login[] = "entrar";
inline constexpr char refresh[] = "renovar"; // only if it was refused
inline constexpr char logout[] = "sair";
inline constexpr char refusal[] = "recusa"; // a request that a stage refused: 401, 403, 429
inline constexpr char createUser[] = "usuario.criar";
inline constexpr char changeUser[] = "usuario.alterar";
inline constexpr char changePassword[] = "usuario.senha";
inline constexpr char createItem[] = "item.criar";
inline constexpr char changeItem[] = "item.alterar";
inline constexpr char removeItem[] = "item.remover";
inline constexpr char restoreItem[] = "item.restaurar";
inline constexpr char changeItems[] = "item.lote";
inline constexpr char addBackend[] = "backend.criar";
inline constexpr char changeBackend[] = "backend.alterar";
inline constexpr char removeBackend[] = "backend.remover";
inline constexpr char changeConfiguration[] = "config.alterar";

inline constexpr std::array all{login,      refresh,       logout,         refusal,
                                createUser, changeUser,    changePassword, createItem,
                                changeItem, removeItem,    restoreItem,    changeItems,
                                addBackend, changeBackend, removeBackend,  changeConfiguration};

inline bool isAction(QByteArrayView name)
{
    return std::any_of(all.begin(), all.end(), [name](const char *known) { return name == known; });
}

} // namespace guarita::gateway::audited

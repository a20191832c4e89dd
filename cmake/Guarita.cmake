# SPDX-License-Identifier: GPL-3.0-or-later
# What every target of the project has in common. One library per folder; its name says which folder.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_AUTOMOC ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
    # The sloppiness is what ccache wants to be told before it keeps what was compiled with a precompiled header.
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env "CCACHE_SLOPPINESS=pch_defines,time_macros" "${CCACHE_PROGRAM}")
endif()

# A build makes more than a hundred programs, and this linker takes a fraction of the time of the usual one.
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
    add_link_options(-fuse-ld=mold)
endif()

set(GUARITA_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize= takes them (address,undefined or thread)")

add_library(guarita_options INTERFACE)
target_compile_options(guarita_options INTERFACE -Wall -Wextra -Wpedantic -Wnon-virtual-dtor -Woverloaded-virtual)
# GCC 12, once it has inlined enough, takes what a std::optional or std::variant does not hold for what is used.
target_compile_options(guarita_options INTERFACE
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-maybe-uninitialized>)
if(GUARITA_WERROR)
    target_compile_options(guarita_options INTERFACE -Werror)
endif()
target_compile_definitions(guarita_options INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_KEYWORDS QT_STRICT_ITERATORS QT_NO_FOREACH
    GUARITA_VERSION="${PROJECT_VERSION}")
if(GUARITA_SANITIZE)
    target_compile_options(guarita_options INTERFACE -fsanitize=${GUARITA_SANITIZE} -fno-omit-frame-pointer
        -fno-sanitize-recover=all)
    target_link_options(guarita_options INTERFACE -fsanitize=${GUARITA_SANITIZE})
endif()

# guarita_precompile(TARGET core | widgets): the headers that nearly all sources of a kind include are read once for
# all its targets, which halves the time that a build takes.
function(guarita_precompile target kind)
    set(headers guarita_${kind}_headers)
    if(NOT TARGET ${headers})
        set(core <QtCore/QAbstractItemModel> <QtCore/QByteArray> <QtCore/QCborMap> <QtCore/QDateTime>
            <QtCore/QElapsedTimer> <QtCore/QFile> <QtCore/QHash> <QtCore/QJsonArray> <QtCore/QJsonDocument>
            <QtCore/QJsonObject> <QtCore/QObject> <QtCore/QSet> <QtCore/QSharedPointer> <QtCore/QString>
            <QtCore/QTemporaryDir> <QtCore/QThread> <QtCore/QTimer> <QtCore/QUrl> <QtCore/QUuid> <QtCore/QVariant>
            <algorithm> <array> <chrono> <functional> <map> <memory> <optional> <string> <string_view> <utility>
            <vector>)
        set(widgets ${core} <QtGui/QAction> <QtGui/QPainter> <QtWidgets/QApplication> <QtWidgets/QBoxLayout>
            <QtWidgets/QDialog> <QtWidgets/QLabel> <QtWidgets/QLineEdit> <QtWidgets/QPushButton>
            <QtWidgets/QTableView>)
        set(core_needs Qt6::Core)
        set(widgets_needs Qt6::Widgets)
        file(WRITE "${CMAKE_BINARY_DIR}/${headers}.cpp" "")
        add_library(${headers} STATIC "${CMAKE_BINARY_DIR}/${headers}.cpp")
        target_link_libraries(${headers} PRIVATE guarita_options ${${kind}_needs})
        set_target_properties(${headers} PROPERTIES AUTOMOC OFF UNITY_BUILD OFF)
        target_precompile_headers(${headers} PRIVATE ${${kind}})
    endif()
    target_precompile_headers(${target} REUSE_FROM ${headers})
endfunction()

# guarita_library(NAME SOURCES … DEPENDS … [WIDGETS]): one folder, one static library.
# Include roots are `shared/` for shared libraries and the service's own folder for a service's.
function(guarita_library name)
    cmake_parse_arguments(ARG "WIDGETS" "ROOT" "SOURCES;DEPENDS" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    if(NOT ARG_ROOT)
        set(ARG_ROOT "${PROJECT_SOURCE_DIR}/shared")
    endif()
    target_include_directories(${name} PUBLIC "${ARG_ROOT}")
    target_link_libraries(${name} PUBLIC guarita_options ${ARG_DEPENDS})
    if(ARG_WIDGETS)
        guarita_precompile(${name} widgets)
    else()
        guarita_precompile(${name} core)
    endif()
endfunction()

# guarita_test(NAME SOURCES … LIBS … [LABELS …] [GUI | WINDOW]): one QtTest executable, run by ctest without a
# display (GUI: with widgets on none; WINDOW: in an X server of its own).
function(guarita_test name)
    cmake_parse_arguments(ARG "GUI;WINDOW" "TIMEOUT" "SOURCES;LIBS;LABELS" ${ARGN})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
    endif()
    add_executable(${name} ${ARG_SOURCES})
    set_target_properties(${name} PROPERTIES UNITY_BUILD OFF)
    target_link_libraries(${name} PRIVATE guarita_options Qt6::Test ${ARG_LIBS})
    if(ARG_WINDOW)
        add_test(NAME ${name} COMMAND "${PROJECT_SOURCE_DIR}/scripts/with-display" $<TARGET_FILE:${name}>)
    else()
        add_test(NAME ${name} COMMAND ${name})
    endif()
    set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}"
        ENVIRONMENT "QTEST_FUNCTION_TIMEOUT=900000;TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/tsan.supp die_after_fork=0;LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/lsan.supp:print_suppressions=0")
    if(ARG_GUI OR ARG_WINDOW)
        guarita_precompile(${name} widgets)
    else()
        guarita_precompile(${name} core)
    endif()
    # A test includes its own moc output, which leaves this one empty.
    set_source_files_properties("${CMAKE_CURRENT_BINARY_DIR}/${name}_autogen/mocs_compilation.cpp" PROPERTIES
        SKIP_PRECOMPILE_HEADERS ON)
    if(ARG_GUI)
        set_property(TEST ${name} APPEND PROPERTY ENVIRONMENT "QT_QPA_PLATFORM=offscreen")
    endif()
endfunction()

# guarita_daemon(NAME LIBRARY): the executable of one role. With sanitizers it keeps their allocator; otherwise it takes
# jemalloc: a forwarded request allocates in one thread what another frees, which glibc's arenas are slow at.
function(guarita_daemon name library)
    add_executable(${name} main.cpp)
    target_link_libraries(${name} PRIVATE ${library})
    if(NOT GUARITA_SANITIZE)
        find_library(JEMALLOC_LIBRARY jemalloc REQUIRED)
        target_link_libraries(${name} PRIVATE
            "-Wl,--push-state,--no-as-needed" "${JEMALLOC_LIBRARY}" "-Wl,--pop-state")
    endif()
endfunction()

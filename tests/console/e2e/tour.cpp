// SPDX-License-Identifier: GPL-3.0-or-later
// guarita-console-tour FOLDER LANGUAGE SCHEME WIDTHxHEIGHT: photographs every page, dialog and state of the
// console on a stack of its own with data and load. Run by scripts/screenshots, which sets QT_SCALE_FACTOR
// for high-DPI pictures.
#include "console/e2e/consoledriver.h"
#include "console/models/items/itemsmodel.h"
#include "support/load.h"
#include "support/stack.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QDir>
#include <QtCore/QMimeData>
#include <QtCore/QTemporaryDir>
#include <QtGui/QDragEnterEvent>
#include <QtWidgets/QLabel>

#include <cstdio>

using namespace guarita;
using namespace guarita::support;

namespace {

struct Sample
{
    const char *nome;
    const char *descricao;
    const char *preco;
};

constexpr Sample samples[] = {
    {"Café torrado em grãos 1 kg", "Torra média, da Mantiqueira", "64.90"},
    {"Café moído 500 g", "Torra escura, para coador", "24.50"},
    {"Filtro de papel nº 103", nullptr, "7.50"},
    {"Moedor manual", "Mós de cerâmica, ajuste contínuo", "189.00"},
    {"Chaleira com bico fino 1 L", "Aço inox, termômetro na tampa", "259.90"},
    {"Balança de precisão", "0,1 g até 2 kg", "149.00"},
    {"Xícara de porcelana 80 ml", "Conjunto com seis", "96.00"},
    {"Açúcar mascavo 1 kg", nullptr, "12.80"},
    {"Erva-mate 500 g", "Moída fina, sem açúcar", "18.40"},
    {"Cuia de porongo", "Bocal de alpaca", "74.00"},
    {"Bomba de chimarrão", "Aço inox, 20 cm", "59.90"},
    {"Prensa francesa 600 ml", "Vidro borossilicato", "119.00"},
    {"Chá de camomila 30 sachês", nullptr, "9.95"},
    {"Chá preto 100 g", "Folhas inteiras", "21.00"},
    {"Pão de queijo congelado 1 kg", "Polvilho azedo, queijo meia cura", "32.90"},
    {"Doce de leite 400 g", "De Viçosa", "27.50"},
    {"Goiabada cascão 500 g", "Em pedaços", "19.90"},
    {"Queijo canastra 700 g", "Maturado por 21 dias", "84.00"},
    {"Cafeteira italiana 6 xícaras", "Alumínio polido", "139.90"},
    {"Copo térmico 350 ml", "Mantém quente por 6 horas", "89.90"},
};

constexpr int many = 200;

QByteArray jsonOf(const Sample &sample, int copy)
{
    const QByteArray name =
        copy == 0 ? QByteArray(sample.nome) : sample.nome + QByteArray(", lote ") + QByteArray::number(copy);
    const QByteArray text = sample.descricao ? '"' + QByteArray(sample.descricao) + '"' : QByteArray("null");
    return R"({"nome": ")" + name + R"(", "descricao": )" + text + R"(, "preco": )" + sample.preco + "}";
}

class Tour
{
public:
    Tour(QApplication &application, const QString &folder, const QString &language,
         console::ColourScheme scheme, const QSize &size)
        : m_out(folder)
        , m_application(application)
        , m_driver(application, m_files.path())
        , m_language(language)
        , m_scheme(scheme)
        , m_size(size)
    {
    }

    bool run();

private:
    void settle(int milliseconds = 120) { QTest::qWait(milliseconds); }
    void until(const std::function<bool()> &condition, int milliseconds = 5000)
    {
        if (!QTest::qWaitFor(condition, milliseconds))
            std::fprintf(stderr, "after picture %d: what should come does not\n", m_number);
    }
    void photograph(const char *name) { photograph(name, m_driver); }
    void photograph(const char *name, const ConsoleDriver &driver);
    void seed();
    void logIn();
    void emptyAndImport();
    void items();
    void staged();
    void conflict();
    void asked();
    void backends();
    void steering();
    void administration();
    void outage();
    void again();
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        m_driver.press(key, modifiers);
    }
    void editCell(int row, int column, const QString &text);

    QDir m_out;
    QApplication &m_application;
    QTemporaryDir m_files;
    QTemporaryDir m_filesAfter; // as the next start finds them
    Stack m_stack;
    ConsoleDriver m_driver;
    QString m_language;
    console::ColourScheme m_scheme;
    QSize m_size;
    QUrl m_service;
    int m_number = 0;
};

void Tour::photograph(const char *name, const ConsoleDriver &driver)
{
    settle();
    const QString file =
        QStringLiteral("%1-%2.png").arg(++m_number, 2, 10, QLatin1Char('0')).arg(QLatin1String(name));
    if (!driver.photograph().save(m_out.filePath(file)))
        std::fprintf(stderr, "cannot write %s\n", qPrintable(m_out.filePath(file)));
}

void Tour::seed()
{
    Load load(m_stack.gateway().port(), 1, [this](int number) { // one by one: their ids follow the samples
        return m_stack.request(
            "POST", "/itens", jsonOf(samples[number % std::size(samples)], number / int(std::size(samples))));
    });
    load.start(many);
    until([&] { return load.finished(); }, 60'000);
}

void Tour::logIn()
{
    until([this] { return m_driver.find("userEdit") != nullptr; });
    photograph("log-in");
    m_driver.find("userEdit")->setFocus();
    m_driver.type(QStringLiteral("usuario"));
    key(Qt::Key_Tab);
    m_driver.type(QStringLiteral("errada"));
    key(Qt::Key_Return);
    until([this] { return m_driver.find("logInError") != nullptr; });
    photograph("log-in-refused");
    m_driver.click("logInManageProfiles");
    until([this] { return m_driver.find("profileDialog") != nullptr; });
    photograph("profiles");
    key(Qt::Key_Escape);
    settle();
    m_driver.logIn(QStringLiteral("usuario"), QStringLiteral("senha123"));
    m_driver.waitForItems(0);
}

void Tour::emptyAndImport()
{
    photograph("items-empty");
    QString table = QStringLiteral("nome\tdescrição\tpreço\n");
    for (int row = 1; row <= 20; ++row) {
        const QString price = row == 5   ? QStringLiteral("19,9.0")
                              : row == 9 ? QStringLiteral("caro")
                                         : QStringLiteral("%1").arg(row);
        table += QStringLiteral("Café especial %1\tMicrolote %1\t%2\n").arg(row).arg(price);
    }
    m_driver.paste(table);
    until([this] { return m_driver.find("importSummary") != nullptr; });
    settle(400);
    photograph("import");
    key(Qt::Key_Escape);
    settle();
}

void Tour::editCell(int row, int column, const QString &text)
{
    m_driver.goTo(row, column);
    key(Qt::Key_F2);
    until([this] { return m_driver.find("cellEditor") != nullptr; });
    key(Qt::Key_A, Qt::ControlModifier);
    m_driver.type(text);
}

void Tour::items()
{
    seed();
    key(Qt::Key_F5);
    m_driver.waitForItems(many);
    m_driver.goTo(3, console::ItemsModel::NomeColumn);
    photograph("items");
    key(Qt::Key_F, Qt::ControlModifier);
    m_driver.type(QStringLiteral("cafe"));
    key(Qt::Key_Return);
    settle(500);
    photograph("items-search");
    key(Qt::Key_A, Qt::ControlModifier);
    m_driver.type(QStringLiteral("guaraná"));
    key(Qt::Key_Return);
    settle(500);
    photograph("items-nothing-found");
    key(Qt::Key_Escape);
    m_driver.waitForItems(many);
}

void Tour::staged()
{
    const bool comma = m_language == QStringLiteral("pt_BR");
    editCell(1, console::ItemsModel::PrecoColumn, comma ? QStringLiteral("26,90") : QStringLiteral("26.90"));
    key(Qt::Key_Return);
    editCell(4, console::ItemsModel::NomeColumn, QStringLiteral("Chaleira com bico fino 1,2 L"));
    key(Qt::Key_Return);
    editCell(6, console::ItemsModel::PrecoColumn, comma ? QStringLiteral("89.9") : QStringLiteral("89,9"));
    key(Qt::Key_Return);
    photograph("items-price-asked");
    key(Qt::Key_Escape);
    settle();
    key(Qt::Key_N, Qt::ControlModifier);
    settle();
    m_driver.type(QStringLiteral("Coador de pano"));
    m_driver.find("precoEdit")->setFocus();
    m_driver.type(comma ? QStringLiteral("14,90") : QStringLiteral("14.90"));
    m_driver.find("descricaoEdit")->setFocus();
    m_driver.type(QStringLiteral("Algodão cru"));
    photograph("items-staged");
    key(Qt::Key_Escape);
    m_driver.grid()->setFocus();
}

void Tour::conflict()
{
    // Somebody else is quicker with the second item.
    m_stack.ask("PUT", "/itens/2",
                R"({"nome": "Café moído 500 g", "descricao": "Torra média, para coador", "preco": 25.90})");
    key(Qt::Key_S, Qt::ControlModifier);
    settle(800);
    if (!m_driver.find("conflictDialog") && m_driver.find("draftNoticeButton"))
        m_driver.click("draftNoticeButton");
    until([this] { return m_driver.find("conflictDialog") != nullptr; }, 3000);
    photograph("conflict");
    key(Qt::Key_Escape);
    settle();
    photograph("items-conflict");
    m_driver.goTo(10, 1);
    key(Qt::Key_Down, Qt::ShiftModifier);
    key(Qt::Key_Down, Qt::ShiftModifier);
    photograph("items-many-selected");
    key(Qt::Key_Delete);
    until([this] { return m_driver.find("undoBar") != nullptr; }, 3000);
    photograph("items-deleted");
    key(Qt::Key_F1);
    until([this] { return m_driver.find("shortcutSheet") != nullptr; }, 2000);
    photograph("shortcuts");
    key(Qt::Key_Escape);
}

/// What the console asks before it does it, and where something may be dropped.
void Tour::asked()
{
    m_driver.goTo(5, 1);
    key(Qt::Key_A, Qt::ControlModifier);
    key(Qt::Key_Delete);
    until([this] { return m_driver.find("deleteDialog") != nullptr; }, 3000);
    photograph("delete-many-asked");
    key(Qt::Key_Escape);
    m_driver.goTo(5, 1);
    m_driver.click("stagedDiscard");
    until([this] { return m_driver.find("discardDialog") != nullptr; }, 3000);
    photograph("discard-asked");
    key(Qt::Key_Escape);

    QMimeData rows;
    rows.setText(QStringLiteral("Um;1,50\nDois;2,50\n"));
    QDragEnterEvent enter(QPoint(200, 200), Qt::CopyAction, &rows, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_driver.find("itemsPage"), &enter);
    photograph("items-drop");
    QDragLeaveEvent leave;
    QApplication::sendEvent(m_driver.find("itemsPage"), &leave);
}

void Tour::backends()
{
    key(Qt::Key_2, Qt::ControlModifier);
    settle(300);
    photograph("backends-begin");
    Load load(m_stack.gateway().port(), 6, [this](int number) {
        return m_stack.request("GET", "/itens/" + QByteArray::number(1 + number % many));
    });
    load.start();
    settle(25'000);
    m_stack.server(1).kill();
    settle(12'000);
    photograph("backends-one-down");
    m_stack.server(1).start();
    until([this] { return m_driver.find<QLabel>("upTileValue")->text() == QStringLiteral("2 / 2"); }, 60'000);
    settle(20'000);
    photograph("backends");
    steering();
    load.stop();
}

/// What is asked before a backend is drained, and what is watched after it.
void Tour::steering()
{
    m_driver.find<QTableView>("backendsView")->selectRow(0);
    m_driver.find("backendsView")->setFocus();
    key(Qt::Key_D, Qt::ControlModifier);
    until([this] { return m_driver.find("changeDialog") != nullptr; });
    photograph("backend-drain-asked");
    m_driver.click("changeSubmit");
    settle(4000);
    photograph("backend-drained");
    m_driver.click("guardRevert");
    settle(1500);
    m_driver.find<QTableView>("backendsView")->selectRow(0);
    m_driver.find("backendsView")->setFocus();
    key(Qt::Key_F2);
    until([this] { return m_driver.find("changeDialog") != nullptr; });
    photograph("backend-weight");
    key(Qt::Key_Escape);
    settle();
}

void Tour::administration()
{
    for (const char *user :
         {R"({"nome":"bia.souza","senha":"uma senha longa","papeis":["leitor","operador"]})",
          R"({"nome":"caio@exemplo.com","senha":"uma senha longa","papeis":["editor"]})",
          R"({"nome":"davi","senha":"uma senha longa","papeis":["leitor"]})",
          R"({"nome":"elisa","senha":"uma senha longa","papeis":["editor","admin"]})"})
        m_stack.ask("POST", "/admin/usuarios", user);
    m_stack.ask("PATCH", "/admin/usuarios/davi", R"({"ativo":false})");
    m_stack.logIn("bia.souza", "uma senha errada");
    m_stack.ask("DELETE", "/itens/7");
    m_stack.ask("POST", "/itens/7/restaurar");
    key(Qt::Key_3, Qt::ControlModifier);
    until([this] { return m_driver.find("usersView") != nullptr; });
    m_driver.find<QTableView>("usersView")->selectRow(0);
    photograph("users");
    key(Qt::Key_N, Qt::ControlModifier);
    until([this] { return m_driver.find("userDialog") != nullptr; });
    photograph("user-add");
    key(Qt::Key_Escape);
    m_driver.click("enableUserButton");
    until([this] { return m_driver.find("userQuestion") != nullptr; });
    photograph("user-disable-asked");
    key(Qt::Key_Escape);
    key(Qt::Key_4, Qt::ControlModifier);
    until([this] { return m_driver.find("activityView") != nullptr; });
    settle(2500);
    m_driver.find<QTableView>("activityView")->selectRow(2);
    photograph("activity");
    key(Qt::Key_5, Qt::ControlModifier);
    until([this] { return m_driver.find("requestsView") != nullptr; });
    settle(1500);
    if (auto *requests = m_driver.find<QTableView>("requestsView"))
        requests->selectRow(0);
    photograph("requests");
    m_driver.trigger("changePasswordAction");
    until([this] { return m_driver.find("ownPasswordDialog") != nullptr; });
    photograph("password");
    key(Qt::Key_Escape);
}

void Tour::outage()
{
    key(Qt::Key_1, Qt::ControlModifier);
    m_stack.gateway().kill();
    settle(4000);
    photograph("offline");
    key(Qt::Key_2, Qt::ControlModifier);
    settle(1500);
    photograph("backends-stale");
}

/// The same user after the console was killed with drafts, and after its settings file was damaged; and, on a
/// profile that is not to be changed, where it is best to see at once where one is.
void Tour::again()
{
    key(Qt::Key_1, Qt::ControlModifier);
    m_stack.gateway().start();
    until([this] { return m_driver.find("offlineBanner") == nullptr; }, 60'000);
    settle(600); // the journal is written
    const QDir before(m_files.filePath(QStringLiteral("drafts")));
    QDir after(m_filesAfter.path());
    after.mkpath(QStringLiteral("drafts"));
    for (const QString &name : before.entryList({QStringLiteral("*.json")}, QDir::Files))
        QFile::copy(before.filePath(name), after.filePath(QStringLiteral("drafts/") + name));
    QFile broken(after.filePath(QStringLiteral("settings.json")));
    if (broken.open(QIODevice::WriteOnly))
        broken.write("{ this is no longer JSON");
    broken.close();
    m_driver.window().hide();

    ConsoleDriver driver(m_application, after.path());
    driver.setScheme(m_scheme);
    driver.start(m_service, m_language);
    driver.resize(m_size);
    driver.logIn(QStringLiteral("usuario"), QStringLiteral("senha123"));
    driver.waitForItems(many);
    photograph("items-left-drafts", driver);
    std::vector<console::Profile> profiles = driver.settings().profiles();
    for (console::Profile &profile : profiles) {
        profile.colour = console::ProfileColour::Red;
        profile.readOnly = true;
    }
    driver.settings().setProfiles(profiles);
    driver.click("discardDraftsButton");
    driver.click("bannerClose");
    driver.goTo(2, 1);
    photograph("items-read-only", driver);
}

bool Tour::run()
{
    if (!m_stack.start())
        return false;
    m_out.mkpath(QStringLiteral("."));
    m_service = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_stack.gateway().port()));
    m_driver.setScheme(m_scheme);
    m_driver.window().resize(m_size); // so that what opens at once opens in its middle
    m_driver.start(m_service, m_language);
    m_driver.resize(m_size);
    logIn();
    emptyAndImport();
    items();
    staged();
    conflict();
    asked();
    backends();
    administration();
    outage();
    again();
    return true;
}

} // namespace

int main(int count, char **values)
{
    QApplication application(count, values);
    const QStringList arguments = QApplication::arguments();
    const QStringList size = arguments.value(4).split(QLatin1Char('x'));
    if (arguments.size() != 5 || size.size() != 2) {
        std::fputs("usage: guarita-console-tour FOLDER pt_BR|en light|dark WIDTHxHEIGHT\n", stderr);
        return 64;
    }
    const bool dark = arguments.at(3) == QLatin1String("dark");
    Tour tour(application, arguments.at(1), arguments.at(2),
              dark ? console::ColourScheme::Dark : console::ColourScheme::Light,
              QSize(size.at(0).toInt(), size.at(1).toInt()));
    return tour.run() ? 0 : 1;
}

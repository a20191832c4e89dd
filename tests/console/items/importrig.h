// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/items/importmodel.h"
#include "console/views/items/importdialog.h"
#include "console/widgets/theme.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTableView>

namespace guarita::console {

/// An import dialog in pt_BR on the screen, and its parts by name.
class ImportRig
{
public:
    ImportRig()
    {
        theme::apply(*qApp, ColourScheme::Light);
        const QLocale portuguese(QLocale::Portuguese, QLocale::Brazil);
        QLocale::setDefault(portuguese);
        dialog.setLocale(portuguese);
        QObject::connect(&dialog, &QDialog::accepted, &dialog,
                         [this] { imports.push_back(dialog.goodRows()); });
        dialog.show();
    }
    ~ImportRig() { dialog.close(); } // an open editor commits what it has

    template <typename T>
    T *child(const char *name) const
    {
        auto *found = dialog.findChild<T *>(QString::fromLatin1(name));
        if (!found)
            qFatal("no child %s", name);
        return found;
    }
    QTableView *view() const { return child<QTableView>("importView"); }
    QAbstractItemModel *model() const { return view()->model(); }
    QPushButton *importButton() const { return child<QPushButton>("importButton"); }
    QString label(const char *name) const { return child<QLabel>(name)->text(); }
    bool showsRows(int rows) const
    {
        return QTest::qWaitFor([&] { return view()->isVisible() && model()->rowCount() == rows; });
    }
    void choose(const char *combo, const QVariant &data)
    {
        auto *box = child<QComboBox>(combo);
        box->setCurrentIndex(box->findData(data));
        Q_EMIT box->activated(box->currentIndex());
    }
    QString write(const char *name, const QByteArray &content) const
    {
        const QString path = folder.filePath(QString::fromLatin1(name));
        QFile out(path);
        return out.open(QIODevice::WriteOnly) && out.write(content) == content.size() ? path : QString();
    }
    /// As a spreadsheet puts them on the clipboard: the seventh has a price in the other language, the
    /// twelfth no name.
    static QString twentyRows()
    {
        QString text = QStringLiteral("Nome\tDescrição\tPreço\tEstoque\n");
        for (int i = 1; i <= 20; ++i)
            text += QStringLiteral("%1\tcaixa\t%2\t7\n")
                        .arg(i == 12 ? QString() : QStringLiteral("Caneta %1").arg(i),
                             i == 7 ? QStringLiteral("19.9") : QStringLiteral("R$ 1.234,50"));
        return text;
    }

    QTemporaryDir folder;
    ImportDialog dialog;
    std::vector<std::vector<ItemFields>> imports;
};

} // namespace guarita::console

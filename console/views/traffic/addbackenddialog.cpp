// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/addbackenddialog.h"

#include "console/views/errortexts.h"
#include "console/widgets/fieldrow.h"
#include "console/widgets/labels.h"
#include "console/widgets/panes.h"
#include "console/widgets/theme.h"

#include <QtCore/QUrl>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSpinBox>

namespace guarita::console {

AddBackendDialog::AddBackendDialog(BalancerApi &api, const QStringList &clusters, QWidget *parent)
    : QDialog(parent)
    , m_api(api)
    , m_title(plainLabel(this))
    , m_url(new QLineEdit)
    , m_weight(new QSpinBox)
    , m_cluster(new QComboBox)
    , m_urlRow(new FieldRow(m_url, this))
    , m_weightRow(new FieldRow(m_weight, this))
    , m_clusterRow(new FieldRow(m_cluster, this))
    , m_error(plainLabel(this))
    , m_cancel(new QPushButton(this))
    , m_submit(new QPushButton(this))
{
    setObjectName(QStringLiteral("addBackendDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_title->setFont(theme::titleFont());
    m_url->setObjectName(QStringLiteral("backendUrl"));
    m_url->setText(QStringLiteral("http://"));
    m_url->setMinimumWidth(340);
    m_weight->setObjectName(QStringLiteral("backendWeight"));
    m_weight->setRange(leastWeight, mostWeight);
    m_cluster->setObjectName(QStringLiteral("backendCluster"));
    m_cluster->addItems(clusters);
    m_clusterRow->setVisible(clusters.size() > 1);
    m_error->setObjectName(QStringLiteral("addBackendError"));
    m_error->setWordWrap(true);
    theme::setProperty(m_error, "tone", QStringLiteral("bad"));
    m_error->hide();
    m_cancel->setObjectName(QStringLiteral("addBackendCancel"));
    m_submit->setObjectName(QStringLiteral("addBackendSubmit"));
    theme::setProperty(m_submit, "kind", QStringLiteral("primary"));
    layOut(this, {m_title, m_urlRow, m_weightRow, m_clusterRow, m_error}, m_cancel, m_submit);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_submit, &QPushButton::clicked, this, &AddBackendDialog::submit);
    connect(m_url, &QLineEdit::textEdited, this, [this] { m_urlRow->setError({}); });
    connect(&api.session(), &Session::stateChanged, this, [this](Session::State state) {
        if (state == Session::State::LoggedOut)
            reject();
    });
    retranslate();
    m_url->setFocus();
}

void AddBackendDialog::setBackend(const NewBackend &backend)
{
    m_url->setText(backend.url);
    m_weight->setValue(backend.weight);
    m_cluster->setCurrentText(backend.cluster);
}

void AddBackendDialog::submit()
{
    m_error->hide();
    const QUrl url(m_url->text().trimmed(), QUrl::StrictMode);
    const bool web = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    if (!url.isValid() || !web || url.host().isEmpty()) {
        m_urlRow->setError(tr("An address like http://localhost:8004"));
        m_url->setFocus();
        return;
    }
    m_submit->setEnabled(false);
    m_call = m_api.add({m_url->text().trimmed(), m_weight->value(), m_cluster->currentText()},
                       [this](const Reply<core::Done> &reply) { answered(reply); });
}

void AddBackendDialog::answered(const Reply<core::Done> &reply)
{
    if (reply)
        return accept();
    const ApiError &error = reply.error();
    m_submit->setEnabled(true);
    if (error.status == 409) {
        m_urlRow->setError(tr("The balancer has it already."));
    } else if (error.kind == ApiError::Kind::Invalid) {
        m_urlRow->setError(error.fields.empty() ? error.detail : error.fields.front().message);
    } else {
        m_error->setText(ErrorTexts::explainAdmin(error));
        m_error->show();
    }
}

void AddBackendDialog::retranslate()
{
    setWindowTitle(tr("Add a backend"));
    m_title->setText(tr("Add a backend"));
    m_urlRow->setLabel(tr("&Address"));
    m_weightRow->setLabel(tr("&Weight"));
    m_weightRow->setHint(tr("%1 to %2").arg(leastWeight).arg(mostWeight));
    m_clusterRow->setLabel(tr("C&luster"));
    m_cancel->setText(tr("&Cancel"));
    m_submit->setText(tr("A&dd"));
}

} // namespace guarita::console

// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/changedialog.h"

#include "console/models/traffic/wording.h"
#include "console/views/errortexts.h"
#include "console/views/traffic/sharepreview.h"
#include "console/widgets/labels.h"
#include "console/widgets/panes.h"
#include "console/widgets/theme.h"

#include <QtWidgets/QCheckBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSpinBox>

namespace guarita::console {

namespace {

constexpr int changeDialogWidth = 440;
constexpr std::chrono::seconds recently{60};

QLabel *wrapped(QLabel *label)
{
    label->setWordWrap(true);
    label->setMinimumWidth(changeDialogWidth);
    return label;
}

} // namespace

ChangeDialog::ChangeDialog(Kind kind, const Backend &backend, TrafficMonitor &monitor, BalancerApi &api,
                           QWidget *parent)
    : QDialog(parent)
    , m_kind(kind)
    , m_backend(backend)
    , m_monitor(monitor)
    , m_api(api)
    , m_question(wrapped(plainLabel(this)))
    , m_explanation(wrapped(mutedLabel(this)))
    , m_weightRow(new QWidget(this))
    , m_weightLabel(new QLabel(m_weightRow))
    , m_weight(new QSpinBox(m_weightRow))
    , m_sharesTitle(wrapped(mutedLabel(this)))
    , m_shares(new SharePreview(this))
    , m_facts(wrapped(plainLabel(this)))
    , m_warning(wrapped(plainLabel(this)))
    , m_error(wrapped(plainLabel(this)))
    , m_watch(new QCheckBox(this))
    , m_cancel(new QPushButton(this))
    , m_submit(new QPushButton(this))
{
    setObjectName(QStringLiteral("changeDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    build();
    retranslate();
    preview();
    connect(m_weight, &QSpinBox::valueChanged, this, &ChangeDialog::preview);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_submit, &QPushButton::clicked, this, &ChangeDialog::submit);
    connect(&m_monitor, &TrafficMonitor::collected, this, &ChangeDialog::preview);
    connect(&m_monitor, &TrafficMonitor::phaseChanged, this, [this] {
        if (m_monitor.phase() == TrafficMonitor::Phase::LoggedOut)
            reject();
    });
}

void ChangeDialog::build()
{
    m_question->setObjectName(QStringLiteral("changeQuestion"));
    m_question->setFont(theme::titleFont());
    m_weight->setObjectName(QStringLiteral("weightSpin"));
    m_weight->setRange(leastWeight, mostWeight);
    m_weight->setValue(m_backend.weight);
    m_weight->selectAll();
    m_weightLabel->setBuddy(m_weight);
    auto *row = new QHBoxLayout(m_weightRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::spacing);
    row->addWidget(m_weightLabel);
    row->addWidget(m_weight);
    row->addStretch();
    m_weightRow->setVisible(m_kind == Kind::Weigh);
    m_shares->setObjectName(QStringLiteral("changeShares"));
    m_facts->setObjectName(QStringLiteral("changeFacts"));
    m_warning->setObjectName(QStringLiteral("changeWarning"));
    theme::setProperty(m_warning, "tone", QStringLiteral("warning"));
    m_error->setObjectName(QStringLiteral("changeError"));
    theme::setProperty(m_error, "tone", QStringLiteral("bad"));
    m_error->hide();
    m_watch->setObjectName(QStringLiteral("watchErrors"));
    m_watch->setChecked(true);
    m_watch->setVisible(m_kind != Kind::Remove);
    m_cancel->setObjectName(QStringLiteral("changeCancel"));
    m_submit->setObjectName(QStringLiteral("changeSubmit"));
    layOut(this,
           {m_question, m_explanation, m_weightRow, m_sharesTitle, m_shares, m_facts, m_warning, m_watch,
            m_error},
           m_cancel, m_submit);
    if (m_kind == Kind::Weigh)
        m_weight->setFocus();
    else
        m_cancel->setFocus();
}

BackendOrder ChangeDialog::order() const
{
    switch (m_kind) {
    case Kind::Drain:
        return {.change = {.state = AdminState::Drain}};
    case Kind::Maintain:
        return {.change = {.state = AdminState::Maint}};
    case Kind::Weigh:
        return {.change = {.weight = m_weight->value()}};
    case Kind::Remove:
        break;
    }
    return {.change = {}, .removes = true};
}

/// Anew with each report: shares and requests in flight move on while somebody thinks.
void ChangeDialog::preview()
{
    const std::vector<Backend> &backends = m_monitor.latest().backends;
    QHash<QString, qint64> recent;
    for (const Backend &backend : backends)
        recent.insert(backend.id,
                      m_monitor.history().requestsWithin(backend.id, recently, m_monitor.lastReportAt()));
    const ChangePreview preview = previewOf(backends, m_backend.id, order(), recent);
    std::vector<SharePreview::Entry> entries;
    for (const ChangePreview::Row &row : preview.rows)
        entries.push_back({row.id, m_monitor.backends().seriesOf(row.id), row.now, row.after});
    m_shares->setEntries(std::move(entries));
    m_sharesTitle->setText(preview.measured
                               ? tr("Share of the last minute's requests, and what it would become:")
                               : tr("Share of the requests by the weights, and what it would become:"));
    showFacts(preview);
}

void ChangeDialog::showFacts(const ChangePreview &preview)
{
    const auto number = [this](qint64 value) { return Wording::count(value, locale()); };
    QStringList facts;
    if (preview.stops)
        facts << (preview.mustFinish > 0 ? tr("%Ln request(s) in flight there will be finished first.",
                                              nullptr, int(preview.mustFinish))
                                         : tr("Nothing is in flight there now."));
    if (preview.capacityNow && preview.capacityAfter && *preview.capacityNow != *preview.capacityAfter)
        facts << tr("At most %1 requests at once instead of %2.")
                     .arg(number(*preview.capacityAfter), number(*preview.capacityNow));
    m_facts->setText(facts.join(u'\n'));
    m_facts->setVisible(!facts.isEmpty());
    m_leavesNobody = preview.leavesNobody;
    m_warning->setVisible(m_leavesNobody);
    m_warning->setText(
        tr("It is the last one that takes requests. Clients will get status 503 until another one is up."));
    theme::setProperty(m_submit, "kind",
                       m_leavesNobody || m_kind == Kind::Remove ? QStringLiteral("danger")
                                                                : QStringLiteral("primary"));
    showQuestion();
}

void ChangeDialog::submit()
{
    m_error->hide();
    const qint64 version = m_backend.version.value_or(0);
    setBusy(true);
    if (m_kind == Kind::Remove)
        m_call = m_api.remove(m_backend.id, version,
                              [this](const Reply<core::Done> &reply) { removalAnswered(reply); });
    else
        m_call = m_api.change(m_backend.id, version, order().change,
                              [this](const Reply<Backend> &reply) { answered(reply); });
}

void ChangeDialog::answered(const Reply<Backend> &reply)
{
    if (!reply)
        return failed(reply.error());
    Q_EMIT done(
        {.change = order().change, .before = m_backend, .after = reply.value(), .leftNobody = m_leavesNobody},
        m_watch->isChecked());
    accept();
}

void ChangeDialog::removalAnswered(const Reply<core::Done> &reply)
{
    if (!reply)
        return failed(reply.error());
    Q_EMIT removed(m_backend);
    accept();
}

void ChangeDialog::failed(const ApiError &error)
{
    if (error.kind == ApiError::Kind::Conflict)
        return showOthersChange();
    setBusy(false);
    m_error->setText(error.kind == ApiError::Kind::NotFound
                         ? tr("The balancer does not have this backend any more.")
                         : ErrorTexts::explainAdmin(error));
    m_error->show();
}

void ChangeDialog::showOthersChange()
{
    m_call = m_api.findBackend(m_backend.id, [this](const Reply<Backend> &reply) {
        if (!reply)
            return failed(reply.error());
        m_backend = reply.value();
        m_monitor.put(m_backend);
        m_retries = true;
        setBusy(false);
        m_error->setText(tr("Somebody else changed it in the meantime. It is now: %1, weight %2.")
                             .arg(Wording::state(m_backend), Wording::count(m_backend.weight, locale())));
        m_error->show();
        preview();
    });
}

void ChangeDialog::setBusy(bool busy)
{
    m_submit->setEnabled(!busy);
    m_weight->setEnabled(!busy);
    m_watch->setEnabled(!busy);
}

void ChangeDialog::showQuestion()
{
    QString submit;
    switch (m_kind) {
    case Kind::Drain:
        submit = m_leavesNobody ? tr("&Drain anyway") : tr("&Drain");
        break;
    case Kind::Maintain:
        submit = m_leavesNobody ? tr("Into &maintenance anyway") : tr("Into &maintenance");
        break;
    case Kind::Weigh:
        submit = tr("Set &weight");
        break;
    case Kind::Remove:
        submit = m_leavesNobody ? tr("&Remove anyway") : tr("&Remove");
        break;
    }
    m_submit->setText(m_retries ? tr("&Try again") : submit);
}

void ChangeDialog::retranslate()
{
    const QString &id = m_backend.id;
    switch (m_kind) {
    case Kind::Drain:
        m_question->setText(tr("Drain %1?").arg(id));
        m_explanation->setText(tr("It gets no new requests; those in flight are finished."));
        break;
    case Kind::Maintain:
        m_question->setText(tr("Maintenance of %1?").arg(id));
        m_explanation->setText(
            tr("It gets no new requests, those in flight are finished, and it is not checked any more."));
        break;
    case Kind::Weigh:
        m_question->setText(tr("Weight of %1").arg(id));
        m_explanation->setText(tr("With twice the weight of another one it gets twice the requests."));
        break;
    case Kind::Remove:
        m_question->setText(tr("Remove %1?").arg(id));
        m_explanation->setText(tr("The balancer forgets it and its counts; requests in flight are finished. "
                                  "It comes back with the configuration when the balancer is started again, "
                                  "if it is in there."));
        break;
    }
    setWindowTitle(m_question->text());
    m_weightLabel->setText(tr("&Weight:"));
    m_weight->setToolTip(tr("%1 to %2").arg(leastWeight).arg(mostWeight));
    m_watch->setText(tr("&Watch the errors for %n second(s), and take it back if they rise", nullptr,
                        int(GuardRule::watch.count())));
    m_cancel->setText(tr("&Cancel"));
    showQuestion();
}

} // namespace guarita::console

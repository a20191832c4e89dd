// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/poolcore.h"

#include "sql/logging.h"

#include <exception>

namespace guarita::sql {

namespace {

/// For those who do not want to know.
class Unobserved final : public PoolObserver
{
public:
    void waiting(std::size_t) override {}
    void finished(const StorageError *) override {}
    void available(bool) override {}
};

Unobserved unobserved;

bool isAway(const StorageError &error)
{
    return error.failure == Failure::Unavailable && !error.readOnly;
}

} // namespace

PoolCore::PoolCore(RepositoryFactory factory, const PoolLimits &limits, const core::Clock &clock,
                   PoolObserver *observer, core::Random *random)
    : m_factory(std::move(factory))
    , m_limits(limits)
    , m_clock(clock)
    , m_observer(observer ? observer : &unobserved)
    , m_backoff(random ? *random : m_systemRandom, limits.probe)
{
    m_workers.reserve(static_cast<std::size_t>(limits.workers));
    for (int i = 0; i < limits.workers; ++i)
        m_workers.emplace_back([this] { work(); });
}

PoolCore::~PoolCore()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_all();
    for (std::thread &worker : m_workers)
        worker.join();
}

PoolStats PoolCore::stats() const
{
    const std::scoped_lock lock(m_mutex);
    PoolStats stats = m_stats;
    stats.waiting = static_cast<int>(m_queue.size());
    stats.available = m_state == State::Up;
    return stats;
}

void PoolCore::enqueue(Job job)
{
    const char *refusal = nullptr;
    {
        const std::scoped_lock lock(m_mutex);
        ++m_stats.jobs;
        if (m_state == State::Down) {
            refusal = "the database is away";
            job->fail({Failure::Unavailable, QString::fromLatin1(refusal)});
        } else if (m_queue.size() >= static_cast<std::size_t>(m_limits.queue)) {
            refusal = "the queue is full";
            job->fail({Failure::Overloaded, QString::fromLatin1(refusal)});
        } else {
            job->queuedAt = m_clock.now();
            m_queue.push_back(std::move(job));
            m_observer->waiting(m_queue.size());
        }
    }
    if (refusal)
        finish(std::move(job));
    else
        m_changed.notify_one();
}

void PoolCore::work()
{
    const std::unique_ptr<Repository> repository = m_factory();
    probe(*repository); // connects before the first job comes

    Lock lock(m_mutex);
    while (!m_stopping) {
        if (m_state == State::Down && !m_probing)
            waitAndProbe(lock, *repository);
        else if (!m_queue.empty())
            takeOne(lock, *repository);
        else
            m_changed.wait(lock);
    }
}

void PoolCore::waitAndProbe(Lock &lock, Repository &repository)
{
    m_probing = true;
    const std::chrono::milliseconds wait = m_backoff.next();
    m_observer->waitingForDatabase(wait);
    if (!m_changed.wait_for(lock, wait, [this] { return m_stopping; })) {
        lock.unlock();
        probe(repository);
        lock.lock();
    }
    m_probing = false;
}

void PoolCore::takeOne(Lock &lock, Repository &repository)
{
    Job job = std::move(m_queue.front());
    m_queue.pop_front();
    m_observer->waiting(m_queue.size());
    lock.unlock();
    runJob(*job, repository);
    finish(std::move(job));
    lock.lock();
}

void PoolCore::runJob(DatabaseJob &job, Repository &repository)
{
    job.timing.waited = m_clock.now() - job.queuedAt;
    if (job.timing.waited > m_limits.queueWait) {
        job.fail({Failure::Overloaded, QStringLiteral("the job waited too long")});
        return;
    }
    repository.takeCost(); // of a probe
    try {
        job.run(repository);
    } catch (const std::exception &exception) {
        job.fail({Failure::Internal, QString::fromLocal8Bit(exception.what())});
    }
    job.timing.sql = repository.takeCost();
    if (const StorageError *error = job.error(); error && isAway(*error))
        markDown(*error);
}

void PoolCore::probe(Repository &repository)
{
    const Outcome<core::Done> answer = repository.ping();
    if (answer)
        markUp();
    else
        markDown(answer.error());
}

void PoolCore::markUp()
{
    {
        const std::scoped_lock lock(m_mutex);
        if (m_state == State::Up)
            return;
        m_state = State::Up;
        m_backoff.reset();
    }
    m_observer->available(true);
    qCInfo(lcStorage, "database available");
}

void PoolCore::markDown(const StorageError &cause)
{
    std::deque<Job> waiting;
    bool news = false;
    {
        const std::scoped_lock lock(m_mutex);
        news = m_state != State::Down;
        m_state = State::Down;
        waiting.swap(m_queue);
        m_observer->waiting(0);
    }
    m_observer->available(false);
    m_changed.notify_all(); // one of the others becomes the prober
    if (news)
        qCWarning(lcStorage, "database away: %ls", qUtf16Printable(cause.detail.simplified()));
    for (Job &job : waiting) {
        job->fail({Failure::Unavailable, cause.detail});
        finish(std::move(job));
    }
}

void PoolCore::finish(Job job)
{
    m_observer->finished(job->error());
    if (const StorageError *error = job->error()) {
        const Failure failure = error->failure;
        if (!isRefusal(failure)) {
            const std::scoped_lock lock(m_mutex);
            ++m_stats.failures;
            m_stats.overloaded += failure == Failure::Overloaded ? 1 : 0;
        }
        if (failure == Failure::Internal || failure == Failure::DiskFull ||
            failure == Failure::UnknownOutcome)
            qCWarning(lcStorage, "job failed (%s): %ls", failureName(failure),
                      qUtf16Printable(error->detail.simplified()));
    }
    m_completions.push(std::move(job));
}

} // namespace guarita::sql

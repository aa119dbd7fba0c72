// storage.h - what the sample host keeps of its storage, whatever the database behind it: the C table that is lent
// to the scheduler, the calendars that jobs may name, and the notifier's rows.
// Thread-safety: everything may be called from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <gateway_scheduler/notifier.h>
#include <gateway_scheduler/storage.h>

namespace sample_host {

// A permanent fault at opening: one clear sentence.
struct StorageError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Why a calendar is not set or not removed: one clear sentence.
struct CalendarRefused : std::runtime_error {
    enum class Why { invalid, missing, named_by_a_job };
    CalendarRefused(Why reason, const std::string &sentence) : std::runtime_error(sentence), why(reason) {}
    Why why;
};

enum class CalendarChange { created, updated, unchanged };

inline constexpr std::size_t most_ranges_of_a_calendar = 10'000;

// Whoever has it hears of changes; it ends with this object, and with it the last call.
class JobsWatch {
  public:
    JobsWatch() = default;
    JobsWatch(const JobsWatch &) = delete;
    JobsWatch &operator=(const JobsWatch &) = delete;
    virtual ~JobsWatch() = default;
};

// The ids of jobs that were changed, or whose runs were asked to end; none: any may have been.
using JobsChanged = std::function<void(const std::vector<std::string> &job_ids)>;

class Storage {
  public:
    Storage() = default;
    Storage(const Storage &) = delete;
    Storage &operator=(const Storage &) = delete;
    virtual ~Storage() = default;

    // The table that is lent to the scheduler; it lives as long as this object.
    virtual const gs_storage &table() = 0;

    // The store's clock, by which jobs are due: microseconds since 1970, UTC.
    virtual std::int64_t now() const = 0;

    // Throws std::runtime_error if the store is not available, as the next two do.
    virtual bool has_calendar(const std::string &name) = 0;

    // Makes a calendar, or replaces all of its days; ranges may come in any order and overlap. Calendars are read
    // through the table. Throws CalendarRefused for a name or days that no calendar may have.
    virtual CalendarChange set_calendar(const std::string &name, const std::vector<gs_day_range> &days) = 0;

    // Throws CalendarRefused when there is none, and while a job names it.
    virtual void remove_calendar(const std::string &name) = 0;

    // Writes a notice down, or does nothing if one of its id is there already. Throws std::runtime_error if the store
    // is not available.
    virtual void insert_notice(const gs_notice &notice) = 0;

    // Calls `changed` when another host has changed jobs of this store, on a thread of its own, which it must not hold
    // up. A hint: it may come late, twice or not at all. null: no other host can have this store.
    // NOLINTNEXTLINE(performance-unnecessary-value-param): whoever can watch keeps it
    virtual std::unique_ptr<JobsWatch> watch_jobs(JobsChanged /*changed*/) { return nullptr; }
};

bool is_postgresql_address(const std::string &url);

// A large write to PostgreSQL is carried out on so many connections side by side; SQLite has one writer.
inline constexpr std::size_t default_storage_writers = 2;
inline constexpr std::size_t most_storage_writers = 4;

// Opens "sqlite:PATH" or "postgresql://...", as libpq reads it. Throws StorageError.
std::unique_ptr<Storage> open_storage(const std::string &url, std::size_t writers = default_storage_writers);

// The address as it may be shown and logged: without a password.
std::string shown_address(const std::string &url);

// Throws what open_storage would, as far as that can be told with nothing made or changed. `coming_folder` may be
// missing still: it, and the folders above it, will be made before the storage is opened.
void check_storage(const std::string &url, const std::filesystem::path &coming_folder);

} // namespace sample_host

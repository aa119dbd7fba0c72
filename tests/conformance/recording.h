// recording.h - a gs_answer that keeps everything it is told, with copies of all that was borrowed, so that a test can
// look at it after the call.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include <gateway_scheduler/storage.h>

namespace conformance {

struct SeenJob {
    gs_job_row row; // its definition pointer and texts are not to be used: take the members below
    gs_job numbers;
    std::string id, name, owner, schedule, zone, concurrency_key, pause_reason, payload, tzdata_version;
    std::vector<std::pair<std::string, std::string>> labels;
    std::vector<std::string> calendars;
};

struct SeenRun {
    gs_run row;
    std::string job_id, owner_instance, concurrency_key, error, output;
};

struct SeenRecord {
    gs_record row;
    std::string job_id, by_instance, detail;
};

struct SeenReplica {
    gs_replica row;
    std::string instance;
};

struct SeenCalendar {
    std::string name;
    std::int64_t version;
    std::vector<gs_day_range> days;
};

struct SeenItem {
    gs_item_result result;
    std::vector<gs_id> runs;
    std::string payload, detail;
    bool has_job;
    SeenJob job;
};

class Recording {
  public:
    Recording();
    Recording(const Recording &) = delete;
    Recording &operator=(const Recording &) = delete;

    gs_answer answer;
    gs_error error;
    std::int32_t status = GS_OK;
    std::vector<SeenItem> items;
    std::vector<SeenJob> jobs;
    std::vector<SeenRun> runs;
    std::vector<SeenRecord> records;
    std::vector<SeenReplica> replicas;
    std::vector<SeenCalendar> calendars;
    std::vector<gs_id> cancel_requested;
    std::vector<gs_id> order; // of runs and records together, as they came

    // The only item's outcome and answer; throws when there is another number of them or the call failed.
    const SeenItem &item() const;
    std::int32_t outcome() const { return item().result.outcome; }

  private:
    static Recording &of(void *context) { return *static_cast<Recording *>(context); }
};

std::string text(const gs_string &string);
std::string text(const gs_bytes &bytes);
gs_string borrow(const std::string &string);
gs_bytes borrow_bytes(const std::string &string);

} // namespace conformance

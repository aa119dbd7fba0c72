// watched_storage.cpp - see watched_storage.h.
#include "watched_storage.h"

#include <algorithm>
#include <string>
#include <thread>
#include <tuple>
#include <type_traits>

#include "text.h"
#include "well_formed.h"

namespace conformance::kit {

namespace {

// As many rows as no page of the kit has: beyond it they are counted and not kept.
constexpr std::uint64_t most_rows = 200'000;
constexpr std::int64_t tolerated_step_back = 1'000'000;

thread_local std::int64_t last_clock = GS_NO_TIME; // the store's clock in this thread's last answer

} // namespace

// Stands between the host's visits and the check's answer.
struct WatchedStorage::Forward {
    gs_answer &to;
    Watch &watch;
    const char *hook;
    std::thread::id thread = std::this_thread::get_id();
    std::uint32_t items = 0;
    std::uint64_t rows = 0;
    bool done = false; // the first item

    void note(const char *check, const std::string &fault) { watch.note(check, std::string(hook) + ": " + fault); }

    bool may_pass(const std::string &fault) {
        if (std::this_thread::get_id() != thread) {
            note("storage.calls.visitors", "a visitor was called on another thread");
            return false;
        }
        if (!fault.empty()) note("storage.calls.rows", fault);
        return fault.empty() && ++rows <= most_rows;
    }

    template <auto Visitor, class Row>
    static void row(void *context, const Row *row) noexcept {
        auto &self = *static_cast<Forward *>(context);
        if (self.may_pass(fault_of(row))) (self.to.*Visitor)(self.to.context, row);
    }

    static void item(void *context, std::uint32_t index, const gs_item_result *result) noexcept {
        auto &self = *static_cast<Forward *>(context);
        const std::uint32_t expected = self.items++;
        if (index != expected) {
            self.note("storage.calls.items", "item " + std::to_string(index) +
                                                 " was answered when it was the turn of " + std::to_string(expected));
            return;
        }
        if (!self.may_pass(fault_of(result))) return;
        if (index == 0) self.done = result->outcome == GS_ITEM_DONE;
        self.to.item(self.to.context, index, result);
    }

    static void flag(void *context, const gs_id *run_id) noexcept {
        auto &self = *static_cast<Forward *>(context);
        if (self.may_pass(run_id == nullptr ? "a cancel flag without a run" : "")) {
            self.to.cancel_requested(self.to.context, run_id);
        }
    }

    gs_answer answer() {
        return {sizeof(gs_answer),
                0,
                this,
                GS_NO_TIME,
                item,
                row<&gs_answer::job, gs_job_row>,
                row<&gs_answer::run, gs_run>,
                row<&gs_answer::record, gs_record>,
                row<&gs_answer::replica, gs_replica>,
                row<&gs_answer::calendar, gs_calendar>,
                flag};
    }
};

void WatchedStorage::judge(const char *hook, std::uint32_t expected, const Forward &forward, std::int32_t status,
                           const gs_error *error) {
    const auto note = [&](const char *check, const std::string &fault) {
        if (!fault.empty()) watch_.note(check, std::string(hook) + ": " + fault);
    };
    const bool known = status == GS_OK || status == GS_UNAVAILABLE || status == GS_FAILED;
    note("storage.calls.status", known ? "" : "the call answered " + status_name(status));
    if (status == GS_OK && forward.items != expected) {
        note("storage.calls.items",
             std::to_string(expected) + " items were to be answered and " + std::to_string(forward.items) + " were");
    }
    if (error != nullptr) note("storage.calls.error", fault_of(*error, status));
}

// A place that cannot be read is not passed on: the check would lend it to its next call.
void WatchedStorage::judge_purged(const char *hook, gs_purged &purged) {
    const std::string fault = fault_of(purged);
    if (fault.empty()) return;
    watch_.note("storage.calls.rows", std::string(hook) + ": " + fault);
    purged.struct_size = sizeof purged;
    if (purged.job_id_size > GS_MAX_ID_SIZE) purged.job_id_size = 0;
}

void WatchedStorage::judge_clock(const char *hook, gs_answer &answer, const gs_answer &told) {
    answer.store_now = told.store_now;
    if (told.store_now == GS_NO_TIME) {
        watch_.note("storage.calls.clock", std::string(hook) + ": store_now was not written");
        answer.store_now = std::max<std::int64_t>(last_clock, 0); // so that other checks can go on
        return;
    }
    if (last_clock != GS_NO_TIME && told.store_now < last_clock - tolerated_step_back) {
        watch_.note("storage.clock.forward", std::string(hook) + ": the store's clock went back by " +
                                                 std::to_string(last_clock - told.store_now) + " microseconds");
    }
    last_clock = told.store_now;
}

template <class Call>
std::int32_t WatchedStorage::call(const char *hook, std::uint32_t expected, gs_answer &answer, gs_error *error,
                                  gs_purged *purged, Call host_call) {
    Forward forward{answer, watch_, hook};
    gs_answer proxy = forward.answer();
    const Watch::Inside inside(watch_, hook);
    try {
        const std::int32_t status = host_call(&proxy);
        judge(hook, expected, forward, status, error);
        if (status == GS_OK) judge_clock(hook, answer, proxy);
        if (purged != nullptr && status == GS_OK && forward.done) judge_purged(hook, *purged);
        return status;
    } catch (...) {
        watch_.note("storage.calls.exceptions", std::string(hook) + ": an exception came out of the call");
        return GS_FAILED;
    }
}

namespace {

// A text as a template's argument.
template <std::size_t Size>
struct Name {
    char text[Size]; // NOLINT: std::array has no constructor from a literal
    constexpr Name(const char (&literal)[Size]) { std::copy_n(literal, Size, text); } // NOLINT: as above
};

// The function of the watched table that stands for one of the host's, made from its type. `Items` is how many items it
// answers if it has no count.
template <auto Member, Name Hook, std::uint32_t Items, class Function>
struct Watched;

template <auto Member, Name Hook, std::uint32_t Items, class... Arguments>
struct Watched<Member, Hook, Items, std::int32_t (*)(Arguments...)> {
    using All = std::tuple<Arguments...>;
    static constexpr std::size_t size = sizeof...(Arguments);
    using Last = std::tuple_element_t<size - 3, All>; // before the answer and the error

    static std::int32_t call(Arguments... arguments) {
        All all(arguments...);
        auto &self = *static_cast<WatchedStorage *>(std::get<0>(all));
        if (self.host().*Member == nullptr) return GS_FAILED; // the check of the table tells
        std::uint32_t expected = Items;
        if constexpr (std::is_same_v<Last, std::uint32_t>) expected = std::get<size - 3>(all);
        gs_purged *purged = nullptr;
        if constexpr (std::is_same_v<Last, gs_purged *>) purged = std::get<size - 3>(all);
        gs_answer &answer = *std::get<size - 2>(all);
        std::get<0>(all) = self.host().context;
        return self.call(Hook.text, expected, answer, std::get<size - 1>(all), purged, [&](gs_answer *proxy) {
            All proxied = all;
            std::get<size - 2>(proxied) = proxy;
            return std::apply(self.host().*Member, proxied);
        });
    }
};

template <auto Member, Name Hook, std::uint32_t Items = 0>
void watch_function(gs_storage &table) {
    using Function = std::remove_reference_t<decltype(table.*Member)>;
    table.*Member = Watched<Member, Hook, Items, Function>::call;
}

} // namespace

WatchedStorage::WatchedStorage(const gs_storage &host, Watch &watch) : host_(host), table_(host), watch_(watch) {
    table_.context = this;
    watch_function<&gs_storage::join, "storage.join", 1>(table_);
    watch_function<&gs_storage::beat, "storage.beat", 1>(table_);
    watch_function<&gs_storage::retire, "storage.retire", 1>(table_);
    watch_function<&gs_storage::replicas, "storage.replicas">(table_);
    watch_function<&gs_storage::get_job, "storage.get_job">(table_);
    watch_function<&gs_storage::jobs, "storage.jobs">(table_);
    watch_function<&gs_storage::due_jobs, "storage.due_jobs">(table_);
    watch_function<&gs_storage::wake_runs, "storage.wake_runs">(table_);
    watch_function<&gs_storage::runs, "storage.runs">(table_);
    watch_function<&gs_storage::records, "storage.records">(table_);
    watch_function<&gs_storage::calendars, "storage.calendars">(table_);
    watch_function<&gs_storage::put_job, "storage.put_job">(table_);
    watch_function<&gs_storage::remove_job, "storage.remove_job">(table_);
    watch_function<&gs_storage::disable_job, "storage.disable_job">(table_);
    watch_function<&gs_storage::claim, "storage.claim">(table_);
    watch_function<&gs_storage::pass, "storage.pass">(table_);
    watch_function<&gs_storage::begin, "storage.begin">(table_);
    watch_function<&gs_storage::update, "storage.update">(table_);
    watch_function<&gs_storage::ask_cancel, "storage.ask_cancel">(table_);
    watch_function<&gs_storage::records_announced, "storage.records_announced">(table_);
    watch_function<&gs_storage::purge, "storage.purge", 1>(table_);
}

} // namespace conformance::kit

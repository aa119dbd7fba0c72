// broken_storage.cpp - see broken_storage.h.
#include "broken_storage.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <mutex>
#include <stdexcept>
#include <type_traits>
#include <vector>

namespace kit_test {

using conformance::no_id;
using conformance::runs_page;

namespace {

std::mutex first_thread_mutex;

// What an answer is turned into on its way out.
struct Changed {
    BrokenStorage &storage;
    gs_answer &to;
    Call &call;
    const std::vector<const void *> &items;

    static Changed &of(void *context) { return *static_cast<Changed *>(context); }

    template <auto Visitor, auto Change, class Row>
    static void row(void *context, const Row *row) {
        Changed &self = of(context);
        Row copy = *row;
        const auto &change = self.storage.*Change;
        if (!change || change(copy, self.call)) (self.to.*Visitor)(self.to.context, &copy);
    }
    static void job(void *context, const gs_job_row *row) {
        Changed &self = of(context);
        gs_job_row copy = *row;
        gs_job definition = *row->definition;
        copy.definition = &definition;
        if (!self.storage.job || self.storage.job(copy, definition, self.call)) self.to.job(self.to.context, &copy);
    }
    static void item(void *context, std::uint32_t index, const gs_item_result *result) {
        Changed &self = of(context);
        gs_item_result copy = *result;
        self.call.index = index;
        self.call.item = index < self.items.size() ? self.items[index] : nullptr;
        if (self.storage.result) self.storage.result(copy, self.call);
        self.to.item(self.to.context, index, &copy);
    }
    static void flag(void *context, const gs_id *run) {
        Changed &self = of(context);
        if (!self.storage.flag || self.storage.flag(*run, self.call)) self.to.cancel_requested(self.to.context, run);
    }

    gs_answer answer() {
        return {sizeof(gs_answer),
                0,
                this,
                0,
                item,
                job,
                row<&gs_answer::run, &BrokenStorage::run, gs_run>,
                row<&gs_answer::record, &BrokenStorage::record, gs_record>,
                row<&gs_answer::replica, &BrokenStorage::replica, gs_replica>,
                row<&gs_answer::calendar, &BrokenStorage::calendar, gs_calendar>,
                flag};
    }
};

// The items of a call as copies that may be changed, or its one argument; nothing when it has neither.
template <class... Rest>
struct Copies {
    void take(BrokenStorage & /*storage*/, Call & /*call*/, std::tuple<Rest...> & /*rest*/) {}
    std::vector<const void *> items;
};

template <class Item, class... Rest>
struct Copies<const Item *, Rest...> {
    void take(BrokenStorage &storage, Call &call, std::tuple<const Item *, Rest...> &rest) {
        copy = *std::get<0>(rest);
        if (storage.on<Item>()) storage.on<Item>()(copy, call);
        std::get<0>(rest) = &copy;
        items.push_back(&copy);
    }
    Item copy{};
    std::vector<const void *> items;
};

template <class Item, class... Rest>
struct Copies<const Item *const *, Rest...> {
    void take(BrokenStorage &storage, Call &call, std::tuple<const Item *const *, Rest...> &rest) {
        const std::uint32_t count = std::get<1>(rest);
        copies.reserve(count);
        for (call.index = 0; call.index < count; ++call.index) {
            copies.push_back(*std::get<0>(rest)[call.index]);
            if (storage.on<Item>()) storage.on<Item>()(copies.back(), call);
            pointers.push_back(&copies.back());
            items.push_back(&copies.back());
        }
        std::get<0>(rest) = pointers.data();
    }
    std::vector<Item> copies;
    std::vector<const Item *> pointers;
    std::vector<const void *> items;
};

// A text as a template's argument.
template <std::size_t Size>
struct Name {
    char text[Size]; // NOLINT: std::array has no constructor from a literal
    constexpr Name(const char (&literal)[Size]) { std::copy_n(literal, Size, text); } // NOLINT: as above
};

template <auto Member, class Function>
struct Broken;

template <auto Member, class... Rest>
struct Broken<Member, std::int32_t (*)(void *, const gs_caller *, Rest...)> {
    static constexpr std::size_t middle = sizeof...(Rest) - 2;

    template <std::size_t... Index>
    static std::int32_t pass_on(BrokenStorage &storage, Call &call, std::tuple<Rest...> all,
                                std::index_sequence<Index...> /*middle*/) {
        gs_answer &answer = *std::get<middle>(all);
        gs_error *const error = std::get<middle + 1>(all);
        auto between = std::make_tuple(std::get<Index>(all)...);
        Copies<std::tuple_element_t<Index, std::tuple<Rest...>>...> copies;
        copies.take(storage, call, between);
        Changed changed{storage, answer, call, copies.items};
        gs_answer proxy = changed.answer();
        const std::int32_t status =
            (storage.good().*Member)(storage.good().context, &call.caller, std::get<Index>(between)..., &proxy, error);
        if constexpr (std::is_same_v<std::tuple_element_t<0, std::tuple<Rest...>>, const gs_purge *>) {
            if (storage.purged) storage.purged(*std::get<1>(between), *std::get<0>(between));
        }
        answer.store_now = proxy.store_now;
        return storage.after ? storage.after(status, answer, error, call) : status;
    }

    template <Name Text>
    static std::int32_t function(void *context, const gs_caller *caller, Rest... rest) {
        auto &storage = *static_cast<BrokenStorage *>(context);
        Call call{Text.text, *caller};
        call.on_another_thread = storage.is_another_thread();
        if (storage.caller) storage.caller(call);
        return pass_on(storage, call, std::tuple<Rest...>(rest...), std::make_index_sequence<middle>());
    }
};

template <auto Member>
using BrokenOf = Broken<Member, std::remove_reference_t<decltype(std::declval<gs_storage &>().*Member)>>;

template <auto Member, Name Function>
void stand_for(gs_storage &table) {
    table.*Member = BrokenOf<Member>::template function<Function>;
}

} // namespace

bool Call::is(const char *name) const {
    return std::strcmp(function, name) == 0;
}

BrokenStorage::BrokenStorage(const gs_storage &good)
    : good_(good), table_(good), reader_([this]() -> const gs_storage & { return good_; }, "reader", no_id) {
    table_.context = this;
    stand_for<&gs_storage::join, "join">(table_);
    stand_for<&gs_storage::beat, "beat">(table_);
    stand_for<&gs_storage::retire, "retire">(table_);
    stand_for<&gs_storage::replicas, "replicas">(table_);
    stand_for<&gs_storage::get_job, "get_job">(table_);
    stand_for<&gs_storage::jobs, "jobs">(table_);
    stand_for<&gs_storage::due_jobs, "due_jobs">(table_);
    stand_for<&gs_storage::wake_runs, "wake_runs">(table_);
    stand_for<&gs_storage::runs, "runs">(table_);
    stand_for<&gs_storage::records, "records">(table_);
    stand_for<&gs_storage::calendars, "calendars">(table_);
    stand_for<&gs_storage::put_job, "put_job">(table_);
    stand_for<&gs_storage::remove_job, "remove_job">(table_);
    stand_for<&gs_storage::disable_job, "disable_job">(table_);
    stand_for<&gs_storage::claim, "claim">(table_);
    stand_for<&gs_storage::pass, "pass">(table_);
    stand_for<&gs_storage::begin, "begin">(table_);
    stand_for<&gs_storage::update, "update">(table_);
    stand_for<&gs_storage::ask_cancel, "ask_cancel">(table_);
    stand_for<&gs_storage::records_announced, "records_announced">(table_);
    stand_for<&gs_storage::purge, "purge">(table_);
}

bool BrokenStorage::is_another_thread() {
    const std::scoped_lock hold(first_thread_mutex);
    if (first_thread_ == std::thread::id()) first_thread_ = std::this_thread::get_id();
    return first_thread_ != std::this_thread::get_id();
}

bool BrokenStorage::has_job(const gs_string &id) const {
    return !reader_.get_job(conformance::text(id))->jobs.empty();
}

conformance::SeenJob BrokenStorage::job_of(const gs_string &id) const {
    return reader_.get_job(conformance::text(id))->jobs.at(0);
}

bool BrokenStorage::has_run(const gs_id &id) const {
    gs_runs_page page = runs_page(1);
    page.run_id = id;
    return !reader_.runs(page)->runs.empty();
}

conformance::SeenRun BrokenStorage::run_of(const gs_id &id) const {
    gs_runs_page page = runs_page(1);
    page.run_id = id;
    return reader_.runs(page)->runs.at(0);
}

std::vector<conformance::SeenRun> BrokenStorage::runs_on(const gs_string &key) const {
    gs_runs_page page = runs_page(10'000);
    page.concurrency_key = key;
    return reader_.runs(page)->runs;
}

std::vector<conformance::SeenReplica> BrokenStorage::replicas() const {
    return reader_.replicas()->replicas;
}

std::int64_t BrokenStorage::now() const {
    // The wall clock, as the storage in memory has it: a change of what comes out may not call the storage.
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

conformance::Replica BrokenStorage::writer(const char *instance) const {
    static std::uint64_t count = 0;
    const std::uint64_t number = ++count;
    conformance::Replica made([this]() -> const gs_storage & { return good_; },
                              std::string("conformance/breaks/") + instance + std::to_string(number),
                              conformance::numbered_id(std::uint64_t{0x7f0000000000} + number));
    made.join();
    return made;
}

} // namespace kit_test

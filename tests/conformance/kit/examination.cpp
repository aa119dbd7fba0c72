// examination.cpp - see examination.h.
#include "examination.h"

#include <array>
#include <random>
#include <utility>

#include "host_checks.h"
#include "notifier_checks.h"
#include "storage_checks.h"
#include "store_look.h"

namespace conformance::kit {

namespace {

constexpr std::chrono::seconds default_cancel_grace(10);

constexpr Check storage_time{"", storage_h, "they may block, 30 s at most"};
constexpr Check executor_time{"", executor_h, "should return within a second: meanwhile no other run starts."};
constexpr Check notifier_time{"", notifier_h, "may block up to 30 s"};
constexpr Check host_time{"", host_h, "[any thread | no | no]"};

// Eight hexadecimal digits that no other examination of the same store has.
std::string random_token() {
    std::random_device random;
    std::array<char, 9> text{};
    std::snprintf(text.data(), text.size(), "%08x", static_cast<unsigned>(random()));
    return text.data();
}

// Of version 7: the time in milliseconds, then what is random.
gs_id random_id() {
    gs_id id{};
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    auto time = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
    for (int i = 5; i >= 0; --i, time >>= 8) id.bytes[i] = static_cast<std::uint8_t>(time);
    std::random_device random;
    for (int i = 6; i < 16; ++i) id.bytes[i] = static_cast<std::uint8_t>(random());
    id.bytes[6] = static_cast<std::uint8_t>(0x70 | (id.bytes[6] & 0x0f));
    id.bytes[8] = static_cast<std::uint8_t>(0x80 | (id.bytes[8] & 0x3f));
    return id;
}

template <class Scene, class Run>
std::vector<Planned> planned(const std::vector<CheckOf<Scene>> &checks, const Settings &settings, Run run) {
    std::vector<Planned> plan;
    for (const CheckOf<Scene> &each : checks) {
        if (settings.wants(each.check.name))
            plan.push_back({each.check, [run, function = each.run] { run(function); }});
    }
    return plan;
}

[[noreturn]] void skip(const char *what) {
    throw Skipped(std::string("the host lends no ") + what);
}

// A scene is tidied up whatever came of its check.
template <class Scene>
void play(Scene &scene, void (*function)(Scene &)) {
    struct Tidy {
        Scene &scene;
        ~Tidy() { scene.tidy_up(); }
    };
    const Tidy tidy{scene};
    function(scene);
}

} // namespace

Examination::Examination(const gs_host &host, std::chrono::microseconds cancel_grace)
    : host_(host),
      cancel_grace_(cancel_grace.count() > 0 ? cancel_grace : default_cancel_grace),
      storage_lane_(storage_time, stopping_),
      executor_lane_(executor_time, stopping_),
      notifier_lane_(notifier_time, stopping_),
      host_lane_(host_time, stopping_) {}

bool Examination::is_inside() const {
    return storage_lane_.is_inside() || executor_lane_.is_inside() || notifier_lane_.is_inside() ||
           host_lane_.is_inside();
}

std::vector<Planned> Examination::storage_plan() {
    return planned<StorageScene>(all_storage_checks(), settings_, [this](void (*function)(StorageScene &)) {
        if (host_.storage == nullptr) skip("storage");
        StorageScene scene(store_, ++scenes_);
        play(scene, function);
    });
}

std::vector<Planned> Examination::executor_plan() {
    return planned<ExecutorScene>(all_executor_checks(), settings_, [this](void (*function)(ExecutorScene &)) {
        if (host_.executor == nullptr) skip("executor");
        ExecutorScene scene(executor_);
        play(scene, function);
    });
}

std::vector<Planned> Examination::notifier_plan() {
    return planned<NotifierScene>(all_notifier_checks(), settings_, [this](void (*function)(NotifierScene &)) {
        if (host_.notifier == nullptr) skip("notifier");
        NotifierScene scene(host_.notifier, notifier_lane_.watch(), store_, store_.prefix);
        function(scene);
    });
}

std::vector<Planned> Examination::host_plan() {
    return planned<HostScene>(all_host_checks(), settings_, [this](void (*function)(HostScene &)) {
        HostScene scene{host_, host_lane_.watch()};
        function(scene);
    });
}

// Before anything is written: whether the store is the kit's alone.
void Examination::look_at_store() {
    if (host_.storage == nullptr) return;
    try {
        storage_lane_.carry_out([this] {
            const std::string stranger = stranger_in(store_);
            if (!stranger.empty() && !settings_.foreign) {
                throw Refused("the store holds " + stranger +
                              ", and the conformance kit writes only to a store of its own; "
                              "GATEWAY_SCHEDULER_CONFORMANCE_FOREIGN=1 allows it");
            }
            store_.was_empty = is_empty(store_);
        });
    } catch (const Blocked &fault) {
        throw Refused(std::string("the store cannot be looked at: ") + fault.what());
    }
}

void Examination::leave_store() {
    if (host_.storage == nullptr || !store_.was_empty || stopping_) return;
    try {
        storage_lane_.carry_out([this] { purge_all(store_); });
    } catch (const std::exception &) {
        return; // a store that breaks the contract keeps what was written; the checks have told
    }
}

std::vector<Result> Examination::carry_out(const Settings &settings, const std::function<void(std::size_t)> &plan,
                                           const Report &report) {
    settings_ = settings;
    for (Lane *lane : {&storage_lane_, &executor_lane_, &notifier_lane_, &host_lane_}) {
        lane->set_deadline(settings.hook_deadline);
    }
    store_.host = host_.storage;
    store_.watch = &storage_lane_.watch();
    store_.prefix = "conformance/" + random_token() + "/";
    store_.first_id = random_id();
    store_.writers = settings.writers;
    if (host_.storage != nullptr) {
        watched_ = std::make_unique<WatchedStorage>(*host_.storage, storage_lane_.watch());
        store_.table = &watched_->table();
    }
    executor_.host = host_.executor;
    executor_.watch = &executor_lane_.watch();
    executor_.book = &book_;
    executor_.settings = &settings_;
    executor_.ids = &store_;
    executor_.job_id = store_.prefix + "job";
    executor_.cancel_grace = cancel_grace_;

    look_at_store();
    const std::array courses{std::pair(&host_lane_, host_plan()), std::pair(&storage_lane_, storage_plan()),
                             std::pair(&executor_lane_, executor_plan()), std::pair(&notifier_lane_, notifier_plan())};
    std::size_t count = 0;
    for (const auto &[lane, checks] : courses) count += checks.size();
    if (count == 0) throw Refused("GATEWAY_SCHEDULER_CONFORMANCE_ONLY names no check that there is");
    plan(count);
    std::vector<Result> results;
    for (const auto &[lane, checks] : courses) {
        for (const Planned &each : checks) {
            results.push_back(lane->carry_out(each));
            report(results.back());
        }
    }
    leave_store();
    return results;
}

std::vector<Check> all_checks() {
    std::vector<Check> all;
    for (const auto &each : all_host_checks()) all.push_back(each.check);
    for (const auto &each : all_storage_checks()) all.push_back(each.check);
    for (const auto &each : all_executor_checks()) all.push_back(each.check);
    for (const auto &each : all_notifier_checks()) all.push_back(each.check);
    return all;
}

} // namespace conformance::kit

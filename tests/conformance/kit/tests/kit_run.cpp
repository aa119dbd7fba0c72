// kit_run.cpp - see kit_run.h.
#include "kit_run.h"

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <dlfcn.h>

#include "../../temporary_folder.h"

namespace kit_test {

namespace {

const std::string prefix = "GATEWAY_SCHEDULER_CONFORMANCE_";

// Sets variables of the process and takes them away again.
class Variables {
  public:
    explicit Variables(Environment values) : values_(std::move(values)) {
        for (const auto &[name, value] : values_) ::setenv((prefix + name).c_str(), value.c_str(), 1);
    }
    ~Variables() {
        for (const auto &[name, value] : values_) ::unsetenv((prefix + name).c_str());
    }
    Variables(const Variables &) = delete;
    Variables &operator=(const Variables &) = delete;

  private:
    Environment values_;
};

std::string content_of(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// "ok 3 - name # SKIP reason" and "not ok 4 - name".
void read_tap(Verdict &verdict) {
    std::istringstream lines(verdict.tap);
    for (std::string line; std::getline(lines, line);) {
        const bool ok = line.starts_with("ok ");
        if (!ok && !line.starts_with("not ok ")) continue;
        std::string name = line.substr(line.find(" - ") + 3);
        const std::size_t mark = name.find(" # SKIP");
        const bool skipped = mark != std::string::npos;
        if (skipped) name.resize(mark);
        (skipped ? verdict.skipped : ok ? verdict.passed : verdict.failed).push_back(name);
    }
}

void await_stop(const gs_scheduler_api &api, gs_scheduler *scheduler) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (api.stop(scheduler, 0, GS_STOP_DRAIN, nullptr) != GS_OK) {
        if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("stop goes on being refused");
        std::this_thread::yield();
    }
}

void use(const gs_scheduler_api &api, const gs_host &host, const Serve &serve, const std::function<void()> &let_go,
         Verdict &verdict) {
    gs_options options{};
    options.struct_size = sizeof options;
    options.cancel_grace = 1'000'000;
    gs_error error{};
    error.struct_size = sizeof error;
    gs_scheduler *scheduler = nullptr;
    if (api.create(&host, &options, &scheduler, &error) != GS_OK) throw std::runtime_error(error.text);
    if (serve) serve(&api, scheduler);
    verdict.status = api.start(scheduler, &error);
    verdict.told = error.text;
    gs_health health{};
    health.struct_size = sizeof health;
    api.health(scheduler, &health);
    verdict.healthy = health.healthy != 0;
    verdict.health_text = health.text;
    verdict.stop_status = api.stop(scheduler, 10'000'000, GS_STOP_DRAIN, &error);
    if (verdict.stop_status == GS_STILL_INSIDE && let_go) {
        let_go();
        await_stop(api, scheduler);
    } else if (verdict.stop_status != GS_OK) {
        throw std::runtime_error(error.text);
    }
    if (serve) serve(&api, nullptr);
    api.destroy(scheduler);
}

} // namespace

std::string Verdict::complaints() const {
    std::string text = "start answered " + std::to_string(status) + " " + told;
    std::istringstream lines(tap);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("not ok") || line.starts_with("  message:")) text += "\n" + line;
    }
    return text;
}

Verdict run_kit(const gs_host &host, const Environment &environment, const Serve &serve,
                const std::function<void()> &let_go) {
    const conformance::TemporaryFolder folder;
    Environment all = environment;
    all.emplace("TAP", (folder.path() / "verdict.tap").string());
    all.emplace("JUNIT", (folder.path() / "verdict.xml").string());
    const Variables variables(all);
    Verdict verdict;
    void *object = ::dlopen(KIT_PATH, RTLD_NOW | RTLD_LOCAL);
    if (object == nullptr) throw std::runtime_error(::dlerror());
    void *const symbol = ::dlsym(object, GS_ENTRY_SYMBOL);
    gs_entry_fn entry = nullptr;
    std::memcpy(&entry, &symbol, sizeof entry);
    use(*entry(GS_ABI_VERSION, GS_ABI_VERSION, nullptr), host, serve, let_go, verdict);
    ::dlclose(object);
    verdict.unloaded = ::dlopen(KIT_PATH, RTLD_NOW | RTLD_NOLOAD) == nullptr;
    verdict.tap = content_of(all["TAP"]);
    verdict.junit = content_of(all["JUNIT"]);
    read_tap(verdict);
    return verdict;
}

gs_host host_of(const gs_storage *storage, const gs_executor *executor, const gs_notifier *notifier) {
    gs_host host{};
    host.struct_size = sizeof host;
    host.storage = storage;
    host.executor = executor;
    host.notifier = notifier;
    return host;
}

} // namespace kit_test

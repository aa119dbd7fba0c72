#include "gateway/start_checks.h"

#include "api/listen_address.h"
#include "executor/descriptor.h"
#include "gateway/data_directory.h"
#include "gateway/scheduler_life.h"
#include "json/utf8.h"

#include <netdb.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>

namespace sample_host {
namespace {

bool is_control(char32_t character) {
    return character < 0x20 || (character >= 0x7F && character < 0xA0);
}

bool is_instance(std::string_view name) {
    if (name.empty() || name.size() > GS_MAX_INSTANCE_SIZE) return false;
    for (std::size_t at = 0; at < name.size();) {
        const json::Utf8Step step = json::utf8_step(name, at);
        if (!step.valid || is_control(step.character)) return false;
        at += step.size;
    }
    return true;
}

// Whether the address can be had, without listening on it: nobody can connect to a socket that is only bound.
void check_listen(const std::string &listen) {
    const api::ListenAddress address = api::parse_listen_address(listen);
    addrinfo hints{};
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *found = nullptr;
    if (::getaddrinfo(address.host.c_str(), std::to_string(address.port).c_str(), &hints, &found) != 0) return;
    const std::unique_ptr<addrinfo, void (*)(addrinfo *)> place(found, ::freeaddrinfo);
    const executor::Descriptor probe(::socket(place->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int reuse = 1; // as the server does it
    const bool bound = probe && ::setsockopt(probe.get(), SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof(reuse)) == 0 &&
                       ::bind(probe.get(), place->ai_addr, place->ai_addrlen) == 0;
    if (bound) return;
    throw std::runtime_error("cannot listen on " + api::format_address(address.host, address.port) + ": " +
                             std::generic_category().message(errno));
}

void check_zones(const std::filesystem::path &zones) {
    std::error_code failure;
    if (zones.empty() || std::filesystem::is_directory(zones, failure)) return;
    throw std::runtime_error("the directory of time zones " + zones.string() + " does not exist");
}

// What is not given is the scheduler's own, which follows what is given.
void check_kept(const std::string &failures_option, std::int64_t failures, const std::string &runs_option,
                std::int64_t runs) {
    const bool less = runs == GS_KEEP_FOR_EVER || (failures < runs && failures != GS_KEEP_FOR_EVER);
    if (failures == 0 || runs == 0 || failures == runs || !less) return;
    throw OptionError(failures_option + " is less than " + runs_option + ": failures are kept for at least as long");
}

} // namespace

void check_form(const ServeOptions &options) {
    try {
        api::parse_listen_address(options.listen);
    } catch (const std::runtime_error &fault) {
        throw OptionError(std::string("--listen: ") + fault.what());
    }
    if (!is_instance(options.instance)) {
        throw OptionError("--instance: expected a name of 1 to 255 bytes of UTF-8 without control characters");
    }
    if (options.storage_writers != 0 && !is_postgresql_address(options.storage)) {
        throw OptionError("--storage-writers is for --storage postgresql://...; SQLite has one writer");
    }
    check_kept("--keep-failures-days", options.keep_failures_days, "--keep-runs-days", options.keep_runs_days);
    check_kept("--keep-failures", options.keep_failures, "--keep-runs", options.keep_runs);
}

void check_start(const ServeOptions &options, const std::string &storage, const gs_scheduler_api &api,
                 const gs_options &scheduler_options) {
    check_scheduler_options(api, scheduler_options);
    check_zones(options.zones);
    check_data_directory(options.data_dir);
    check_storage(storage, options.data_dir);
    check_listen(options.listen);
}

} // namespace sample_host

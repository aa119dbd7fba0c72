// spdlog lives in this translation unit only.
#include "gateway/logging.h"

#include "loader/contract.h"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <algorithm>
#include <memory>
#include <string>

namespace sample_host {
namespace {

spdlog::logger &logger() {
    static const auto logger = [] {
        auto made = std::make_unique<spdlog::logger>("sample-host", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_formatter(
            std::make_unique<spdlog::pattern_formatter>("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc));
        return made;
    }();
    return *logger;
}

spdlog::level::level_enum level_of(int32_t level) {
    switch (level) {
    case GS_LOG_DEBUG:
        return spdlog::level::debug;
    case GS_LOG_INFO:
        return spdlog::level::info;
    case GS_LOG_WARNING:
        return spdlog::level::warn;
    default:
        return spdlog::level::err;
    }
}

} // namespace

void log(int32_t level, std::string_view message) {
    std::string line(message);
    std::replace_if(
        line.begin(), line.end(),
        [](char character) { return (character >= 0 && character < ' ') || character == 0x7F; }, '?');
    logger().log(level_of(level), spdlog::string_view_t(line.data(), line.size()));
}

const gs_log &scheduler_log() {
    static const gs_log table{sizeof(gs_log), GS_LOG_INFO, nullptr,
                              [](void *, int32_t level, gs_string message) noexcept {
                                  try {
                                      log(level, view(message));
                                  } catch (...) { // NOLINT(bugprone-empty-catch): no line is worth the gateway
                                  }
                              }};
    return table;
}

} // namespace sample_host

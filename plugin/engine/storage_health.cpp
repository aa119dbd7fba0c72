#include "engine/storage_health.h"

#include <algorithm>

namespace gateway_scheduler::engine {

namespace {

const char *name(StorageSide side) {
    return side == StorageSide::reads ? "reads" : "writes";
}

} // namespace

std::optional<LogLine> StorageHealth::answered(StorageSide side, const StorageAnswer &answer) {
    Trouble &trouble = sides_.at(static_cast<std::size_t>(side));
    if (answer.status != CallStatus::ok) {
        trouble.error = answer.error;
        if (trouble.since) return std::nullopt;
        trouble.since = answer.received;
        return LogLine{LogLevel::warning,
                       std::string("the storage does not carry out ") + name(side) + ": " + answer.error};
    }
    if (!trouble.since) return std::nullopt;
    const auto seconds = (answer.received - *trouble.since) / std::chrono::seconds(1);
    trouble = {};
    return LogLine{LogLevel::info, std::string("the storage carries out ") + name(side) + " again, after " +
                                       std::to_string(seconds) + " s"};
}

const StorageHealth::Trouble *StorageHealth::worst() const {
    const Trouble *worst = nullptr;
    for (const Trouble &trouble : sides_) {
        if (trouble.since && (!worst || *trouble.since < *worst->since)) worst = &trouble;
    }
    return worst;
}

std::optional<Moment> StorageHealth::failing_since() const {
    const Trouble *trouble = worst();
    return trouble ? trouble->since : std::nullopt;
}

std::string StorageHealth::error() const {
    const Trouble *trouble = worst();
    return trouble ? trouble->error : std::string();
}

} // namespace gateway_scheduler::engine

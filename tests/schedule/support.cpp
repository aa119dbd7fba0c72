// See support.h.
#include "support.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include <gtest/gtest.h>

#include "schedule/cursor.h"

namespace schedule_test {

using schedule::Cursor;
using schedule::Instant;
using schedule::Schedule;
using schedule::ScheduleOptions;
using schedule::Zone;

std::vector<std::byte> read_bytes(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

std::shared_ptr<const Zone> zone(const std::string &name, const std::string &directory) {
    auto parsed = Zone::parse(name, read_bytes(directory + "/" + name));
    if (!parsed) throw std::runtime_error(parsed.error().text);
    return std::move(parsed).value();
}

std::vector<std::string> zone_names(const std::string &directory) {
    std::vector<std::string> names;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(directory)) {
        const auto name = entry.path().lexically_relative(directory).string();
        if (!entry.is_regular_file() || name.starts_with("right/") || name.starts_with("posix/")) continue;
        std::array<char, 4> magic{};
        std::ifstream(entry.path(), std::ios::binary).read(magic.data(), magic.size());
        if (std::string_view(magic.data(), magic.size()) == "TZif") names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

Instant instant(const std::string &text) {
    std::istringstream stream(text);
    Instant result;
    stream >> date::parse(text.ends_with('Z') ? "%FT%TZ" : "%FT%T%Ez", result);
    if (stream.fail()) throw std::runtime_error("no such instant: " + text);
    return result;
}

std::string show(Instant at, const Zone &in) {
    const auto offset = std::chrono::duration_cast<std::chrono::minutes>(in.offset_at(at));
    const auto local = in.to_local(at);
    const auto whole = date::floor<std::chrono::seconds>(local);
    auto text = local == whole ? date::format("%FT%T", whole) : date::format("%FT%T", local);
    const auto size = std::chrono::abs(offset);
    return text + (offset.count() < 0 ? "-" : "+") + date::format("%H:%M", size);
}

ScheduleOptions in_zone(const std::string &name) {
    ScheduleOptions options;
    options.zone = zone(name);
    return options;
}

Schedule parse(std::string_view text, const ScheduleOptions &options) {
    auto parsed = Schedule::parse(text, options);
    if (!parsed) throw std::runtime_error(std::string(text) + ": " + parsed.error().text);
    return std::move(parsed).value();
}

std::vector<std::string> fires(const Schedule &schedule, const std::string &after, std::size_t count) {
    std::vector<std::string> result;
    Cursor cursor(schedule);
    auto at = instant(after);
    while (result.size() < count) {
        const auto fire = cursor.next(at);
        if (!fire) break;
        at = *fire;
        result.push_back(show(at, schedule.zone()));
    }
    return result;
}

namespace {

std::vector<std::string> backwards(const Schedule &schedule, const std::string &after, const std::string &last) {
    std::vector<std::string> result;
    Cursor cursor(schedule);
    auto at = instant(last);
    while (true) {
        const auto fire = cursor.previous(at);
        if (!fire || *fire <= instant(after)) break;
        at = *fire - schedule::Duration{1};
        result.insert(result.begin(), show(*fire, schedule.zone()));
    }
    return result;
}

} // namespace

void check(const std::vector<Case> &cases) {
    for (const auto &row : cases) {
        SCOPED_TRACE(row.what + ": " + row.text + " in " + row.zone + " after " + row.after);
        auto options = in_zone(row.zone);
        options.dst_gap = row.gap;
        options.dst_overlap = row.overlap;
        const auto schedule = parse(row.text, options);
        EXPECT_EQ(fires(schedule, row.after, row.expected.size()), row.expected);
        EXPECT_EQ(backwards(schedule, row.after, row.expected.back()), row.expected);
    }
}

} // namespace schedule_test

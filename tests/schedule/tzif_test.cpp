// Zone files: versions, and everything that a broken one may hold.
#include <gtest/gtest.h>

#include <functional>

#include "schedule/cursor.h"
#include "support.h"
#include "tzif_builder.h"
#include "zone_compiler.h"

namespace schedule_test {
namespace {

using schedule::Zone;
using std::chrono::seconds;

TzifBuilder two_offsets() {
    TzifBuilder tzif;
    tzif.types = {{3600}, {7200, 1}};
    tzif.transitions = {{1'000'000'000, 1}, {1'100'000'000, 0}};
    return tzif;
}

TEST(Tzif, of_every_version_is_read) {
    for (const char version : {'\0', '2', '3', '4', '5'}) {
        SCOPED_TRACE(version);
        auto tzif = two_offsets();
        tzif.version = version;
        const auto parsed = Zone::parse("Test/Version", tzif.build());
        ASSERT_TRUE(parsed.ok()) << parsed.error().text;
        EXPECT_EQ(parsed.value()->segment_count(), 3U);
        EXPECT_EQ(parsed.value()->offset_at(schedule::Instant{seconds{999'999'999}}), seconds{3600});
        EXPECT_EQ(parsed.value()->offset_at(schedule::Instant{seconds{1'000'000'000}}), seconds{7200});
        EXPECT_EQ(parsed.value()->offset_at(schedule::Instant{seconds{2'000'000'000}}), seconds{3600});
    }
}

TEST(Tzif, of_version_1_on_this_machine_agrees_with_its_later_version_until_2037) {
    const CompiledZones fat("fat", system_zones + "/tzdata.zi");
    auto bytes = read_bytes(fat.directory() + "/America/New_York");
    const auto second = std::search(bytes.begin() + 4, bytes.end(), bytes.begin(), bytes.begin() + 4);
    bytes.erase(second, bytes.end()); // the first block alone is a file of version 1
    bytes[4] = std::byte{0};
    const auto parsed = Zone::parse("America/New_York", bytes);
    ASSERT_TRUE(parsed.ok()) << parsed.error().text;
    const auto whole = zone("America/New_York");
    for (auto at = instant("1970-01-01T00:00:00Z"); at < instant("2038-01-01T00:00:00Z"); at += std::chrono::hours{12})
        ASSERT_EQ(parsed.value()->offset_at(at), whole->offset_at(at)) << show(at, *whole);
}

TEST(Tzif, folds_changes_that_change_no_offset) {
    auto tzif = two_offsets();
    tzif.types = {{3600}, {3600, 1}};
    EXPECT_EQ(Zone::parse("Test/Same", tzif.build()).value()->segment_count(), 1U);
}

TEST(Tzif, keeps_what_holds_before_1970_and_drops_the_rest) {
    TzifBuilder tzif;
    tzif.types = {{100}, {200}, {300}};
    tzif.transitions = {{-(std::int64_t{1} << 59), 1}, {-1'000'000'000, 2}, {std::int64_t{1} << 59, 0}};
    const auto zone = Zone::parse("Test/Old", tzif.build()).value();
    EXPECT_EQ(zone->segment_count(), 1U);
    EXPECT_EQ(zone->offset_at(schedule::Instant{}), seconds{300});
}

TEST(Tzif, that_is_cut_off_anywhere_is_refused) {
    const CompiledZones slim("slim", system_zones + "/tzdata.zi");
    auto version_1 = two_offsets();
    version_1.version = '\0';
    const std::vector<std::vector<std::byte>> files{read_bytes(system_zones + "/America/New_York"),
                                                    read_bytes(slim.directory() + "/America/Nuuk"),
                                                    read_bytes(system_zones + "/Etc/UTC"), version_1.build()};
    for (const auto &file : files) {
        ASSERT_TRUE(Zone::parse("Test/Whole", file).ok());
        for (std::size_t size = 0; size < file.size(); ++size) {
            const auto parsed = Zone::parse("Test/Cut", std::span(file).first(size));
            ASSERT_FALSE(parsed.ok()) << "cut to " << size << " of " << file.size();
            ASSERT_EQ(parsed.error().field, "zone");
        }
    }
}

TEST(Tzif, with_any_byte_changed_is_refused_or_still_makes_sense) {
    const auto file = read_bytes(system_zones + "/Australia/Lord_Howe");
    for (std::size_t i = 0; i < file.size(); ++i) {
        for (const unsigned flip : {0x01U, 0x80U, 0xFFU}) {
            auto changed = file;
            changed[i] ^= static_cast<std::byte>(flip);
            const auto parsed = Zone::parse("Test/Changed", changed);
            if (!parsed) continue;
            const auto &zone = *parsed.value();
            for (std::size_t s = 1; s < zone.segment_count(); ++s) {
                ASSERT_EQ(zone.segment(s - 1).end, zone.segment(s).begin);
                ASSERT_LT(zone.segment(s).begin, zone.segment(s).end);
                ASSERT_NE(zone.segment(s - 1).offset, zone.segment(s).offset);
            }
            schedule::ScheduleOptions options;
            options.zone = parsed.value();
            const auto daily = parse("30 2 * * *", options);
            const auto after = instant("2026-01-01T00:00:00Z");
            ASSERT_GT(daily.next(after), after);
        }
    }
}

TEST(Tzif, that_is_broken_is_refused_with_a_reason) {
    struct Broken {
        const char *says;
        std::function<void(TzifBuilder &)> breaks;
    };
    const std::vector<Broken> all{
        {"unknown version", [](auto &tzif) { tzif.version = '1'; }},
        {"unknown version", [](auto &tzif) { tzif.version = 'x'; }},
        {"describes no local time", [](auto &tzif) { tzif.names.clear(); }},
        {"counts leap seconds", [](auto &tzif) { tzif.leap_seconds = 3; }},
        {"out of order", [](auto &tzif) { tzif.transitions[1].at = tzif.transitions[0].at; }},
        {"out of order", [](auto &tzif) { tzif.transitions[1].at = 0; }},
        {"does not describe", [](auto &tzif) { tzif.transitions[1].type = 2; }},
        {"more than a day", [](auto &tzif) { tzif.types[0].offset = 93'600; }},
        {"more than a day", [](auto &tzif) { tzif.types[0].offset = -90'000; }},
        {"daylight saving mark", [](auto &tzif) { tzif.types[0].daylight = 2; }},
        {"outside its names", [](auto &tzif) { tzif.types[0].name = 4; }},
        {"goes on after its footer", [](auto &tzif) { tzif.footer = "UTC0\nUTC0"; }},
    };
    for (const auto &[says, breaks] : all) {
        SCOPED_TRACE(says);
        auto tzif = two_offsets();
        breaks(tzif);
        const auto parsed = Zone::parse("Test/Broken", tzif.build());
        ASSERT_FALSE(parsed.ok());
        EXPECT_EQ(parsed.error().field, "zone");
        EXPECT_NE(parsed.error().text.find(says), std::string::npos) << parsed.error().text;
        EXPECT_NE(parsed.error().text.find("'Test/Broken'"), std::string::npos) << parsed.error().text;
    }
}

TEST(Tzif, without_types_is_refused) {
    auto tzif = two_offsets();
    tzif.types.clear();
    tzif.transitions.clear();
    EXPECT_FALSE(Zone::parse("Test/NoTypes", tzif.build()).ok());
}

TEST(Tzif, with_counts_that_the_file_cannot_hold_is_refused) {
    for (const std::size_t offset : {20U, 24U, 28U, 32U, 36U, 40U}) {
        for (const std::size_t header : {std::size_t{0}, std::size_t{44 + 6 + 4}}) {
            auto bytes = two_offsets().build();
            for (std::size_t i = 0; i < 4; ++i) bytes[header + offset + i] = std::byte{0xFF};
            EXPECT_FALSE(Zone::parse("Test/Counts", bytes).ok()) << offset << " of the header at " << header;
        }
    }
}

TEST(Tzif, that_is_something_else_is_refused) {
    EXPECT_FALSE(Zone::parse("zone.tab", read_bytes(system_zones + "/zone.tab")).ok());
    auto version_1 = two_offsets();
    version_1.version = '\0';
    auto longer = version_1.build();
    longer.push_back(std::byte{0});
    EXPECT_FALSE(Zone::parse("Test/Longer", longer).ok());
}

} // namespace
} // namespace schedule_test

// The zone reader against independent ones: the date package's tz.h where its stored transitions reach, glibc beyond,
// and zic's slim and fat files against each other. All zones of this machine.
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <random>

#include <date/tz.h>

#include "support.h"
#include "zone_compiler.h"

namespace schedule_test {
namespace {

using schedule::Instant;
using schedule::InstantSeconds;
using schedule::Zone;
using std::chrono::seconds;

// glibc's offset; the test process has one thread.
class GlibcZone {
  public:
    explicit GlibcZone(const std::string &path) {
        setenv("TZ", (":" + path).c_str(), 1);
        tzset();
    }
    ~GlibcZone() {
        unsetenv("TZ");
        tzset();
    }
    GlibcZone(const GlibcZone &) = delete;
    GlibcZone &operator=(const GlibcZone &) = delete;

    seconds offset_at(InstantSeconds instant) const {
        const std::time_t time = instant.time_since_epoch().count();
        std::tm local{};
        localtime_r(&time, &local);
        return seconds{local.tm_gmtoff};
    }
};

const InstantSeconds begin_of_time{};
const InstantSeconds end_of_time{std::chrono::floor<seconds>(schedule::end_instant)};

void expect_glibc_agrees_on(const std::string &name, const std::string &directory) {
    SCOPED_TRACE(name);
    const auto ours = zone(name, directory);
    const GlibcZone theirs(directory + "/" + name);
    const auto agree = [&](InstantSeconds at) {
        ASSERT_EQ(ours->offset_at(at), theirs.offset_at(at)) << show(at, *Zone::utc());
    };
    for (std::size_t i = 1; i < ours->segment_count(); ++i) {
        const auto change = ours->segment(i).begin;
        if (change <= begin_of_time || change >= end_of_time) continue;
        agree(change - seconds{1});
        agree(change);
    }
    for (auto at = begin_of_time; at < end_of_time; at += std::chrono::hours{47 * 24}) agree(at);
}

TEST(ZoneWitness, glibc_agrees_around_every_change_and_in_between_up_to_2199) {
    for (const auto &name : zone_names()) expect_glibc_agrees_on(name, system_zones);
}

TEST(ZoneWitness, glibc_agrees_on_slim_files_up_to_2199) {
    const CompiledZones slim("slim", system_zones + "/tzdata.zi");
    for (const auto &name : zone_names(slim.directory())) expect_glibc_agrees_on(name, slim.directory());
}

TEST(ZoneWitness, the_date_package_agrees_on_every_change_up_to_2037) {
    const InstantSeconds end{date::sys_days{date::year{2037} / 1 / 1}};
    for (const auto &name : zone_names()) {
        SCOPED_TRACE(name);
        const auto ours = zone(name);
        const date::time_zone *theirs = nullptr;
        try {
            theirs = date::locate_zone(name);
        } catch (const std::runtime_error &) {
            continue; // a link, or a file that is no zone, of which that package knows nothing
        }
        for (auto at = begin_of_time; at < end;) {
            const auto info = theirs->get_info(at);
            const auto until = std::min(info.end, end);
            ASSERT_EQ(ours->offset_at(at), info.offset) << at.time_since_epoch().count();
            ASSERT_EQ(ours->offset_at(until - seconds{1}), info.offset) << until.time_since_epoch().count();
            at = until;
        }
    }
}

TEST(ZoneWitness, slim_and_fat_files_say_the_same) {
    const std::string source = system_zones + "/tzdata.zi";
    const CompiledZones slim("slim", source);
    const CompiledZones fat("fat", source);
    const auto names = zone_names(slim.directory());
    ASSERT_GT(names.size(), 300U);
    EXPECT_EQ(names, zone_names(fat.directory()));
    // Debian 12's zic loses the changes that are foretold for Palestine from 2073 on when it writes slim files.
    const InstantSeconds end_of_palestine{date::sys_days{date::year{2073} / 1 / 1}};
    for (const auto &name : names) {
        SCOPED_TRACE(name);
        const auto one = zone(name, slim.directory());
        const auto other = zone(name, fat.directory());
        const bool palestine = name == "Asia/Gaza" || name == "Asia/Hebron";
        if (!palestine) {
            ASSERT_EQ(one->segment_count(), other->segment_count());
        }
        for (std::size_t i = 0; i < one->segment_count(); ++i) {
            if (palestine && one->segment(i).begin >= end_of_palestine) break;
            ASSERT_EQ(one->segment(i).begin, other->segment(i).begin);
            ASSERT_EQ(one->segment(i).offset, other->segment(i).offset);
        }
    }
}

TEST(ZoneWitness, local_times_of_random_instants_lead_back_to_them) {
    std::mt19937_64 random(20260101);
    for (const auto &name : zone_names()) {
        SCOPED_TRACE(name);
        const auto ours = zone(name);
        for (int i = 0; i < 20; ++i) {
            const auto range = static_cast<std::uint64_t>((schedule::end_instant - Instant{}).count());
            const Instant at{schedule::Duration{static_cast<std::int64_t>(random() % range)}};
            const auto resolved = ours->from_local(ours->to_local(at));
            ASSERT_NE(resolved.kind, schedule::Resolved::Kind::gap) << show(at, *ours);
            ASSERT_TRUE(resolved.first == at || resolved.last == at) << show(at, *ours);
        }
    }
}

} // namespace
} // namespace schedule_test

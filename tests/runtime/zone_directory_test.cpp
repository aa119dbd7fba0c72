// Zones from a directory: what is not a zone is refused in one sentence, whatever its name or its bytes are.
#include "runtime/zone_directory.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace runtime_test {
namespace {

using gateway_scheduler::runtime::ZoneDirectory;

class Zones : public testing::Test {
  protected:
    Zones() {
        std::string pattern = (std::filesystem::temp_directory_path() / "zones-XXXXXX").string();
        if (!mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
        folder = pattern;
    }
    ~Zones() override {
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }
    Zones(const Zones &) = delete;
    Zones &operator=(const Zones &) = delete;

    void write(const std::string &name, const std::string &bytes) const {
        std::filesystem::create_directories((folder / name).parent_path());
        std::ofstream(folder / name, std::ios::binary) << bytes;
    }
    // The smallest zone there is: version 1 alone, one type, an hour east of UTC.
    static std::string tiny_zone() {
        std::string bytes = "TZif";
        bytes += std::string(16, '\0');
        for (const int count : {0, 0, 0, 0, 1, 4}) { // isut, isstd, leap, time, type, char
            bytes += std::string(3, '\0');
            bytes += static_cast<char>(count);
        }
        bytes += std::string("\0\0\x0E\x10", 4); // 3,600 s
        bytes += std::string("\0\0", 2);
        bytes += std::string("ABC\0", 4);
        return bytes;
    }
    std::string refusal(ZoneDirectory &zones, const std::string &name) {
        const auto zone = zones.find(name);
        EXPECT_FALSE(zone.ok()) << name;
        if (zone.ok()) return {};
        EXPECT_EQ(zone.error().field, "zone");
        return zone.error().text;
    }

    std::filesystem::path folder;
};

TEST_F(Zones, AreReadOnceAndKept) {
    write("Here/There", tiny_zone());
    ZoneDirectory zones(folder);
    const auto first = zones.find("Here/There");
    ASSERT_TRUE(first.ok()) << first.error().text;
    EXPECT_EQ(first.value()->offset_at({}), std::chrono::hours(1));
    write("Here/There", "broken since");
    EXPECT_EQ(zones.find("Here/There").value(), first.value());
}

TEST_F(Zones, UtcNeedsNoFile) {
    ZoneDirectory zones(folder);
    EXPECT_TRUE(zones.find("").ok());
    EXPECT_TRUE(zones.find("UTC").ok());
}

TEST_F(Zones, ThatAreUnknownAreNamedInTheRefusal) {
    ZoneDirectory zones(folder);
    const std::string text = refusal(zones, "Atlantis/Centre");
    EXPECT_NE(text.find("Atlantis/Centre"), std::string::npos) << text;
    EXPECT_NE(text.find("expected"), std::string::npos) << text;
}

TEST_F(Zones, NeverLeadOutOfTheirDirectory) {
    std::filesystem::create_directories(folder / "inside");
    write("outside", tiny_zone());
    ZoneDirectory zones(folder / "inside");
    refusal(zones, "../outside");
    refusal(zones, "x/../../outside");
    refusal(zones, (folder / "outside").string());
    refusal(zones, "..");
    refusal(zones, "/");
    refusal(zones, std::string("outside\0", 8));
    refusal(zones, std::string(1000, 'a'));
}

TEST_F(Zones, ThatAreDirectoriesAreUnknown) {
    write("Here/There", tiny_zone());
    ZoneDirectory zones(folder);
    refusal(zones, "Here");
}

TEST_F(Zones, OfCorruptFilesAreRefused) {
    write("Empty", "");
    write("Text", "this is no zone at all");
    write("Cut", tiny_zone().substr(0, 46));
    ZoneDirectory zones(folder);
    refusal(zones, "Empty");
    refusal(zones, "Text");
    refusal(zones, "Cut");
}

TEST_F(Zones, OfHugeFilesAreNotEvenRead) {
    write("Huge", "TZif");
    std::filesystem::resize_file(folder / "Huge", std::uintmax_t{1} << 40); // a terabyte, of which nothing is there
    ZoneDirectory zones(folder);
    EXPECT_NE(refusal(zones, "Huge").find("too large"), std::string::npos);
}

TEST_F(Zones, ThatWereBadAreReadAgainWhenTheyAreAskedForAgain) {
    ZoneDirectory zones(folder);
    refusal(zones, "Late");
    write("Late", tiny_zone());
    EXPECT_TRUE(zones.find("Late").ok());
}

TEST_F(Zones, NoneAtAllIsAProblem) {
    ZoneDirectory nothing(folder);
    EXPECT_NE(nothing.problem().find(folder.string()), std::string::npos);
    ZoneDirectory nowhere(folder / "nowhere");
    EXPECT_FALSE(nowhere.problem().empty());
    write("Etc/UTC", tiny_zone());
    EXPECT_EQ(nothing.problem(), "");
}

TEST_F(Zones, TellTheirVersion) {
    EXPECT_EQ(ZoneDirectory(folder).version(), "unknown");
    write("tzdata.zi", "# version 2026a\nR A 1 2");
    EXPECT_EQ(ZoneDirectory(folder).version(), "2026a");
    write("tzdata.zi", "something else");
    EXPECT_EQ(ZoneDirectory(folder).version(), "unknown");
}

TEST_F(Zones, MayBeAskedForByManyThreads) {
    write("A", tiny_zone());
    write("B", tiny_zone());
    ZoneDirectory zones(folder);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&zones] {
            for (int n = 0; n < 200; ++n) {
                EXPECT_TRUE(zones.find(n % 2 == 0 ? "A" : "B").ok());
                EXPECT_FALSE(zones.find("C").ok());
            }
        });
    }
    for (std::thread &thread : threads) thread.join();
}

TEST(TheSystemsZones, AreTheDefault) {
    if (!std::filesystem::exists("/usr/share/zoneinfo/Europe/Lisbon")) GTEST_SKIP() << "no zones on this system";
    ZoneDirectory zones("");
    EXPECT_EQ(zones.problem(), "");
    EXPECT_TRUE(zones.find("Europe/Lisbon").ok());
}

} // namespace
} // namespace runtime_test

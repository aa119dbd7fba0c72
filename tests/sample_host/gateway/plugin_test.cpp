// Loading the plugin, and every way in which that can fail.
#include "loader/plugin.h"

#include "temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace sample_host {
namespace {

const std::filesystem::path plugins = TEST_PLUGINS;

std::string refusal_of(const std::filesystem::path &path) {
    return sentence_of<PluginError>([&] { const Plugin plugin(path); });
}

TEST(Plugin, HandsOutItsTable) {
    const Plugin plugin(plugins / "fake_plugin.so");
    EXPECT_EQ(plugin.api().abi_version, GS_ABI_VERSION);
    EXPECT_STREQ(plugin.api().plugin_version, "9.9.9");
}

TEST(Plugin, ARelativePathIsTakenFromTheWorkingDirectory) {
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(plugins);
    const Plugin plugin("fake_plugin.so");
    std::filesystem::current_path(before);
    EXPECT_EQ(plugin.path(), plugins / "fake_plugin.so");
}

TEST(Plugin, AMissingFileIsNamed) {
    EXPECT_EQ(refusal_of("/no/such/plugin.so"), "the plugin /no/such/plugin.so does not exist");
}

TEST(Plugin, ADirectoryIsNoSharedObject) {
    EXPECT_EQ(refusal_of(plugins), "the plugin " + plugins.string() + " is not a file, expected a shared object");
}

TEST(Plugin, AnotherKindOfFileIsNoSharedObject) {
    const TemporaryDirectory directory;
    const auto path = directory.path() / "text.so";
    std::ofstream(path) << "hello";
    EXPECT_EQ(refusal_of(path),
              "the plugin " + path.string() + " is not a shared object that can be loaded: file too short");
    std::ofstream(path) << std::string(100000, 'x');
    EXPECT_EQ(refusal_of(path),
              "the plugin " + path.string() + " is not a shared object that can be loaded: invalid ELF header");
}

TEST(Plugin, ASharedObjectWithoutTheFunctionIsRefused) {
    const auto path = plugins / "plugin_without_function.so";
    EXPECT_EQ(refusal_of(path), "the plugin " + path.string() + " lacks the function gateway_scheduler_entry");
}

TEST(Plugin, ThePluginsOwnWordsAboutVersionsArePassedOn) {
    const auto path = plugins / "plugin_of_another_abi.so";
    EXPECT_EQ(refusal_of(path), "the plugin " + path.string() +
                                    " refuses this host: this plugin speaks ABI 7.3, the host speaks 0.1 to 0.1");
}

TEST(Plugin, ATableThatIsTooShortIsRefused) {
    EXPECT_THAT(refusal_of(plugins / "plugin_with_short_table.so"),
                testing::HasSubstr("answered with ABI version 0.1 and a table of 16 bytes, expected version 0.1"));
}

TEST(Plugin, TheDefaultLiesBesideTheExecutablesFolder) {
    const auto folder = std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path();
    EXPECT_EQ(default_plugin_path(), folder / "lib" / "gateway_scheduler.so");
}

} // namespace
} // namespace sample_host

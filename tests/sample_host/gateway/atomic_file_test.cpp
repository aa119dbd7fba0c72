// Files that are written whole or not at all.
#include "gateway/atomic_file.h"

#include "temporary_directory.h"

#include <gtest/gtest.h>

#include <fstream>

namespace sample_host {
namespace {

TEST(AtomicFile, IsReadAsItWasWritten) {
    const TemporaryDirectory directory;
    const auto path = directory.path() / "file";
    EXPECT_FALSE(read_small_file(path));
    write_file_atomically(path, "one", 0600);
    write_file_atomically(path, "two", 0600);
    EXPECT_EQ(read_small_file(path), "two");
    EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms(0600));
}

TEST(AtomicFile, ADraftThatACrashHasLeftIsNoHindrance) {
    const TemporaryDirectory directory;
    const auto draft = directory.path() / "file.new";
    std::ofstream(draft) << "a longer text than the new one";
    std::filesystem::permissions(draft, std::filesystem::perms(0644));
    write_file_atomically(directory.path() / "file", "short", 0600);
    EXPECT_EQ(read_small_file(directory.path() / "file"), "short");
    EXPECT_EQ(std::filesystem::status(directory.path() / "file").permissions(), std::filesystem::perms(0600));
    EXPECT_FALSE(std::filesystem::exists(draft));
}

TEST(AtomicFile, WhatCannotBeWrittenIsNamed) {
    EXPECT_EQ(sentence_of<std::runtime_error>([] { write_file_atomically("/no/such/folder/file", "x", 0600); }),
              "cannot create /no/such/folder/file.new: No such file or directory");
    EXPECT_EQ(sentence_of<std::runtime_error>([] { read_small_file("/proc/self"); }),
              "cannot read /proc/self: Is a directory");
}

TEST(AtomicFile, AHugeFileIsNotReadWhole) {
    EXPECT_EQ(sentence_of<std::runtime_error>([] { read_small_file("/dev/zero"); }),
              "the file /dev/zero is larger than expected");
}

} // namespace
} // namespace sample_host

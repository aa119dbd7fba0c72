// What lies in a folder: each file with its mode, its time of change and its content. Two of them are equal if nothing
// was made, changed or taken away in between, and gtest prints the difference if not.
#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <sstream>
#include <string>

namespace sample_host {

using FolderSnapshot = std::map<std::string, std::string>;

inline FolderSnapshot snapshot_of(const std::filesystem::path &folder) {
    FolderSnapshot snapshot;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(folder)) {
        struct stat status {};
        ::lstat(entry.path().c_str(), &status);
        std::ostringstream text;
        text << "mode " << std::oct << status.st_mode << std::dec;
        if (entry.is_regular_file()) {
            std::ifstream file(entry.path(), std::ios::binary);
            const std::string content(std::istreambuf_iterator<char>(file), {});
            text << ", changed at " << status.st_mtim.tv_sec << '.' << status.st_mtim.tv_nsec << ", " << content.size()
                 << " bytes with the hash " << std::hash<std::string>()(content);
        }
        snapshot[entry.path().lexically_relative(folder).string()] = text.str();
    }
    return snapshot;
}

} // namespace sample_host

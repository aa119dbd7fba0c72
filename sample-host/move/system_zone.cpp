#include "move/system_zone.h"

#include <fstream>

namespace sample_host::move {

std::string system_zone(const std::filesystem::path &root) {
    std::error_code failure;
    const std::string target = std::filesystem::read_symlink(root / "etc/localtime", failure).string();
    constexpr std::string_view folder = "/zoneinfo/";
    if (const std::size_t at = target.rfind(folder); !failure && at != std::string::npos) {
        return target.substr(at + folder.size());
    }
    std::ifstream file(root / "etc/timezone");
    std::string name;
    file >> name;
    return name;
}

} // namespace sample_host::move

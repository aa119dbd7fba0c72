// Runs zic, the zone compiler, into a temporary directory that goes away with the object.
#pragma once

#include <string>

namespace schedule_test {

class CompiledZones {
  public:
    // `style` is "slim" or "fat"; `source` is the path of a zone source file.
    CompiledZones(const std::string &style, const std::string &source);
    ~CompiledZones();
    CompiledZones(const CompiledZones &) = delete;
    CompiledZones &operator=(const CompiledZones &) = delete;

    const std::string &directory() const { return directory_; }

  private:
    std::string directory_;
};

} // namespace schedule_test

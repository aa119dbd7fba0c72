// watch.h - keeps an eye on every call into a hook: which are inside and for how long, and what they did against the
// rules that hold for every call. Thread-safety: any thread.
#pragma once

#include <chrono>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace conformance::kit {

class Watch {
  public:
    using Clock = std::chrono::steady_clock;

    // A call into a hook, from its construction to its end.
    class Inside {
      public:
        Inside(Watch &watch, const char *hook);
        ~Inside();
        Inside(const Inside &) = delete;
        Inside &operator=(const Inside &) = delete;
        Clock::duration so_far() const { return Clock::now() - entry_->since; }

      private:
        friend class Watch;
        struct Entry {
            const char *hook;
            Clock::time_point since;
        };
        Watch &watch_;
        std::list<Entry>::iterator entry_;
    };

    // The hook that has been inside for longer than this, if there is one.
    std::optional<std::string> inside_longer_than(Clock::duration limit) const;

    // A fault against the rule of the check of this name. The first of each is kept.
    void note(const std::string &check, const std::string &fault);
    std::optional<std::string> fault(const std::string &check) const;

  private:
    mutable std::mutex mutex_;
    std::list<Inside::Entry> inside_;
    std::map<std::string, std::string> faults_;
};

} // namespace conformance::kit

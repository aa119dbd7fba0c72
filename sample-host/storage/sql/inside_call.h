// inside_call.h - the database that this thread is inside of: a visitor that called it again would wait for a lock or a
// connection that its own thread holds.
// Thread-safety: each thread has its own.
#pragma once

#include <stdexcept>

namespace sample_host::sql {

class Database;

// The caller of the table is inside one of its own answers.
struct CalledFromInside : std::runtime_error {
    CalledFromInside() : std::runtime_error("the storage was called from inside one of its own answers") {}
};

class InsideCall {
  public:
    explicit InsideCall(const Database &database) : before_(inside_) { // throws CalledFromInside
        if (inside_ == &database) throw CalledFromInside();
        inside_ = &database;
    }
    InsideCall(const InsideCall &) = delete;
    InsideCall &operator=(const InsideCall &) = delete;
    ~InsideCall() { inside_ = before_; }

  private:
    static inline thread_local const Database *inside_ = nullptr;
    const Database *before_;
};

} // namespace sample_host::sql

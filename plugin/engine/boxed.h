// A value that is mostly missing and then should take no room: like std::optional, but it lives on the heap. What
// waits in queues by the ten thousand stays small so.
#pragma once

#include <memory>
#include <optional>
#include <utility>

namespace gateway_scheduler::engine {

template <class Value>
class Boxed {
  public:
    Boxed() = default;
    Boxed(std::nullopt_t /*none*/) {}
    Boxed(Value value) : value_(std::make_unique<Value>(std::move(value))) {}
    Boxed(std::optional<Value> value) {
        if (value) value_ = std::make_unique<Value>(std::move(*value));
    }
    Boxed(const Boxed &other) : value_(other ? std::make_unique<Value>(*other) : nullptr) {}
    Boxed(Boxed &&) noexcept = default;
    Boxed &operator=(Boxed other) noexcept {
        value_ = std::move(other.value_);
        return *this;
    }
    ~Boxed() = default;

    explicit operator bool() const { return value_ != nullptr; }
    bool has_value() const { return value_ != nullptr; }
    Value &operator*() { return *value_; }
    const Value &operator*() const { return *value_; }
    Value *operator->() { return value_.get(); }
    const Value *operator->() const { return value_.get(); }
    Value *get() { return value_.get(); }
    const Value *get() const { return value_.get(); }

  private:
    std::unique_ptr<Value> value_;
};

} // namespace gateway_scheduler::engine

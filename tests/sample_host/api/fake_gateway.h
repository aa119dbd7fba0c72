// A scheduler's table that writes down what it was asked and answers what a test told it to, with a FakeStorage beside
// it. The calls may come from any thread; the test sets the answers before.
#pragma once

#include "fake_storage.h"
#include "gateway/serve.h"

#include <gateway_scheduler/scheduler.h>

#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace sample_host::api {

class FakeGateway {
  public:
    FakeGateway();
    FakeGateway(const FakeGateway &) = delete;
    FakeGateway &operator=(const FakeGateway &) = delete;

    Gateway &gateway() { return gateway_; }
    const gs_scheduler_api &api() const { return api_; }
    std::vector<std::string> calls() const; // "pause backup because lunch"

    // From now on every call answers this.
    void refuse(int32_t status, const std::string &text, const std::string &field = {}, int32_t position = -1);

    FakeStorage storage;
    gs_change change{};
    gs_health health{};
    std::vector<int64_t> fires;           // what preview answers, one for each that is wanted
    int32_t marks = 0;                    // of each of them
    int32_t utc_offset = 0;               // likewise
    gs_explanation explanation{};         // what explain answers, its text a literal
    gs_job_explanation job_explanation{}; // what explain_job answers, likewise
    std::function<void()> during_call;    // runs inside pause

  private:
    void note(const std::string &call);
    int32_t note(const std::string &call, gs_error *error);
    int32_t note(const std::string &call, gs_change *change, gs_error *error);
    static FakeGateway &self(gs_scheduler *scheduler);
    void fill_changes();
    void fill_previews();
    void fill_explanations();

    mutable std::mutex mutex_;
    std::vector<std::string> calls_;
    int32_t status_ = GS_OK;
    std::string text_;
    std::string field_;
    int32_t position_ = -1;
    gs_scheduler_api api_{};
    Gateway gateway_;
};

} // namespace sample_host::api

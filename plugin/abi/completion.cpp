#include "abi/completion.h"

#include "abi/struct_reader.h"
#include "abi/text.h"

namespace gateway_scheduler::abi {

namespace {
constexpr std::size_t kMaxErrorSize = 4096;
}

std::string check_completion(const gs_completion *theirs) {
    if (!theirs) return "completion is null; expected how the attempt ended";
    const auto completion = read_struct(theirs);
    if (completion.result < GS_RESULT_SUCCEEDED || completion.result > GS_RESULT_REJECTED) {
        return "completion.result is " + std::to_string(completion.result) + "; expected one of GS_RESULT_*";
    }
    if (completion.output.size > 0 && !completion.output.data) return "completion.output has a length and no data";
    if (completion.error.size > 0 && !completion.error.data) return "completion.error has a length and no data";
    return {};
}

engine::Completion copy_completion(const gs_completion *theirs) {
    const auto completion = read_struct(theirs);
    engine::Completion ours;
    ours.result = static_cast<engine::Result>(completion.result);
    const std::string_view output = view(completion.output);
    ours.output = cut(output, GS_MAX_OUTPUT_SIZE);
    ours.output_truncated = completion.output_truncated != 0 || ours.output.size() < output.size();
    ours.error = cut(view(completion.error), kMaxErrorSize);
    return ours;
}

} // namespace gateway_scheduler::abi

// The members of a JSON object, read one by one: each has to be there, has to be what is expected, and in the end none
// may be left. What is wrong is thrown as json::InvalidInput that names the key. An instance belongs to one thread.
#pragma once

#include "json/document.h"
#include "json/words.h"

#include <gateway_scheduler/abi.h>

#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <string_view>

namespace sample_host::move {

class Fields {
  public:
    // `what` is what the object is called in sentences, "a run".
    Fields(const json::Document &object, std::string what);

    json::Document at(std::string_view key);
    bool has(std::string_view key) const; // and is not null

    std::string text(std::string_view key);
    std::string text_or_none(std::string_view key); // empty for null, or when it is missing
    bool boolean(std::string_view key);
    int64_t integer(std::string_view key, int64_t least, int64_t most = std::numeric_limits<int64_t>::max());
    int32_t small_integer(std::string_view key, int32_t least);
    int64_t time(std::string_view key);
    int64_t time_or_none(std::string_view key); // GS_NO_TIME for null
    gs_id id(std::string_view key);
    gs_id id_or_none(std::string_view key); // zero for null
    int32_t word(std::string_view key, const json::Words &words);
    int32_t word_or_none(std::string_view key, const json::Words &words); // 0 for null
    // What write_bytes or write_json_bytes of bytes_json.h has written under that name.
    std::string bytes(const std::string &key);

    void expect_no_more() const;

  private:
    template <typename Read>
    auto read(std::string_view key, const Read &read);

    json::Document object_;
    std::string what_;
    std::set<std::string, std::less<>> seen_;
};

} // namespace sample_host::move

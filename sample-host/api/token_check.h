// The bearer token of the API. Thread-safe after construction.
#pragma once

#include <array>
#include <string_view>

namespace sample_host::api {

// Keeps a hash of the token only. Hashes are compared, so that neither the time of the comparison nor the length of
// what was sent tells anything about the token.
class TokenCheck {
  public:
    // Throws std::runtime_error for an empty token, which would let everybody in.
    explicit TokenCheck(std::string_view token);

    // `authorization` is the header's value, "Bearer <token>"; the scheme in any case of letters.
    bool accepts(std::string_view authorization) const;

  private:
    using Hash = std::array<unsigned char, 32>;
    static Hash hash_of(std::string_view text);

    Hash expected_;
};

} // namespace sample_host::api

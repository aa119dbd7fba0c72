// Thread-safe after construction.
#include "api/token_check.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <stdexcept>
#include <strings.h>

namespace sample_host::api {

TokenCheck::Hash TokenCheck::hash_of(std::string_view text) {
    Hash hash{};
    unsigned int size = 0;
    if (EVP_Digest(text.data(), text.size(), hash.data(), &size, EVP_sha256(), nullptr) != 1 || size != hash.size()) {
        throw std::runtime_error("SHA-256 is not available, so the token cannot be checked");
    }
    return hash;
}

TokenCheck::TokenCheck(std::string_view token) : expected_(hash_of(token)) {
    if (token.empty()) throw std::runtime_error("the API's token is empty");
}

bool TokenCheck::accepts(std::string_view authorization) const {
    constexpr std::string_view scheme = "Bearer ";
    if (authorization.size() < scheme.size() || strncasecmp(authorization.data(), scheme.data(), scheme.size()) != 0) {
        return false;
    }
    const Hash sent = hash_of(authorization.substr(scheme.size()));
    return CRYPTO_memcmp(sent.data(), expected_.data(), expected_.size()) == 0;
}

} // namespace sample_host::api

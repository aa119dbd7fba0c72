#include "abi/error.h"

#include "abi/struct_reader.h"
#include "abi/text.h"

#include <cstddef>
#include <cstring>

namespace gateway_scheduler::abi {

namespace {
template <std::size_t Size>
void put(char (&field)[Size], std::string_view text) {
    const std::string_view fits = cut(text, Size - 1);
    if (!fits.empty()) std::memcpy(field, fits.data(), fits.size());
    field[fits.size()] = '\0';
}
} // namespace

std::int32_t fail(gs_error *error, std::int32_t status, std::string_view text, std::string_view field, int position) {
    if (!error) return status;
    auto ours = make_struct<gs_error>();
    ours.status = status;
    ours.position = position;
    put(ours.field, field);
    put(ours.text, text);
    write_struct(error, ours);
    return status;
}

std::string_view text_of(const gs_error &error) {
    return {error.text, strnlen(error.text, sizeof error.text)};
}

} // namespace gateway_scheduler::abi

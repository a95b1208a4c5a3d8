// The upper half of a float: its range at 8 bits of precision. Activations may stand in it; nothing is computed in it.
#pragma once
#include <cstdint>
#include <cstring>

namespace vcl {

struct bfloat16 {
  std::uint16_t bits;

  bfloat16() = default;

  /// To the nearest, ties to even; a NaN stays one. An assignment, since compilers vectorise no copy of a struct.
  bfloat16& operator=(float value) {
    std::uint32_t whole;
    std::memcpy(&whole, &value, 4);
    const std::uint32_t rounded = whole + 0x7fff + ((whole >> 16) & 1);
    const std::uint32_t quiet = whole | 0x400000;
    bits = static_cast<std::uint16_t>((value != value ? quiet : rounded) >> 16);
    return *this;
  }

  operator float() const {
    const std::uint32_t whole = static_cast<std::uint32_t>(bits) << 16;
    float value;
    std::memcpy(&value, &whole, 4);
    return value;
  }
};

}  // namespace vcl

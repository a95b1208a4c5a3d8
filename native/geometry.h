// The geometry of a 3-D convolution: activations NDHWC, filters D H W I O.
#pragma once
#include <cstdint>
#include <vector>

namespace vcl {

/// What a convolution computes: its output, or the gradient of its input or of its filter.
enum class Pass { forward, data, filter };

// ints: N T H W C, O, kT kH kW, sT sH sW, pT pH pW, groups, oT oH oW
struct Geometry {
  explicit Geometry(const std::vector<std::int64_t>& v)
      : n(v[0]), t(v[1]), h(v[2]), w(v[3]), c(v[4]), o(v[5]), kt(v[6]), kh(v[7]), kw(v[8]), st(v[9]), sh(v[10]), sw(v[11]),
        pt(v[12]), ph(v[13]), pw(v[14]), groups(v[15]), ot(v[16]), oh(v[17]), ow(v[18]) {}
  std::int64_t n, t, h, w, c, o, kt, kh, kw, st, sh, sw, pt, ph, pw, groups, ot, oh, ow;
};

}  // namespace vcl

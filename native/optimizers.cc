// Updates of one parameter, one pass over the memory. The new values may lie where the old ones lay.
#include <cmath>

#include "kernel.h"
#include "parallel.h"

namespace vcl {

namespace {

// SGD with momentum (as PyTorch and Classy Vision define it). in: gradient, parameter[, momentum]; out: parameter[, momentum].
// Without an earlier momentum it begins as the gradient. ints: count, nesterov; reals: rate, momentum, decay
void sgd(const Call& call) {
  const std::int64_t count = call.integer(0);
  const bool nesterov = call.integer(1) != 0;
  const float rate = call.real(0), momentum = call.real(1), decay = call.real(2);
  const float *gradient = call.input(0), *p = call.input(1), *before = call.in.size() > 2 ? call.input(2) : nullptr;
  float* to = call.output(0);
  float* velocity = call.out.size() > 1 ? call.output(1) : nullptr;
  split(count, count, [&](int, std::int64_t begin, std::int64_t end) {
    if (velocity == nullptr) {
#pragma omp simd
      for (std::int64_t i = begin; i < end; i++) to[i] = p[i] - rate * (gradient[i] + decay * p[i]);
      return;
    }
#pragma omp simd
    for (std::int64_t i = begin; i < end; i++) {
      const float g = gradient[i] + decay * p[i];
      const float v = before == nullptr ? g : momentum * before[i] + g;
      velocity[i] = v;
      to[i] = p[i] - rate * (nesterov ? g + momentum * v : v);
    }
  });
}

// Adam (Kingma and Ba, arXiv 1412.6980), with AMSGrad where there is a largest second moment.
// in: gradient, parameter, first, second[, largest]; out: parameter, first, second[, largest].
// ints: count; reals: beta1, beta2, epsilon, decay through the gradient, what decay beside it keeps of the parameter, rate and
// scale of the root, which both hold the corrections for the number of steps
template <bool kLargest>
void adam(const Call& call) {
  const std::int64_t count = call.integer(0);
  const float beta1 = call.real(0), beta2 = call.real(1), epsilon = call.real(2), decay = call.real(3), keep = call.real(4),
              rate = call.real(5), scale = call.real(6);
  const float share1 = static_cast<float>(1 - call.reals[0]), share2 = static_cast<float>(1 - call.reals[1]);
  const float *gradient = call.input(0), *p = call.input(1), *first = call.input(2), *second = call.input(3);
  const float* largest = kLargest ? call.input(4) : nullptr;
  float *to = call.output(0), *nextFirst = call.output(1), *nextSecond = call.output(2);
  float* nextLargest = kLargest ? call.output(3) : nullptr;
  split(count, count, [&](int, std::int64_t begin, std::int64_t end) {
#pragma omp simd
    for (std::int64_t i = begin; i < end; i++) {
      const float g = gradient[i] + decay * p[i];
      const float m = beta1 * first[i] + share1 * g;
      const float v = beta2 * second[i] + share2 * (g * g);
      float most = v;
      if constexpr (kLargest) {
        most = largest[i] > v ? largest[i] : v;
        nextLargest[i] = most;
      }
      nextFirst[i] = m;
      nextSecond[i] = v;
      to[i] = keep * p[i] - rate * (m / (scale * std::sqrt(most) + epsilon));
    }
  });
}

}  // namespace

void addOptimizers(KernelTable& table) {
  table["sgd"] = sgd;
  table["adam"] = [](const Call& call) { call.in.size() > 4 ? adam<true>(call) : adam<false>(call); };
}

}  // namespace vcl

// A kernel takes buffers and plain numbers. Kernels are found by name once, when they are queued.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "memory.h"

namespace vcl {

struct Call {
  std::vector<BufferPtr> in, out;
  std::vector<std::int64_t> ints;
  std::vector<double> reals;

  const float* input(std::size_t i) const { return in[i]->floats(); }
  float* output(std::size_t i) const { return out[i]->floats(); }
  std::int64_t integer(std::size_t i) const { return ints[i]; }
  float real(std::size_t i) const { return static_cast<float>(reals[i]); }
};

using Kernel = std::function<void(const Call&)>;

/// Every kernel by name.
const std::unordered_map<std::string, Kernel>& kernels();

using KernelTable = std::unordered_map<std::string, Kernel>;
void addConvolution(KernelTable& table);
void addNorm(KernelTable& table);
void addPooling(KernelTable& table);
void addElementwise(KernelTable& table);
void addLinear(KernelTable& table);
void addOptimizers(KernelTable& table);

}  // namespace vcl

// A kernel takes buffers and plain numbers. Kernels are found by name once, when they are queued.
#pragma once
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "bfloat16.h"
#include "memory.h"

namespace vcl {

struct Call {
  std::vector<BufferPtr> in, out;
  std::vector<std::int64_t> ints;
  std::vector<double> reals;
  /// How this call's activations stand: all alike.
  Storage storage = Storage::full;

  const float* input(std::size_t i) const { return in[i]->floats(); }
  float* output(std::size_t i) const { return out[i]->floats(); }
  /// Of an activation, where T is what `storage` says.
  template <typename T>
  const T* activation(std::size_t i) const { return static_cast<const T*>(in[i]->data()); }
  template <typename T>
  T* result(std::size_t i) const { return static_cast<T*>(out[i]->data()); }
  std::int64_t integer(std::size_t i) const { return ints[i]; }
  float real(std::size_t i) const { return static_cast<float>(reals[i]); }
};

/// What is computed, and which inputs are activations: these it takes in bfloat16 as well as in float, but all alike. Every
/// other input is always float (or int32).
struct Kernel {
  std::function<void(const Call&)> body;
  /// A bit for each input.
  std::uint32_t activations = 0;
  /// Whether the first output is an activation too, which stands as the inputs do.
  bool yieldsActivation = false;

  Kernel() = default;
  template <typename Body, typename = std::enable_if_t<std::is_invocable_v<Body, const Call&>>>
  Kernel(Body function) : body(std::move(function)) {}
};

/// Runs the kernel on inputs that stand as it wants them; converted copies live for the call.
void run(const Kernel& kernel, Call call);

/// The buffer itself where it stands so, else a converted copy.
BufferPtr standing(const BufferPtr& buffer, Storage storage);

/// The values of a buffer as floats; `count` of them at most.
void copyFloats(Buffer& from, float* to, std::size_t count);

/// An activation made of these inputs, in either storage: body(call, T()), where T is how the call's activations stand.
template <typename Body>
Kernel onActivations(std::initializer_list<int> inputs, Body body) {
  Kernel kernel([body](const Call& call) {
    if (call.storage == Storage::full) body(call, float());
    else body(call, bfloat16());
  });
  for (const int i : inputs) kernel.activations |= std::uint32_t{1} << i;
  kernel.yieldsActivation = true;
  return kernel;
}

using KernelTable = std::unordered_map<std::string, Kernel>;

/// Every kernel by name.
const KernelTable& kernels();

void addConvolution(KernelTable& table);
void addNorm(KernelTable& table);
void addPooling(KernelTable& table);
void addElementwise(KernelTable& table);
void addLinear(KernelTable& table);
void addOptimizers(KernelTable& table);

}  // namespace vcl

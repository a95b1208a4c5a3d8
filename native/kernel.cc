#include "kernel.h"

#include <algorithm>
#include <cstring>

#include "parallel.h"

namespace vcl {

namespace {

template <typename From, typename To>
void convert(const From* from, To* to, std::int64_t count) {
  split(count, count, [&](int, std::int64_t begin, std::int64_t end) {
#pragma omp simd
    for (std::int64_t i = begin; i < end; i++) to[i] = static_cast<float>(from[i]);
  });
}

}  // namespace

BufferPtr standing(const BufferPtr& buffer, Storage storage) {
  if (buffer->storage() == storage) return buffer;
  auto to = std::make_shared<Buffer>(buffer->count(), storage);
  const auto count = static_cast<std::int64_t>(buffer->count());
  if (storage == Storage::full) convert(static_cast<const bfloat16*>(buffer->data()), to->floats(), count);
  else convert(buffer->floats(), static_cast<bfloat16*>(to->data()), count);
  return to;
}

void run(const Kernel& kernel, Call call) {
  const auto isActivation = [&](std::size_t i) { return (kernel.activations >> i & 1) != 0; };
  if (kernel.yieldsActivation) call.storage = call.out[0]->storage();
  else
    for (std::size_t i = 0; i < call.in.size(); i++)
      if (isActivation(i) && call.in[i]->storage() == Storage::bfloat16) call.storage = Storage::bfloat16;
  for (std::size_t i = 0; i < call.in.size(); i++) call.in[i] = standing(call.in[i], isActivation(i) ? call.storage : Storage::full);
  kernel.body(call);
}

void copyFloats(Buffer& from, float* to, std::size_t count) {
  const std::size_t most = std::min(count, from.count());
  if (from.storage() == Storage::full) std::memcpy(to, from.data(), most * 4);
  else convert(static_cast<const bfloat16*>(from.data()), to, static_cast<std::int64_t>(most));
}

}  // namespace vcl

// Buffers of a tensor's values, from a pool that reuses blocks by size class. Memory is taken when a kernel first writes a
// buffer and given back when the last kernel that uses it is done: both happen in stream order, so that a program which
// runs ahead does not hold memory for work that has not begun.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "arena.h"

namespace vcl {

/// Thrown where the system has no memory left, or the pool's cap is reached.
struct OutOfMemory {
  std::size_t wanted;
  std::size_t held;
};

/// Aligned blocks, kept for reuse. What is used and kept together stays near the most that was ever used at once.
class Pool {
 public:
  static Pool& shared();
  void* take(std::size_t bytes);
  void give(void* block, std::size_t bytes);
  /// Bytes in use by buffers, and those kept for reuse.
  std::size_t used() const;
  std::size_t kept() const;
  /// Most bytes that were ever in use at once.
  std::size_t peak() const;
  /// What is used and kept together stays within this many bytes; beyond it `take` throws.
  void setCap(std::size_t bytes);

 private:
  void* find(std::size_t size);
  std::size_t keptNow() const;
  void release();
  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<Arena>> arenas_;
  std::size_t used_ = 0, peak_ = 0, cap_ = SIZE_MAX;
};

/// How a tensor's values stand in memory: four bytes each (float or int32), or two.
enum class Storage { full, bfloat16 };

/// Values of one tensor. Shared by the program's handle and by the queued kernels that use it.
class Buffer {
 public:
  explicit Buffer(std::size_t count, Storage storage = Storage::full) : count_(count), storage_(storage) {}
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer();
  std::size_t count() const { return count_; }
  Storage storage() const { return storage_; }
  std::size_t bytes() const { return count_ * (storage_ == Storage::full ? 4 : 2); }
  /// Memory is taken on the first call.
  void* data();
  float* floats() { return static_cast<float*>(data()); }
  std::int32_t* ints() { return static_cast<std::int32_t*>(data()); }

 private:
  std::size_t count_;
  Storage storage_;
  void* data_ = nullptr;
};

using BufferPtr = std::shared_ptr<Buffer>;

/// Scratch that lives for one kernel.
class Scratch {
 public:
  explicit Scratch(std::size_t bytes) : bytes_(bytes), data_(Pool::shared().take(bytes)) {}
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { Pool::shared().give(data_, bytes_); }
  void* data() const { return data_; }
  float* floats() const { return static_cast<float*>(data_); }

 private:
  std::size_t bytes_;
  void* data_;
};

}  // namespace vcl

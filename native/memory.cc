#include "memory.h"

#include <algorithm>

namespace vcl {

namespace {
// Addresses cost nothing; what is written does.
constexpr std::size_t kArena = std::size_t{1} << 36;

std::size_t sizeOf(std::size_t bytes) { return (bytes + Arena::kGrain - 1) / Arena::kGrain * Arena::kGrain; }
}  // namespace

Pool& Pool::shared() {
  static Pool* pool = new Pool();  // never destroyed: buffers may outlive static destructors at exit
  return *pool;
}

void* Pool::take(std::size_t bytes) {
  const std::size_t size = sizeOf(bytes);
  std::lock_guard<std::mutex> lock(mutex_);
  if (size > cap_ || used_ > cap_ - size) throw OutOfMemory{size, used_};
  void* block = find(size);
  if (block == nullptr) throw OutOfMemory{size, used_};
  used_ += size;
  if (used_ > peak_) peak_ = used_;
  // What is free and held lies in pieces of the wrong size: it makes room.
  if (cap_ - used_ < keptNow()) release();
  return block;
}

// A place for a block; nullptr where the system has no more addresses. The lock is held.
void* Pool::find(std::size_t size) {
  for (const auto& arena : arenas_)
    if (void* block = arena->take(size)) return block;
  arenas_.push_back(std::make_unique<Arena>(kArena, size));
  if (void* block = arenas_.back()->take(size)) return block;
  arenas_.pop_back();
  return nullptr;
}

void Pool::give(void* block, std::size_t bytes) {
  const std::size_t size = sizeOf(bytes);
  std::lock_guard<std::mutex> lock(mutex_);
  used_ -= size;
  for (const auto& arena : arenas_)
    if (arena->holds(block)) arena->give(block, size);
}

// Everything that is free goes back to the system. The lock is held.
void Pool::release() {
  for (const auto& arena : arenas_) arena->trim();
}

std::size_t Pool::keptNow() const {
  std::size_t kept = 0;
  for (const auto& arena : arenas_) kept += arena->kept();
  return kept;
}

std::size_t Pool::used() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return used_;
}

std::size_t Pool::kept() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return keptNow();
}

std::size_t Pool::peak() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return peak_;
}

void Pool::setCap(std::size_t bytes) {
  std::lock_guard<std::mutex> lock(mutex_);
  cap_ = bytes;
  if (cap_ < used_ || cap_ - used_ < keptNow()) release();
}

Buffer::~Buffer() {
  if (data_ != nullptr) Pool::shared().give(data_, bytes() == 0 ? 1 : bytes());
}

void* Buffer::data() {
  if (data_ == nullptr) data_ = Pool::shared().take(bytes() == 0 ? 1 : bytes());
  return data_;
}

}  // namespace vcl
